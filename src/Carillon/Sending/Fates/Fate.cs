using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Storage.Dialects;

namespace Carillon.Sending.Fates;

/// <summary>
/// What a piece of evidence means for a message: pure rules, the same for a provider's answer, a callback and reconciliation.
/// <para>
/// A fate has a rank and a late lower one never wins. Evidence that a provider has a message wins over everything that says it
/// has not (a cancelled or waiting message that turns out to be sent is shown as sent, so that it is not sent again). Only a
/// refusal that may be retried, a call that was never made, and reconciliation's "not sent" lead back to Queued, and only for
/// the newest attempt.
/// </para>
/// </summary>
public static class Fate
{
    /// <summary>Tries of a message before a passing refusal counts as a lasting one.</summary>
    public const int MostTries = 8;

    /// <summary>The gate said yes: the attempt begins.</summary>
    public static MessageChange Begin(MessageNow now, long fence, string body, int segments) => new(MessageStatus.Sending)
    {
        Body = body,
        Segments = segments,
        Attempts = now.Attempts + 1,
        Attempt = new AttemptChange(now.Attempts + 1, fence, null, null, null),
    };

    /// <summary>The gate said no.</summary>
    public static MessageChange Skip(SkipReason reason) => new(MessageStatus.Skipped) { Reason = reason.ToString() };

    /// <summary>The provider has it, as its own answer or its list says. What it costs counts with the first evidence of that, whatever brings it and however often it is told.</summary>
    public static MessageChange? Accepted(MessageNow now, int attempt, string providerMessageId, DateTimeOffset at, long costMicros)
    {
        var answered = new AttemptChange(attempt, null, nameof(AttemptOutcome.Accepted), providerMessageId, null);
        return EvidenceRank(now.Status) >= MessageStatus.Accepted.Rank()
            ? new MessageChange(now.Status) { Reason = now.Reason, ProviderMessageId = providerMessageId, Attempt = answered }
            : new MessageChange(MessageStatus.Accepted) { ProviderMessageId = providerMessageId, SentAt = at, Attempt = answered, CostMicros = costMicros };
    }

    /// <summary>The provider certainly does not have it. Where the whole login or the sender itself is refused the message waits, and spends nothing.</summary>
    /// <param name="now">The message.</param>
    /// <param name="attempt">The call.</param>
    /// <param name="refusal">What was said.</param>
    /// <param name="retryAt">When it may leave again, if it may.</param>
    public static MessageChange? Refused(MessageNow now, int attempt, Refusal refusal, DateTimeOffset retryAt)
    {
        if (!IsOpen(now, attempt))
        {
            return null;
        }

        var answered = new AttemptChange(attempt, null, nameof(AttemptOutcome.Refused), null, refusal.Code ?? refusal.Reason.ToString());
        var spent = now.Spent + (refusal.SpendsAttempt && !refusal.IsSound ? 1 : 0);
        var goesBack = refusal.IsSound || (refusal.IsRetryable && spent < MostTries);
        return new MessageChange(goesBack ? MessageStatus.Queued : MessageStatus.Failed)
        {
            Reason = refusal.Reason.ToString(),
            Error = (refusal.Code, Shorten(refusal.Message, 300)),
            Spent = spent,
            DueAt = goesBack ? retryAt : null,
            Attempt = answered,
        };
    }

    /// <summary>Nobody knows: a time-out, a reset, a death of ours.</summary>
    public static MessageChange? Unknown(MessageNow now, int attempt, string detail) => now.Status == MessageStatus.Sending && now.Attempts == attempt
        ? new MessageChange(MessageStatus.InDoubt) { Attempt = new AttemptChange(attempt, null, nameof(AttemptOutcome.Unknown), null, Shorten(detail, 200)) }
        : null;

    /// <summary>The holder that made the call is gone: unknown, or, where the fate is known from elsewhere, only the attempt is closed.</summary>
    public static MessageChange Abandoned(MessageNow now, int attempt) => Unknown(now, attempt, "The process that made the call ended.")
        ?? new MessageChange(now.Status) { Reason = now.Reason, Attempt = new AttemptChange(attempt, null, nameof(AttemptOutcome.Unknown), null, "The process that made the call ended.") };

