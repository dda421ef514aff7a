using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>Turns a campaign into a run, by hand or when its time has come.</summary>
public sealed class CampaignStart(FirstTouch firstTouch, AuditLog audit, TimeProvider time)
{
    /// <summary>
    /// Begins a campaign whose time has come. What it needs may have gone since it was scheduled (its do-not-call list grew old, its sender's
    /// registration was taken back): then it is a draft again, and the log says what it lacked.
    /// </summary>
    public async Task<bool> BeginDueAsync(CarillonDb db, Campaign campaign, CancellationToken cancellationToken)
    {
        var missing = await CampaignCheck.ForStartAsync(db, firstTouch, campaign, time.GetUtcNow(), cancellationToken);
        if (missing.Count == 0)
        {
            return await BeginAsync(db, campaign, [CampaignStatus.Scheduled], cancellationToken);
        }

        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var moved = await db.Campaigns.Where(row => row.Id == campaign.Id && row.Status == CampaignStatus.Scheduled).ExecuteUpdateAsync(
            row => row.SetProperty(x => x.Status, CampaignStatus.Draft).SetProperty(x => x.StatusReason, StatusReason.Incomplete), cancellationToken);
        if (moved > 0)
        {
            await audit.AddAsync(db, new AuditNote(AuditActions.CampaignNotStarted, $"campaign:{campaign.Id}", [.. missing.Select(pair => (pair.Key, (object?)pair.Value))]), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return false;
    }

    /// <summary>Begins the run where the campaign stands at one of <paramref name="from"/>; false: it stood elsewhere.</summary>
    public async Task<bool> BeginAsync(CarillonDb db, Campaign campaign, IReadOnlyList<CampaignStatus> from, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var run = Id.New<RunId>(time);
        var home = await db.Set<Workspace>().AsNoTracking().Where(row => row.Id == campaign.WorkspaceId).Select(row => row.TimeZone).SingleAsync(cancellationToken);
        var pool = await PoolPick.OfAsync(db, campaign, cancellationToken);
        if (campaign.PoolId is not null && pool is null)
        {
            return false;
        }

        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var won = await db.Campaigns.Where(row => row.Id == campaign.Id && from.Contains(row.Status)).ExecuteUpdateAsync(
            row => row
                .SetProperty(x => x.Status, CampaignStatus.Running)
                .SetProperty(x => x.StatusReason, (StatusReason?)null)
                .SetProperty(x => x.StartedAt, now)
                .SetProperty(x => x.RunId, run),
            cancellationToken);
        if (won == 0)
        {
            return false;
        }

        var started = RunOf(campaign, run, home, now, pool?.Senders[0]);
        if (await db.DataEpochs.AsNoTracking().Where(row => row.HeldAt > campaign.CreatedAt).Select(row => row.BackTo).SingleOrDefaultAsync(cancellationToken) is { } since)
        {
            started.AskFirst(since); // it may have been sent already in the time that the data lost
        }

        db.Runs.Add(started);
        db.RunLanes.AddRange((pool?.Senders ?? []).Select(sender => new RunLane { WorkspaceId = campaign.WorkspaceId, RunId = run, SenderId = sender }));
        await db.SaveChangesAsync(cancellationToken);
        await audit.AddAsync(db, campaign.WorkspaceId, new AuditNote(AuditActions.CampaignStarted, $"campaign:{campaign.Id}"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The run that a campaign is or would be; what it needs was checked.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="id">The run's id.</param>
    /// <param name="workspaceZone">The workspace's clock.</param>
    /// <param name="now">When it begins.</param>
    /// <param name="first">The first sender of its pool, if it has one.</param>
    public static CampaignRun RunOf(Campaign campaign, RunId id, string workspaceZone, DateTimeOffset now, SenderId? first = null) => new()
    {
        Id = id,
        WorkspaceId = campaign.WorkspaceId,
        CampaignId = campaign.Id,
        Purpose = campaign.Purpose,
        Channel = campaign.Channel,
        SenderId = campaign.SenderId ?? first ?? default, // checked before a campaign starts
        Texts = campaign.Variants.Count > 0
            ? [.. campaign.Variants.Select(variant => new RunText(variant.Key, variant.Weight, variant.Body))]
            : [new RunText("", 1, campaign.Body ?? "")], // as above
        SmartEncoding = campaign.SmartEncoding,
        PerSecond = campaign.PacePerSecond,
        PerHour = campaign.Pacing?.PerHour,
        PerDay = campaign.Pacing?.PerDay,
        TimeZone = campaign.Schedule?.TimeZone ?? workspaceZone,
        Brakes = campaign.Brakes,
        Hours = HoursOf(campaign, campaign.Schedule?.TimeZone ?? workspaceZone, now),
        CreatedAt = now,
    };

    private static RunHours HoursOf(Campaign campaign, string homeZone, DateTimeOffset now) => new(
        campaign.QuietHours,
        campaign.Window?.Hours,
        campaign.Window?.DayBits ?? SendingWindow.EveryDay,
        campaign.Window?.Zone,
        homeZone,
        campaign.Schedule is { RecipientLocalTime: true } ? CampaignSchedule.WallOf(campaign.StartAt ?? now, homeZone) : null);
}
