using System.Globalization;
using Carillon.Access.Audit;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Sending.Dispatch;
using Carillon.Sending.Pacing;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>
/// Stops a campaign that goes wrong, before it goes wrong for everybody, and says why it waits or stands still. Looked at about once a
/// second. A brake looks at what came after somebody last let the campaign go on, so that one and the same trouble does not stop
/// it for ever.
/// </summary>
public sealed class CampaignBrakes(EngineView view, RunWaits waits, AlertBook alerts, AuditLog audit, SendingOptions options, TimeProvider time)
{
    /// <summary>The kind of the alert that a campaign stopped by itself.</summary>
    public const string AlertKind = "campaign-paused";

    private const double GoesOnBelow = 0.5;

    /// <summary>Looks at a running run, of whose campaign this is said now.</summary>
    public async Task LookAsync(CarillonDb db, CampaignRun run, StatusReason? said, CancellationToken cancellationToken)
    {
        var brakes = run.Brakes ?? new Brakes();
        var counters = await RunCounters.OfRunAsync(db, run.Id, cancellationToken);
        var tally = RunTally.Of(counters);
        var since = tally.Since(run.ReleasedAt ?? RunTally.None);
        if (BrakeCheck.Of(brakes, since, brakes.MinSample) is var brake and not Brake.None)
        {
            var (reason, words) = Words(brake, since, brakes);
            await PauseAsync(db, run, reason, words, cancellationToken);
        }
        else if (await IsInDoubtAsync(db, run, brakes, tally, 1, cancellationToken))
        {
            await PauseAsync(db, run, StatusReason.InDoubt, "For too many messages the provider's answer is unclear.", cancellationToken);
        }
        else if (run.WaitsFor == RunWait.SpendCap)
        {
            await PauseAsync(db, run, StatusReason.SpendCap, "The next message would cost more than the campaign may.", cancellationToken);
        }
        else if (!await LookAtCanaryAsync(db, run, brakes, tally, cancellationToken))
        {
            await SayAsync(db, run, said, cancellationToken);
        }
    }

