using Carillon.Primitives;

namespace Carillon.Channels;

/// <summary>A definite no: the four things a failure says.</summary>
/// <param name="Reason">In our words.</param>
/// <param name="Scope">Whose trouble it is.</param>
/// <param name="IsRetryable">
/// Whether the same call may be made again later as it is. False with the scope of the account: a person must mend the login first;
/// the message is sound all the same and waits for it.
/// </param>
/// <param name="Code">The provider's own code.</param>
/// <param name="Message">The provider's own words, shortened; null when it said none. May name the recipient: not for logs.</param>
/// <param name="RetryAfter">How long the whole login should wait: what the provider said, or a second where its 429 said nothing.</param>
/// <param name="SpendsAttempt">False where the provider did no work at all (429), so that waiting never uses tries up.</param>
public sealed record Refusal(
    FailureReason Reason,
    RefusalScope Scope,
    bool IsRetryable,
    string? Code,
    string? Message,
    TimeSpan? RetryAfter = null,
    bool SpendsAttempt = true)
{
    /// <summary>Whether the message itself is sound: the login, or the sender for good, is what is refused, and the message waits until that is mended.</summary>
    public bool IsSound => Scope == RefusalScope.Account || (Scope == RefusalScope.Sender && !IsRetryable);
}

/// <summary>Whose trouble a refusal is.</summary>
public enum RefusalScope
{
    /// <summary>This message or its recipient: others go on.</summary>
    Message,

    /// <summary>This sender: its lane waits.</summary>
    Sender,

    /// <summary>The whole login: it stops with an alert, or, where the call is retryable (429), waits.</summary>
    Account,
}
