using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Fates;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>
/// What became of everybody a campaign was for, counted from the rows themselves and not from counters: planned = accepted + held +
/// refused + skipped + cancelled + in doubt. Each figure is a set of rows that can be listed.
/// </summary>
public sealed record CampaignProof
{
    /// <summary>Everybody.</summary>
    public required long Planned { get; init; }

    /// <summary>Taken by the provider, whatever became of them afterwards.</summary>
    public required long Accepted { get; init; }

    /// <summary>Waiting or just being sent.</summary>
    public required long Held { get; init; }

    /// <summary>Refused by the provider, by our reason.</summary>
    public required IReadOnlyDictionary<string, long> Refused { get; init; }

    /// <summary>Not sent on purpose, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Skipped { get; init; }

    /// <summary>Cancelled while they waited.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Nobody knows yet.</summary>
    public required long InDoubt { get; init; }

    /// <summary>Of these, the ones that a person has to settle.</summary>
    public required long UnderReview { get; init; }

    /// <summary>Recipients with more than one acceptance at the provider; 0, or the promise is broken.</summary>
    public required long AcceptedTwice { get; init; }

    /// <summary>Whether the parts make up the whole.</summary>
    public bool AddsUp => Planned == Accepted + Held + Refused.Values.Sum() + Skipped.Values.Sum() + Cancelled + InDoubt;

    /// <summary>Counts; all zero before the start.</summary>
    public static async Task<CampaignProof> OfAsync(CarillonDb db, Campaign campaign, CancellationToken cancellationToken)
    {
        var run = campaign.RunId ?? default;
        var rows = campaign.RunId is null
            ? []
            : await db.OutboundMessages.AsNoTracking().Where(row => row.RunId == run && row.CampaignId == campaign.Id)
                .GroupBy(row => new { row.Status, row.Reason, HasProviderId = row.ProviderMessageId != null })
                .Select(group => new Part(group.Key.Status, group.Key.Reason, group.Key.HasProviderId, group.LongCount()))
                .ToListAsync(cancellationToken);
        var messages = db.OutboundMessages;
        var twice = campaign.RunId is null
            ? 0
            : await db.Attempts.Where(attempt => attempt.Outcome == AttemptOutcome.Accepted && messages.Any(message => message.Id == attempt.MessageId && message.RunId == run && message.CampaignId == campaign.Id))
                .GroupBy(attempt => attempt.MessageId).Where(group => group.Count() > 1).LongCountAsync(cancellationToken);
        return new CampaignProof
        {
            Planned = rows.Sum(row => row.Count),
            Accepted = rows.Where(IsAccepted).Sum(row => row.Count),
            Held = rows.Where(row => row.Status is MessageStatus.Queued or MessageStatus.Sending).Sum(row => row.Count),
            Refused = ByReason(rows.Where(row => row.Status == MessageStatus.Failed && !IsAccepted(row))),
            Skipped = ByReason(rows.Where(row => row.Status == MessageStatus.Skipped)),
            Cancelled = rows.Where(row => row.Status == MessageStatus.Cancelled).Sum(row => row.Count),
            InDoubt = rows.Where(row => row.Status == MessageStatus.InDoubt).Sum(row => row.Count),
            UnderReview = rows.Where(row => row is { Status: MessageStatus.InDoubt, Reason: Fate.ReviewReason }).Sum(row => row.Count),
            AcceptedTwice = twice,
        };
    }

    private static bool IsAccepted(Part row) => row.Status is MessageStatus.Accepted or MessageStatus.Sent or MessageStatus.Delivered or MessageStatus.Undelivered
        || (row.Status == MessageStatus.Failed && row.HasProviderId);

    private static Dictionary<string, long> ByReason(IEnumerable<Part> rows) =>
        rows.GroupBy(row => row.Reason ?? nameof(FailureReason.Unknown)).OrderByDescending(group => group.Sum(row => row.Count)).ToDictionary(group => group.Key, group => group.Sum(row => row.Count));

    private sealed record Part(MessageStatus Status, string? Reason, bool HasProviderId, long Count);
}