    /// <summary>The call was not made after all: no byte left.</summary>
    public static MessageChange? Withdrawn(MessageNow now, int attempt, DateTimeOffset dueAt) => now.Status == MessageStatus.Sending && now.Attempts == attempt
        ? new MessageChange(MessageStatus.Queued) { DueAt = dueAt, Attempt = new AttemptChange(attempt, null, nameof(AttemptOutcome.Withdrawn), null, null) }
        : null;

    /// <summary>The provider's list, read after the horizon, does not have it (or a person says so): it waits again, and after the last try it failed.</summary>
    public static MessageChange? NotSent(MessageNow now, int attempt, DateTimeOffset dueAt)
    {
        if (now.Status != MessageStatus.InDoubt || now.Attempts != attempt)
        {
            return null;
        }

        var spent = now.Spent + 1;
        return new MessageChange(spent < MostTries ? MessageStatus.Queued : MessageStatus.Failed)
        {
            Reason = spent < MostTries ? null : nameof(FailureReason.Temporary),
            Spent = spent,
            DueAt = spent < MostTries ? dueAt : null,
            Attempt = new AttemptChange(attempt, null, nameof(AttemptOutcome.NotSent), null, null),
        };
    }

    /// <summary>A person found that the provider has it; its id there stays unknown.</summary>
    public static MessageChange? SettledAsSent(MessageNow now, DateTimeOffset at, long costMicros) => now is { Status: MessageStatus.InDoubt, Reason: ReviewReason }
        ? new MessageChange(MessageStatus.Accepted) { SentAt = at, CostMicros = costMicros, Attempt = new AttemptChange(now.Attempts, null, nameof(AttemptOutcome.Accepted), null, "Settled by a person.") }
        : null;

    /// <summary>It could not be settled: it stays in doubt and a person sees it.</summary>
    public static MessageChange? Review(MessageNow now) => now is { Status: MessageStatus.InDoubt, Reason: null }
        ? new MessageChange(MessageStatus.InDoubt) { Reason = ReviewReason }
        : null;

    /// <summary>The reason of a message in doubt that only a person can settle.</summary>
    public const string ReviewReason = "Review";

    /// <summary>The provider told a fate; where that is the first word that it has the message, its cost counts.</summary>
    public static MessageChange? Receipt(MessageNow now, int? attempt, string providerMessageId, MessageStatus status, Refusal? failure, DateTimeOffset at, long costMicros)
    {
        var outranks = status.Rank() > EvidenceRank(now.Status);
        var binds = attempt is not null && now.Status is MessageStatus.Sending or MessageStatus.InDoubt or MessageStatus.Queued or MessageStatus.Cancelled
            ? new AttemptChange(attempt.Value, null, nameof(AttemptOutcome.Accepted), providerMessageId, null)
            : null;
        if (!outranks)
        {
            return null;
        }

        return new MessageChange(status)
        {
            Reason = failure?.Reason.ToString(),
            Error = (failure?.Code, Shorten(failure?.Message, 300)),
            ProviderMessageId = providerMessageId,
            SentAt = binds is null ? null : at,
            DeliveredAt = status == MessageStatus.Delivered ? at : null,
            Attempt = binds,
            CostMicros = EvidenceRank(now.Status) < MessageStatus.Accepted.Rank() ? costMicros : 0,
        };
    }

    private static bool IsOpen(MessageNow now, int attempt) => now.Attempts == attempt && now.Status is MessageStatus.Sending or MessageStatus.InDoubt;

    /// <summary>Cancelled and skipped say what we wanted, not what a provider did: evidence of sending stands above them.</summary>
    private static int EvidenceRank(MessageStatus status) => status is MessageStatus.Cancelled or MessageStatus.Skipped ? 0 : status.Rank();

    private static string? Shorten(string? text, int most) => text is null || text.Length <= most ? text : text[..most];
}