    /// <summary>A campaign that stands still because of doubts goes on by itself when they are settled.</summary>
    public async Task LookAtPausedAsync(CarillonDb db, CampaignRun run, CancellationToken cancellationToken)
    {
        var brakes = run.Brakes ?? new Brakes();
        if (!await db.Campaigns.AnyAsync(row => row.Id == run.CampaignId && row.Status == CampaignStatus.Paused && row.StatusReason == StatusReason.InDoubt, cancellationToken)
            || await IsInDoubtAsync(db, run, brakes, RunTally.Of(await RunCounters.OfRunAsync(db, run.Id, cancellationToken)), GoesOnBelow, cancellationToken))
        {
            return;
        }

        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var moved = await db.Campaigns.Where(row => row.Id == run.CampaignId && row.Status == CampaignStatus.Paused && row.StatusReason == StatusReason.InDoubt).ExecuteUpdateAsync(
            row => row.SetProperty(x => x.Status, CampaignStatus.Running).SetProperty(x => x.StatusReason, (StatusReason?)null), cancellationToken);
        if (moved > 0)
        {
            await db.Runs.Where(row => row.Id == run.Id && row.State == RunState.Paused).ExecuteUpdateAsync(row => row.SetProperty(x => x.State, RunState.Running), cancellationToken);
            await audit.AddAsync(db, run.WorkspaceId, new AuditNote(AuditActions.CampaignResumed, $"campaign:{run.CampaignId}"), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        await alerts.ResolveAsync(run.WorkspaceId, AlertKind, run.CampaignId.ToString(), cancellationToken);
        view.Refresh();
    }

    /// <summary>Somebody lets it go on: what happened until now counts no more, and its first ones are over.</summary>
    public async Task ReleaseAsync(CarillonDb db, CampaignId campaign, CancellationToken cancellationToken)
    {
        if (await db.Runs.AsNoTracking().Where(row => row.CampaignId == campaign && row.EndedAt == null).SingleOrDefaultAsync(cancellationToken) is not { } run)
        {
            return;
        }

        var tally = RunTally.Of(await RunCounters.OfRunAsync(db, run.Id, cancellationToken));
        var isCanaryOver = run.IsCanaryOver || run.CanaryLeftAt is not null;
        await db.Runs.Where(row => row.Id == run.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(x => x.ReleasedAt, tally)
                .SetProperty(x => x.IsCanaryOver, isCanaryOver)
                .SetProperty(x => x.WaitsFor, (RunWait?)null)
                .SetProperty(x => x.WaitsUntil, (DateTimeOffset?)null)
                .SetProperty(x => x.WaitText, (string?)null),
            cancellationToken);
        waits.Forget(run.Id);
        await alerts.ResolveAsync(run.WorkspaceId, AlertKind, campaign.ToString(), cancellationToken);
    }

    /// <summary>Pauses and says why; whoever comes second finds it paused.</summary>
    public async Task PauseAsync(CarillonDb db, CampaignRun run, StatusReason reason, string words, CancellationToken cancellationToken)
    {
        await using (var transaction = await db.BeginWriteAsync(cancellationToken))
        {
            var moved = await db.Campaigns.Where(row => row.Id == run.CampaignId && row.Status == CampaignStatus.Running).ExecuteUpdateAsync(
                row => row.SetProperty(x => x.Status, CampaignStatus.Paused).SetProperty(x => x.StatusReason, reason), cancellationToken);
            if (moved > 0)
            {
                await db.Runs.Where(row => row.Id == run.Id && row.State == RunState.Running).ExecuteUpdateAsync(row => row.SetProperty(x => x.State, RunState.Paused), cancellationToken);
                var name = await db.Campaigns.Where(row => row.Id == run.CampaignId).Select(row => row.Name).SingleAsync(cancellationToken);
                await alerts.AddAsync(
                    db, run.WorkspaceId, AlertKind, run.CampaignId.ToString(), $"“{name}” paused itself: {words} Look at its page; resume it when it may go on.", cancellationToken);
                await audit.AddAsync(db, run.WorkspaceId, new AuditNote(AuditActions.CampaignPaused, $"campaign:{run.CampaignId}", ("reason", words)), cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        view.Refresh();
    }

    /// <summary>True: the campaign was paused, or its reason is said.</summary>
    private async Task<bool> LookAtCanaryAsync(CarillonDb db, CampaignRun run, Brakes brakes, RunTally tally, CancellationToken cancellationToken)
    {
        if (brakes.Canary is not { } first || run.IsCanaryOver)
        {
            return false;
        }

        if (BrakeCheck.Of(brakes, tally, Math.Min(first, brakes.MinSample)) is not Brake.None)
        {
            await LeaveCanaryAsync(db, run, time.GetUtcNow(), isOver: false, cancellationToken);
            await PauseAsync(db, run, StatusReason.Canary, $"of the first {tally.Left:N0} messages too many went badly.", cancellationToken);
            return true;
        }

        if (tally.Left < first)
        {
            return false;
        }

        var now = time.GetUtcNow();
        var leftAt = run.CanaryLeftAt ?? now;
        var isOver = tally.Settled >= first || now - leftAt >= TimeSpan.FromSeconds(brakes.CanaryWaitSeconds);
        if (isOver || run.CanaryLeftAt is null)
        {
            await LeaveCanaryAsync(db, run, leftAt, isOver, cancellationToken);
        }

        return false;
    }

    private async Task LeaveCanaryAsync(CarillonDb db, CampaignRun run, DateTimeOffset leftAt, bool isOver, CancellationToken cancellationToken)
    {
        var at = leftAt.Stored();
        await db.Runs.Where(row => row.Id == run.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.CanaryLeftAt, at).SetProperty(x => x.IsCanaryOver, isOver), cancellationToken);
        view.Refresh();
    }

    /// <summary>Messages that should have been asked about by now and are in doubt still.</summary>
    private async Task<bool> IsInDoubtAsync(CarillonDb db, CampaignRun run, Brakes brakes, RunTally tally, double part, CancellationToken cancellationToken)
    {
        if (brakes.InDoubtShare is not { } share || tally.Left < brakes.MinSample)
        {
            return false;
        }

        var accounts = db.Accounts;
        var account = await db.Senders.Where(sender => sender.Id == run.SenderId)
            .Join(accounts, sender => sender.AccountId, row => row.Id, (_, row) => row).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var before = time.GetUtcNow() - (2 * (account?.Horizon(options) ?? TimeSpan.Zero)) - TimeSpan.FromSeconds(30);
        var most = (int)Math.Ceiling(share * part * tally.Left);
        var lanes = (await db.LanesOfAsync(run.Id, run.SenderId, cancellationToken)).ToList();
        var stuck = await db.OutboundMessages
            .Where(row => row.RunId == run.Id && lanes.Contains(row.SenderId) && row.IsInDoubt && row.ChangedAt < before)
            .Take(most).CountAsync(cancellationToken);
        return stuck > 0 && stuck >= most;
    }

    /// <summary>Why a running campaign waits, if it does.</summary>
    private async Task SayAsync(CarillonDb db, CampaignRun run, StatusReason? said, CancellationToken cancellationToken)
    {
        var (accounts, now) = (db.Accounts, time.GetUtcNow());
        var lanes = (await db.LanesOfAsync(run.Id, run.SenderId, cancellationToken)).ToList();
        var waits = (await db.Senders.Where(sender => lanes.Contains(sender.Id))
                .Join(accounts, sender => sender.AccountId, account => account.Id, (sender, account) => new { account.Status, sender.HeldUntil }).ToListAsync(cancellationToken))
            .ConvertAll(lane => lane.Status is AccountStatus.Disabled or AccountStatus.Open || lane.HeldUntil >= Sender.Stopped ? StatusReason.Account
                : lane.HeldUntil > now ? StatusReason.Limit
                : (StatusReason?)null);

        // Only where each of its senders waits; where one of them goes on by itself, that is what is said.
        var reason = waits.Count > 0 && !waits.Contains(null) ? waits.Max() : run switch
        {
            { WaitsFor: RunWait.Canary } => StatusReason.Canary,
            { WaitsFor: RunWait.Limit } when run.WaitsUntil is null || run.WaitsUntil > now => StatusReason.Limit,
            _ => null,
        };
        StatusReason?[] ours = [StatusReason.Account, StatusReason.Canary, StatusReason.Limit];
        if (said == reason || (reason is null && !ours.Contains(said)))
        {
            return;
        }

        await db.Campaigns.Where(row => row.Id == run.CampaignId && row.Status == CampaignStatus.Running && row.StatusReason != reason && (reason != null || ours.Contains(row.StatusReason)))
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.StatusReason, reason), cancellationToken);
    }

    private static (StatusReason Reason, string Words) Words(Brake brake, RunTally tally, Brakes brakes)
    {
        var (reason, part, most, what) = brake switch
        {
            Brake.Errors => (StatusReason.Errors, tally.Errors, brakes.ErrorShare, "failed"),
            Brake.OptOuts => (StatusReason.OptOuts, tally.OptedOut, brakes.OptOutShare, "led to an opt-out"),
            Brake.Filtered => (StatusReason.Filtered, tally.Filtered, brakes.FilteredShare, "were stopped by carriers as spam"),
            Brake.None => throw new InvalidOperationException("Nothing holds."),
            _ => throw new ArgumentOutOfRangeException(nameof(brake), brake, null),
        };
        return (reason, string.Create(CultureInfo.InvariantCulture, $"{part:N0} of {tally.Left:N0} messages {what}; the brake is set at {most * 100:0.#}%."));
    }
}
