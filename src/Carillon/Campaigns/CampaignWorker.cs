using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Dispatch;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>
/// Moves one campaign on: begins it when its time has come, writes its recipients, cancels what is left of a cancelled one, sees when it is over.
/// Of a thousand campaigns a few are moved at a time: each takes a connection.
/// </summary>
public sealed class CampaignWorker(Database database, CampaignStart start, Launch launch, CampaignBrakes brakes, WakeSignals signals, TimeProvider time) : IDisposable
{
    private const int CampaignsAtOnce = 8;
    private const int CancelledAtOnce = 10_000;

    private readonly SemaphoreSlim _turns = new(CampaignsAtOnce);

    /// <summary>One bounded step. True: there is more to do at once.</summary>
    public async Task<bool> RunRoundAsync(CampaignId id, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await MoveAsync(id, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<bool> MoveAsync(CampaignId id, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        if (await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } campaign)
        {
            return false;
        }

        if (campaign.Status == CampaignStatus.Scheduled)
        {
            await using var own = database.Open(WorkspaceScope.Of(campaign.WorkspaceId));
            return (campaign.BeginsAt ?? campaign.StartAt) <= time.GetUtcNow() && await start.BeginDueAsync(own, campaign, cancellationToken);
        }

        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(row => row.Id == campaign.RunId, cancellationToken);
        return run switch
        {
            null or { EndedAt: not null } => false,
            { State: RunState.Cancelled } => await CancelRestAsync(db, run, cancellationToken),
            { LaunchedAt: null } => await LaunchPageAsync(run, cancellationToken),
            { State: RunState.Paused } => await LookAtPausedAsync(db, run, cancellationToken),
            { AskFirstSince: { } since } => await RestoredSnapshot.AskFirstAsync(db, run.Id, since, time.GetUtcNow(), cancellationToken),
            _ => await EndWhenOverAsync(db, campaign, run, cancellationToken),
        };
    }

    private async Task<bool> LookAtPausedAsync(CarillonDb db, CampaignRun run, CancellationToken cancellationToken)
    {
        await brakes.LookAtPausedAsync(db, run, cancellationToken);
        return false;
    }

    private async Task<bool> LaunchPageAsync(CampaignRun run, CancellationToken cancellationToken)
    {
        await launch.NextPageAsync(run.CampaignId, cancellationToken);
        await using var db = database.OpenEverybody();
        foreach (var lane in await db.LanesOfAsync(run.Id, run.SenderId, cancellationToken))
        {
            signals.Raise(DueLanes.LaneKind, lane.ToString());
        }

        return true;
    }

    private async Task<bool> CancelRestAsync(CarillonDb db, CampaignRun run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var cancelled = 0;
        var messages = db.OutboundMessages;
        foreach (var text in run.Texts)
        {
            await using var transaction = await db.BeginWriteAsync(cancellationToken);
            var some = await messages
                .Where(message => messages
                    .Where(waiting => waiting.RunId == run.Id && waiting.IsWaiting && waiting.Variant == text.Variant)
                    .OrderBy(waiting => waiting.Id).Take(CancelledAtOnce).Select(waiting => waiting.Id).Contains(message.Id) && message.Status == MessageStatus.Queued)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(x => x.Status, MessageStatus.Cancelled).SetProperty(x => x.Reason, (string?)null).SetProperty(x => x.ChangedAt, now),
                    cancellationToken);
            await RunCounters.AddAsync(db, run.Id, text.Variant, nameof(MessageStatus.Queued), -some, cancellationToken);
            await RunCounters.AddAsync(db, run.Id, text.Variant, nameof(MessageStatus.Cancelled), some, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            cancelled += some;
        }

        if (cancelled > 0)
        {
            return true;
        }

        // A retry that was under way may still come back to the queue: the run ends when nothing can.
        if (!await IsAnythingOpenAsync(db, run.Id, cancellationToken))
        {
            await db.Runs.Where(row => row.Id == run.Id).ExecuteUpdateAsync(row => row.SetProperty(x => x.EndedAt, now), cancellationToken);
        }

        return false;
    }

    /// <summary>Completed: nothing queued or sending, nothing in doubt except under review. Looked up in the rows, not in counters.</summary>
    private async Task<bool> EndWhenOverAsync(CarillonDb db, Campaign campaign, CampaignRun run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (run.State == RunState.Running && await CampaignCheck.ScrubProblemAsync(db, run.WorkspaceId, run.Purpose, now, cancellationToken) is { } stale)
        {
            await brakes.PauseAsync(db, run, StatusReason.DoNotCallList, stale, cancellationToken);
            return false;
        }

        var isBusy = run.State != RunState.Running
            || await db.OutboundMessages.AnyAsync(row => row.RunId == run.Id && row.IsWaiting && (row.DueAt <= now || row.Reason != WaitReasons.QuietHours), cancellationToken)
            || await db.MessagesBeingSent.AnyAsync(row => row.RunId == run.Id, cancellationToken);
        if (isBusy || await IsAnythingOpenAsync(db, run.Id, cancellationToken))
        {
            await brakes.LookAsync(db, run, campaign.StatusReason, cancellationToken);
            await TellWaitingAsync(db, campaign, run, isBusy, cancellationToken);
            return false;
        }

        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var ended = await db.Runs.Where(row => row.Id == run.Id && row.State == RunState.Running && row.EndedAt == null)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.State, RunState.Completed).SetProperty(x => x.EndedAt, now), cancellationToken);
        if (ended > 0)
        {
            await db.Campaigns.Where(row => row.Id == run.CampaignId && row.Status == CampaignStatus.Running).ExecuteUpdateAsync(
                row => row.SetProperty(x => x.Status, CampaignStatus.Completed).SetProperty(x => x.StatusReason, (StatusReason?)null).SetProperty(x => x.CompletedAt, now),
                cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return false;
    }

    /// <summary>A running campaign says so while nothing of it is due because of hours.</summary>
    private static async Task TellWaitingAsync(CarillonDb db, Campaign campaign, CampaignRun run, bool isBusy, CancellationToken cancellationToken)
    {
        var isWaiting = !isBusy && await db.OutboundMessages.AnyAsync(row => row.RunId == run.Id && row.IsWaiting, cancellationToken);
        StatusReason? reason = isWaiting ? StatusReason.QuietHours : null;
        StatusReason? before = isWaiting ? null : StatusReason.QuietHours;
        if (campaign.StatusReason != before)
        {
            return; // said already, or something else is
        }

        await db.Campaigns.Where(row => row.Id == run.CampaignId && row.Status == CampaignStatus.Running && row.StatusReason == before)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.StatusReason, reason), cancellationToken);
    }

    /// <summary>One question, so that a message on its way from one state to the next is seen in one of them.</summary>
    private static Task<bool> IsAnythingOpenAsync(CarillonDb db, RunId run, CancellationToken cancellationToken) =>
        db.OutboundMessages.Where(message => message.RunId == run && message.IsWaiting).Select(message => message.Id)
            .Concat(db.MessagesBeingSent.Where(message => message.RunId == run).Select(message => message.Id))
            .Concat(db.MessagesInQuestion.Where(message => message.RunId == run).Select(message => message.Id))
            .AnyAsync(cancellationToken);
}
