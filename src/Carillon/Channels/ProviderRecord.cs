using Carillon.Primitives;

namespace Carillon.Channels;

/// <summary>What to ask a provider's list.</summary>
/// <param name="To">Messages to this number</param>
/// <param name="From">from this one,</param>
/// <param name="SenderRef">the provider's own name for it,</param>
/// <param name="CreatedSince">since this instant of our clock; adapters correct it by the provider's.</param>
/// <param name="AskedToWait">Called when the provider asks for a pause instead of answering.</param>
public sealed record RecordQuery(PhoneNumber To, PhoneNumber From, string? SenderRef, DateTimeOffset CreatedSince, Action<TimeSpan>? AskedToWait = null)
{
    /// <summary>
    /// Waits for a turn among the login's calls, before each request but the first, for which the asker had one; false: none is to be had now, so the
    /// list is not read to its end. Null: nobody counts.
    /// </summary>
    public Func<CancellationToken, Task<bool>>? NextTurn { get; init; }
}

/// <summary>One message to ask for by the provider's own id.</summary>
/// <param name="ProviderMessageId">The provider's id.</param>
/// <param name="To">Its recipient.</param>
/// <param name="AskedToWait">Called when the provider asks for a pause instead of answering.</param>
public sealed record FateQuery(string ProviderMessageId, PhoneNumber To, Action<TimeSpan>? AskedToWait = null);

/// <summary>One message from us as the provider knows it.</summary>
/// <param name="From">Null while a messaging service has not chosen one.</param>
/// <param name="Status">Null while the provider tells nothing final or known.</param>
public sealed record ProviderRecord(
    string ProviderMessageId,
    PhoneNumber To,
    PhoneNumber? From,
    string Body,
    DateTimeOffset CreatedAt,
    MessageStatus? Status,
    Refusal? Failure);
