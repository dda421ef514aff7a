using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Fates;
using Carillon.Storage;

namespace Carillon.Campaigns;

/// <summary>One figure of a proof.</summary>
public enum ProofPart
{
    Planned,
    Accepted,
    Held,
    Refused,
    Skipped,
    Cancelled,
    InDoubt,
    UnderReview,
    AcceptedTwice,
}

/// <summary>The rows behind a figure of a proof: exactly those that were counted.</summary>
public static class ProofRows
{
    /// <summary>Narrows the recipients of a run to those of a figure.</summary>
    /// <param name="db">The context.</param>
    /// <param name="rows">The recipients.</param>
    /// <param name="part">The figure.</param>
    /// <param name="reason">One reason of the refused or skipped; null: all.</param>
    public static IQueryable<OutboundMessage> Of(CarillonDb db, IQueryable<OutboundMessage> rows, ProofPart part, string? reason)
    {
        var attempts = db.Attempts;
        var narrowed = part switch
        {
            ProofPart.Planned => rows,
            ProofPart.Accepted => rows.Where(row => row.Status == MessageStatus.Accepted || row.Status == MessageStatus.Sent || row.Status == MessageStatus.Delivered
                || row.Status == MessageStatus.Undelivered || (row.Status == MessageStatus.Failed && row.ProviderMessageId != null)),
            ProofPart.Held => rows.Where(row => row.Status == MessageStatus.Queued || row.Status == MessageStatus.Sending),
            ProofPart.Refused => rows.Where(row => row.Status == MessageStatus.Failed && row.ProviderMessageId == null),
            ProofPart.Skipped => rows.Where(row => row.Status == MessageStatus.Skipped),
            ProofPart.Cancelled => rows.Where(row => row.Status == MessageStatus.Cancelled),
            ProofPart.InDoubt => rows.Where(row => row.Status == MessageStatus.InDoubt),
            ProofPart.UnderReview => rows.Where(row => row.Status == MessageStatus.InDoubt && row.Reason == Fate.ReviewReason),
            ProofPart.AcceptedTwice => rows.Where(row => attempts.Count(attempt => attempt.MessageId == row.Id && attempt.Outcome == AttemptOutcome.Accepted) > 1),
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
        };
        return reason is null ? narrowed
            : reason == nameof(FailureReason.Unknown) ? narrowed.Where(row => row.Reason == reason || row.Reason == null)
            : narrowed.Where(row => row.Reason == reason);
    }
}
