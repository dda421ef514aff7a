using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage;

namespace Carillon.Campaigns;

/// <summary>The figures of a campaign, from the counters of its run. The statuses always add up to the recipients.</summary>
public sealed record CampaignStats
{
    private static readonly MessageStatus[] Counted =
    [
        MessageStatus.Queued, MessageStatus.Sending, MessageStatus.Accepted, MessageStatus.Sent, MessageStatus.Delivered, MessageStatus.Undelivered,
        MessageStatus.Failed, MessageStatus.InDoubt, MessageStatus.Skipped, MessageStatus.Cancelled,
    ];

    /// <summary>How many stand at each status; every status is named.</summary>
    public required IReadOnlyDictionary<MessageStatus, long> Statuses { get; init; }

    /// <summary>Why people were skipped.</summary>
    public required IReadOnlyDictionary<SkipReason, long> Skipped { get; init; }

    /// <summary>People who wrote back.</summary>
    public required long Replied { get; init; }

    /// <summary>People who followed a link.</summary>
    public required long Clicked { get; init; }

    /// <summary>People who opted out.</summary>
    public required long OptedOut { get; init; }

    /// <summary>Billing parts sent or to be sent, as far as they are known.</summary>
    public required long Segments { get; init; }

    /// <summary>What was accepted costs, in millionths.</summary>
    public required long CostMicros { get; init; }

    /// <summary>The same by variant; empty where there is one text only.</summary>
    public IReadOnlyDictionary<string, CampaignStats> ByVariant { get; init; } = new Dictionary<string, CampaignStats>();

    /// <summary>Everybody the campaign was for, skipped ones included.</summary>
    public long Recipients => Statuses.Values.Sum();

    /// <summary>Those whose fate is not settled yet.</summary>
    public long Open => this[MessageStatus.Queued] + this[MessageStatus.Sending] + this[MessageStatus.InDoubt];

    /// <summary>How many stand at a status.</summary>
    public long this[MessageStatus status] => Statuses.GetValueOrDefault(status);

    /// <summary>Reads the figures; all zero before the start.</summary>
    public static async Task<CampaignStats> OfAsync(CarillonDb db, Campaign campaign, CancellationToken cancellationToken)
    {
        var counters = campaign.RunId is { } run ? await RunCounters.OfRunAsync(db, run, cancellationToken) : [];
        var variants = counters.Where(counter => counter.Variant.Length > 0).GroupBy(counter => counter.Variant).OrderBy(group => group.Key, StringComparer.Ordinal);
        return Of(counters) with { ByVariant = variants.ToDictionary(group => group.Key, Of) };
    }

    private static CampaignStats Of(IEnumerable<RunCounter> counters)
    {
        var sums = counters.GroupBy(counter => counter.Metric).ToDictionary(group => group.Key, group => group.Sum(counter => counter.Count));
        const string Skips = "Skipped:";
        return new CampaignStats
        {
            Statuses = Counted.ToDictionary(status => status, status => sums.GetValueOrDefault(status.ToString())),
            Skipped = sums.Where(sum => sum.Key.StartsWith(Skips, StringComparison.Ordinal) && sum.Value != 0)
                .ToDictionary(sum => Enum.Parse<SkipReason>(sum.Key[Skips.Length..]), sum => sum.Value),
            Replied = sums.GetValueOrDefault(RunCounters.Replied),
            Clicked = sums.GetValueOrDefault("Clicked"),
            OptedOut = sums.GetValueOrDefault(RunCounters.OptedOut),
            Segments = sums.GetValueOrDefault("Segments"),
            CostMicros = sums.GetValueOrDefault("CostMicros"),
        };
    }
}
