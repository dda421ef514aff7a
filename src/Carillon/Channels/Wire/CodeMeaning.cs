using Carillon.Primitives;

namespace Carillon.Channels.Wire;

/// <summary>What a provider's code means to us.</summary>
/// <param name="Reason">In our words.</param>
/// <param name="Scope">Whose trouble it is.</param>
/// <param name="IsRetryable">
/// Whether the same message may go again. Only where it certainly did not arrive: a code that leaves doubt is not retryable.
/// </param>
/// <param name="SpendsAttempt">False where no work was done and trying again is only a matter of waiting.</param>
internal sealed record CodeMeaning(FailureReason Reason, RefusalScope Scope, bool IsRetryable, bool SpendsAttempt = true)
{
    /// <summary>Final for this message; others go on.</summary>
    public static CodeMeaning Final(FailureReason reason) => new(reason, RefusalScope.Message, IsRetryable: false);

    /// <summary>A passing trouble of this message.</summary>
    public static CodeMeaning Soft(FailureReason reason) => new(reason, RefusalScope.Message, IsRetryable: true);

    /// <summary>The sender must be mended by a person.</summary>
    public static CodeMeaning BadSender() => new(FailureReason.Sender, RefusalScope.Sender, IsRetryable: false);

    /// <summary>The sender is over a limit and must wait.</summary>
    public static CodeMeaning Slower() => new(FailureReason.RateLimited, RefusalScope.Sender, IsRetryable: true, SpendsAttempt: false);

    /// <summary>The login must be mended by a person; the messages are sound and wait for it.</summary>
    public static CodeMeaning BadAccount(FailureReason reason) => new(reason, RefusalScope.Account, IsRetryable: false, SpendsAttempt: false);
}
