using Carillon.Primitives;

namespace Carillon.Channels;

/// <summary>One text to hand over.</summary>
/// <param name="To">The recipient.</param>
/// <param name="From">The sender's number.</param>
/// <param name="SenderRef">The provider's own name for the sender (Twilio messaging service, OpenPhone number id), if set.</param>
/// <param name="Body">The words, rendered.</param>
/// <param name="StatusCallback">Where the provider should tell the fate; carries our signed attempt.</param>
/// <param name="ValidFor">How long it may lie in the provider's queue; null: the provider's own.</param>
/// <param name="AttemptToken">Our attempt, for a provider that takes an idempotency key or a reference.</param>
public sealed record OutgoingMessage(
    PhoneNumber To,
    PhoneNumber From,
    string? SenderRef,
    string Body,
    Uri? StatusCallback,
    TimeSpan? ValidFor,
    string AttemptToken)
{
    /// <summary>
    /// Asked once, when a connection stands and right before the first byte leaves. False: nothing is sent and the answer is
    /// <see cref="ProviderAnswer.Withheld"/>. Must not throw or block. Null: no last look.
    /// </summary>
    public Func<bool>? MayBegin { get; init; }
}
