using Carillon.Primitives;

namespace Carillon.Channels;

/// <summary>A definite no: the four things a failure says.</summary>
/// <param name="Reason">In our words.</param>
/// <param name="Scope">Whose trouble it is.</param>
/// <param name="IsRetryable">
/// Whether the same message may be tried again later; with the scope of the account: once the account is mended.
/// </param>
/// <param name="Code">The provider's own code.</param>
/// <param name="Message">The provider's own words, shortened; null when it said none. May name the recipient: not for logs.</param>
/// <param name="RetryAfter">When the provider said how long to wait, or a known cap makes trying sooner useless.</param>
/// <param name="SpendsAttempt">False where the provider did no work at all (429), so that waiting never uses tries up.</param>
public sealed record Refusal(
    FailureReason Reason,
    RefusalScope Scope,
    bool IsRetryable,
    string? Code,
    string? Message,
    TimeSpan? RetryAfter = null,
    bool SpendsAttempt = true);

/// <summary>Whose trouble a refusal is.</summary>
public enum RefusalScope
{
    /// <summary>This message or its recipient: others go on.</summary>
    Message,

    /// <summary>
    /// This sender: its lane waits. A 429 and a connection that never stood are told this way too, since every lane meets them itself.
    /// </summary>
    Sender,

    /// <summary>The whole login: it stops with an alert.</summary>
    Account,
}
