using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Cluster;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Dispatch;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>What people do with campaigns. Each change is one statement with the old state in its condition; who comes second is told how it stands.</summary>
public sealed class CampaignActions(
    CarillonDb db, CampaignStart start, CampaignResumption resumption, FirstTouch firstTouch, AuditLog audit, EngineView view, WakeSignals signals, TimeProvider time)
{
    private static readonly CampaignStatus[] NotBegun = [CampaignStatus.Draft, CampaignStatus.Scheduled];

    /// <summary>Begins now.</summary>
    public async Task<CampaignOutcome> StartAsync(CampaignId id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } campaign)
        {
            return new CampaignOutcome.NotFound();
        }

        if (!NotBegun.Contains(campaign.Status))
        {
            return NotDraft(campaign);
        }

        var missing = await CampaignCheck.ForStartAsync(db, firstTouch, campaign, time.GetUtcNow(), cancellationToken);
        if (missing.Count > 0)
        {
            return new CampaignOutcome.Incomplete(missing);
        }

        if (!await start.BeginAsync(db, campaign, NotBegun, cancellationToken))
        {
            return NotDraft((await FindAsync(id, cancellationToken))!); // it was there a moment ago and campaigns that began are not deleted
        }

        signals.Raise(DueCampaigns.CampaignKind, id.ToString());
        return await DoneAsync(id, cancellationToken);
    }

    /// <summary>Begins at its <c>startAt</c>; an instant that is past begins now.</summary>
    public async Task<CampaignOutcome> ScheduleAsync(CampaignId id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } campaign)
        {
            return new CampaignOutcome.NotFound();
        }

        if (!NotBegun.Contains(campaign.Status))
        {
            return NotDraft(campaign);
        }

        var missing = new Dictionary<string, string>(await CampaignCheck.ForStartAsync(db, firstTouch, campaign, time.GetUtcNow(), cancellationToken));
        if (campaign.StartAt is null)
        {
            missing["schedule.startAt"] = "Say when to begin.";
        }

        if (missing.Count > 0)
        {
            return new CampaignOutcome.Incomplete(missing);
        }

        var beginsAt = await BeginsAtAsync(campaign, cancellationToken);
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var moved = await db.Campaigns.Where(row => row.Id == id && NotBegun.Contains(row.Status))
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.Status, CampaignStatus.Scheduled).SetProperty(x => x.StatusReason, (StatusReason?)null).SetProperty(x => x.BeginsAt, beginsAt), cancellationToken);
        if (moved > 0)
        {
            await audit.AddAsync(db, new AuditNote(AuditActions.CampaignScheduled, $"campaign:{id}", ("startAt", campaign.StartAt?.ToString("O"))), cancellationToken);
        }

        await write.CommitAsync(cancellationToken);
        signals.Raise(DueCampaigns.CampaignKind, id.ToString());
        return moved == 0 ? NotDraft((await FindAsync(id, cancellationToken))!) : await DoneAsync(id, cancellationToken); // as in StartAsync
    }

    /// <summary>Nothing more leaves; what waits keeps waiting.</summary>
    public Task<CampaignOutcome> PauseAsync(CampaignId id, CancellationToken cancellationToken) => MoveAsync(
        id, [CampaignStatus.Running], CampaignStatus.Paused, StatusReason.User, RunState.Paused, "campaign-not-running", AuditActions.CampaignPaused, cancellationToken);

    /// <summary>Goes on exactly where it stopped; brakes look at what comes from now on.</summary>
    public async Task<CampaignOutcome> ResumeAsync(CampaignId id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is { Status: CampaignStatus.Paused } paused && await CampaignCheck.ScrubProblemAsync(db, paused.WorkspaceId, paused.Purpose, time.GetUtcNow(), cancellationToken) is { } stale)
        {
            return new CampaignOutcome.Incomplete(new Dictionary<string, string> { ["audience"] = stale });
        }

        await resumption.PrepareAsync(id, cancellationToken);
        if (await db.Campaigns.AnyAsync(row => row.Id == id && row.Status == CampaignStatus.Paused && row.RunId == null, cancellationToken))
        {
            // It waited for its time when the data went back: it waits again, and begins at once where the time is past.
            return await MoveAsync(
                id, [CampaignStatus.Paused], CampaignStatus.Scheduled, null, null, "campaign-not-paused", AuditActions.CampaignResumed, cancellationToken);
        }

        return await MoveAsync(
            id, [CampaignStatus.Paused], CampaignStatus.Running, null, RunState.Running, "campaign-not-paused", AuditActions.CampaignResumed, cancellationToken);
    }

    /// <summary>Nothing more leaves, for ever; what waits is cancelled.</summary>
    public async Task<CampaignOutcome> CancelAsync(CampaignId id, CancellationToken cancellationToken) => await MoveAsync(
        id, [CampaignStatus.Draft, CampaignStatus.Scheduled, CampaignStatus.Running, CampaignStatus.Paused], CampaignStatus.Cancelled, null, RunState.Cancelled,
        "campaign-finished", AuditActions.CampaignCancelled, cancellationToken);

    /// <summary>Puts a campaign out of sight that is not under way.</summary>
    public async Task<CampaignOutcome> ArchiveAsync(CampaignId id, CancellationToken cancellationToken)
    {
        var code = await FindAsync(id, cancellationToken) is { Status: CampaignStatus.Archived } ? "campaign-archived" : "campaign-running";
        return await MoveAsync(
            id, [CampaignStatus.Draft, CampaignStatus.Completed, CampaignStatus.Cancelled], CampaignStatus.Archived, null, null, code, AuditActions.CampaignArchived, cancellationToken);
    }

    /// <summary>Brings an archived campaign back to where it stood.</summary>
    public async Task<CampaignOutcome> RestoreAsync(CampaignId id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } campaign)
        {
            return new CampaignOutcome.NotFound();
        }

        var subject = $"campaign:{id}";
        var before = campaign.RunId is not { } run
            ? await db.AuditEntries.AnyAsync(entry => entry.Subject == subject && entry.Action == AuditActions.CampaignCancelled, cancellationToken) ? CampaignStatus.Cancelled : CampaignStatus.Draft
            : await db.Runs.AnyAsync(row => row.Id == run && row.State == RunState.Cancelled, cancellationToken) ? CampaignStatus.Cancelled : CampaignStatus.Completed;
        return await MoveAsync(id, [CampaignStatus.Archived], before, null, null, "campaign-not-archived", AuditActions.CampaignRestored, cancellationToken);
    }

    /// <summary>A new draft with the same audience, words and sender; its schedule is not taken along.</summary>
    public async Task<CampaignOutcome> DuplicateAsync(CampaignId id, string actor, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } original)
        {
            return new CampaignOutcome.NotFound();
        }

        var now = time.GetUtcNow().Stored();
        var name = $"{original.Name} (copy)";
        var copy = new Campaign
        {
            Id = Id.New<CampaignId>(time),
            WorkspaceId = original.WorkspaceId,
            Name = name.Length > 200 ? name[..200] : name,
            Channel = original.Channel,
            Purpose = original.Purpose,
            Audience = original.Audience,
            Body = original.Body,
            Subject = original.Subject,
            Variants = [.. original.Variants],
            SenderId = original.SenderId,
            PoolId = original.PoolId,
            PacePerSecond = original.PacePerSecond,
            Window = original.Window,
            Schedule = original.Schedule,
            Pacing = original.Pacing,
            Brakes = original.Brakes,
            QuietHours = QuietHoursRule.Strictest, // a loosening is one campaign's: its reason does not go along
            SmartEncoding = original.SmartEncoding,
            CreatedBy = actor,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Campaigns.Add(copy);
        await db.SaveChangesAsync(cancellationToken);
        return new CampaignOutcome.Done(copy);
    }

    private async Task<DateTimeOffset?> BeginsAtAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (campaign is not { StartAt: { } startAt, Schedule: { RecipientLocalTime: true } schedule })
        {
            return campaign.StartAt;
        }

        var home = schedule.TimeZone ?? await db.Set<Workspace>().Where(row => row.Id == campaign.WorkspaceId).Select(row => row.TimeZone).SingleAsync(cancellationToken);
        return CampaignSchedule.FirstOn(CampaignSchedule.WallOf(startAt, home), home);
    }

    private async Task<CampaignOutcome> MoveAsync(
        CampaignId id, CampaignStatus[] from, CampaignStatus to, StatusReason? reason, RunState? run, string code, string action, CancellationToken cancellationToken)
    {
        await using (var transaction = await db.BeginWriteAsync(cancellationToken))
        {
            var moved = await db.Campaigns.Where(row => row.Id == id && from.Contains(row.Status)).ExecuteUpdateAsync(
                row => row.SetProperty(x => x.Status, to).SetProperty(x => x.StatusReason, reason), cancellationToken);
            if (moved > 0 && run is { } state)
            {
                await db.Runs.Where(row => row.CampaignId == id && row.State != RunState.Completed)
                    .ExecuteUpdateAsync(row => row.SetProperty(x => x.State, state), cancellationToken);
            }

            if (moved > 0)
            {
                await audit.AddAsync(db, action, $"campaign:{id}", cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            if (moved == 0)
            {
                return await FindAsync(id, cancellationToken) is { } stands ? WrongState(code, stands) : new CampaignOutcome.NotFound();
            }
        }

        view.Refresh();
        signals.Raise(DueCampaigns.CampaignKind, id.ToString());
        var campaign = (await FindAsync(id, cancellationToken))!; // it was moved a moment ago
        if (campaign is { PoolId: not null, RunId: { } pooled })
        {
            foreach (var lane in await db.LanesOfAsync(pooled, default, cancellationToken))
            {
                signals.Raise(DueLanes.LaneKind, lane.ToString());
            }
        }

        if (campaign.SenderId is { } sender)
        {
            signals.Raise(DueLanes.LaneKind, sender.ToString());
        }

        return new CampaignOutcome.Done(campaign);
    }

    private async Task<CampaignOutcome> DoneAsync(CampaignId id, CancellationToken cancellationToken) =>
        new CampaignOutcome.Done((await FindAsync(id, cancellationToken))!); // it was changed a moment ago

    private Task<Campaign?> FindAsync(CampaignId id, CancellationToken cancellationToken) =>
        db.Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    private static CampaignOutcome.WrongState NotDraft(Campaign campaign) => WrongState("campaign-not-draft", campaign);

    private static CampaignOutcome.WrongState WrongState(string code, Campaign campaign) => new(code, $"The campaign is {campaign.Status.ToString().ToLowerInvariant()}.");
}
