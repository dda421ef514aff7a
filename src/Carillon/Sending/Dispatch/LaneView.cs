using Carillon.Access;
using Carillon.Compliance.OwnRules;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Runs;
using Carillon.Text;

namespace Carillon.Sending.Dispatch;

/// <summary>What a lane must know of the world, at most a second old.</summary>
/// <param name="Sender">Its sender.</param>
/// <param name="Account">The login it sends through.</param>
/// <param name="Brand">Who the workspace says it is.</param>
/// <param name="Keep">Which texts keep quiet hours.</param>
/// <param name="Runs">The running runs that leave from it.</param>
/// <param name="HasSingles">Whether a single message was due when this was read.</param>
/// <param name="HasDoubts">Whether an attempt of it is unknown.</param>
public sealed record LaneView(Sender Sender, OpenAccount Account, string Brand, QuietHoursFor Keep, IReadOnlyList<RunView> Runs, bool HasSingles, bool HasDoubts)
{
    /// <summary>The workspace's zone, whose days limits count.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Rules of the workspace's own; null: the pack's alone.</summary>
    public WorkspaceRules? Rules { get; init; }

    /// <summary>Whether the do-not-call list that the workspace's marketing relies on is too old.</summary>
    public bool IsListOld { get; init; }

    /// <summary>Whether somebody let nothing leave: then nothing is brought to the gate, which would hold it.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Whether the sender's limits count billing parts.</summary>
    public bool SenderCountsSegments { get; init; }

    /// <summary>Whether anything may leave at all.</summary>
    public bool MaySend => Account.Account.Status != AccountStatus.Disabled;
}

/// <summary>A run with its words read once.</summary>
public sealed record RunView(
    RunId Id, CampaignId Campaign, Purpose Purpose, RunHours Hours, double? PerSecond, bool SmartEncoding, IReadOnlyDictionary<string, MessageTemplate> Texts)
{
    /// <summary>Its pace over an hour.</summary>
    public int? PerHour { get; init; }

    /// <summary>Its pace over a day.</summary>
    public int? PerDay { get; init; }

    /// <summary>Whose days.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>How many may leave before the first fates are known; null: no bound, or no more.</summary>
    public int? Canary { get; init; }

    /// <summary>The most it may cost.</summary>
    public long? SpendCapMicros { get; init; }

    /// <summary>Whether its row says that it waits.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>What may change while it runs, as the row says it now.</summary>
    /// <param name="run">The row.</param>
    /// <param name="hasWaiting">Whether a message of it was due in this lane.</param>
    /// <param name="laneCount">How many lanes of a pool share its pace; 0 or 1: it is this lane's alone.</param>
    public RunView Now(CampaignRun run, bool hasWaiting, int laneCount = 1) => this with
    {
        HasWaiting = hasWaiting,
        PerSecond = run.PerSecond / Math.Max(1, laneCount),
        PerHour = run.PerHour,
        PerDay = run.PerDay,
        TimeZone = run.TimeZone ?? "UTC",
        Canary = run.IsCanaryOver ? null : run.Brakes?.Canary,
        SpendCapMicros = run.Brakes?.SpendCapMicros,
        IsWaiting = run.WaitsFor is not null,
    };

    /// <summary>Whether a message of it was due when this was read.</summary>
    public bool HasWaiting { get; init; }

    /// <summary>Reads the words of a run; they were checked when it started.</summary>
    public static RunView Of(CampaignRun run) => new(
        run.Id,
        run.CampaignId,
        run.Purpose,
        run.Hours ?? RunHours.Lawful,
        run.PerSecond,
        run.SmartEncoding,
        run.Texts.ToDictionary(
            text => text.Variant,
            text => MessageTemplate.Parse(text.Body) is TemplateReading.Parsed parsed
                ? parsed.Template
                : throw new InvalidOperationException($"Run {run.Id}: the words of variant '{text.Variant}' were readable at the start and are not now.")));
}
