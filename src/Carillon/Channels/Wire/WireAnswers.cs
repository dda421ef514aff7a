using Carillon.Primitives;

namespace Carillon.Channels.Wire;

/// <summary>
/// The part of reading an answer that is the same for every provider: what proves acceptance, what proves refusal, and what proves
/// nothing. A time-out, a reset, a 5xx, a 408 and a success whose words cannot be read prove nothing.
/// </summary>
internal static class WireAnswers
{
    private const int LongestWords = 200;

    /// <summary>The providers' limits are per second, so a 429 that names no wait means about this one.</summary>
    private static readonly TimeSpan LimitsCountBy = TimeSpan.FromSeconds(1);

    /// <summary>Turns an exchange into the answer to a hand-over.</summary>
    /// <param name="outcome">What came of it.</param>
    /// <param name="readAccepted">Reads a success; null when it names no message.</param>
    /// <param name="readRefused">Reads a 3xx or 4xx other than 408 and 429.</param>
    /// <param name="readError">The provider's code and words in an error body.</param>
    public static ProviderAnswer Read(
        WireOutcome outcome,
        Func<WireOutcome.Answered, ProviderAnswer.Accepted?> readAccepted,
        Func<WireOutcome.Answered, Refusal> readRefused,
        Func<ReadOnlyMemory<byte>, (string? Code, string? Message)> readError) => outcome switch
        {
            WireOutcome.Withheld => new ProviderAnswer.Withheld(),
            WireOutcome.NeverLeft never => new ProviderAnswer.Refused(NotConnected(never.Code)),
            WireOutcome.Lost lost => new ProviderAnswer.Unknown(lost.Detail),
            WireOutcome.Answered { Status: >= 200 and < 300 } answer =>
                (answer.IsWhole ? readAccepted(answer) : null) ?? (ProviderAnswer)new ProviderAnswer.Unknown("accepted, but the answer could not be read"),
            WireOutcome.Answered { Status: 429 } answer => new ProviderAnswer.Refused(TooFast(answer, readError(answer.Body))),
            WireOutcome.Answered { Status: >= 300 and < 500 and not 408 } answer => new ProviderAnswer.Refused(readRefused(answer)),
            WireOutcome.Answered answer => new ProviderAnswer.Unknown($"HTTP {answer.Status}", answer.RetryAfter),
            _ => throw new InvalidOperationException("An outcome without a reading."),
        };

    /// <summary>The refusal of a login whose settings are not usable; nothing was asked.</summary>
    public static ProviderAnswer BadSettings() => new ProviderAnswer.Refused(new Refusal(
        FailureReason.Unauthorized, RefusalScope.Account, IsRetryable: false, "settings", "The account's settings are not usable.", SpendsAttempt: false));

    /// <summary>A code's meaning as a refusal.</summary>
    public static Refusal Refuse(CodeMeaning meaning, string? code, string? message, TimeSpan? retryAfter = null) => new(
        meaning.Reason, meaning.Scope, meaning.IsRetryable, code, Shorten(message), retryAfter, meaning.SpendsAttempt);

    /// <summary>What a test of a login says about an exchange.</summary>
    public static LoginCheck Check(WireOutcome outcome, string provider, Func<ReadOnlyMemory<byte>, (string? Code, string? Message)> readError)
    {
        switch (outcome)
        {
            case WireOutcome.Answered { Status: >= 200 and < 300 }:
                return new LoginCheck(true, $"{provider} accepts this login.");
            case WireOutcome.Answered answer:
                var (code, message) = readError(answer.Body);
                return new LoginCheck(false, $"{provider} answered HTTP {answer.Status}{(code is null ? "" : $", code {code}")}{(message is null ? "" : $": {Shorten(message)}")}.");
            case WireOutcome.NeverLeft never:
                return new LoginCheck(false, $"{provider} could not be reached ({never.Code}).");
            case WireOutcome.Lost lost:
                return new LoginCheck(false, $"{provider} did not answer ({lost.Detail}).");
            default:
                return new LoginCheck(false, $"{provider} was not asked.");
        }
    }

    private static Refusal NotConnected(string code) =>
        new(FailureReason.Connection, RefusalScope.Message, IsRetryable: true, code, null, SpendsAttempt: false);

    private static Refusal TooFast(WireOutcome.Answered answer, (string? Code, string? Message) error) => new(
        FailureReason.RateLimited,
        RefusalScope.Account,
        IsRetryable: true,
        error.Code ?? "429",
        Shorten(error.Message),
        answer.RetryAfter ?? LimitsCountBy,
        SpendsAttempt: false);

    private static string? Shorten(string? words) =>
        string.IsNullOrWhiteSpace(words) ? null : words.Length <= LongestWords ? words : string.Concat(words.AsSpan(0, LongestWords - 1), "…");
}
