using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Fates;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>
/// Notices at the start that the data went back in time (a backup put back, a copy started) and keeps it from sending what was sent
/// since: running campaigns come up paused until a person confirms, what was about to start by itself is a draft again, single
/// messages that waited are under review. A resumed campaign asks the provider about everybody who waits before it sends to them.
/// </summary>
public sealed class RestoredSnapshot(Database database, EpochMarks marks, AlertBook alerts, TimeProvider time)
{
    /// <summary>The kind of the alert.</summary>
    public const string AlertKind = "data-restored";

    /// <summary>Looks, and begins the next epoch. True: the data went back.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var place = await database.Dialect.PlaceAsync(marks, cancellationToken);
        while (true)
        {
            var before = await db.DataEpochs.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
            var seen = before is null ? 0 : await marks.ReadAsync(before.Name, cancellationToken);
            var isRestored = before is not null && (seen > before.Epoch || before.Place != place);
            if (isRestored)
            {
                await HoldAsync(db, cancellationToken);
            }

            var (name, epoch) = (before?.Name ?? Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), Math.Max(before?.Epoch ?? 0, seen) + 1);
            if (await BeginAsync(db, before, name, epoch, place, cancellationToken))
            {
                await marks.WriteAsync(name, epoch, cancellationToken);
                return isRestored;
            }
        }
    }

    /// <summary>Makes the waiting recipients of a restored run ask the provider first: whoever was texted since the snapshot is not texted again.</summary>
    public static async Task AskFirstAsync(CarillonDb db, RunId run, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var started = await db.Runs.Where(row => row.Id == run).Select(row => row.CreatedAt).SingleAsync(cancellationToken);
        var waiting = await db.OutboundMessages.Where(row => row.RunId == run && row.Status == MessageStatus.Queued)
            .GroupBy(row => row.Variant).Select(group => new { Variant = group.Key, Count = group.LongCount() }).ToListAsync(cancellationToken);
        var (id, since, at) = (new StoredId(db, run.Value).Parameter, new StoredInstant(db, started).Parameter, new StoredInstant(db, now.Stored()).Parameter);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO send_attempt (message_id, number, sender_id, fence, started_at, outcome, detail)
            SELECT id, attempts + 1, sender_id, 0, {since}, 'Unknown', 'Perhaps sent after the snapshot was taken.' FROM outbound_message WHERE run_id = {id} AND status = 'Queued'
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE outbound_message SET status = 'InDoubt', reason = NULL, attempts = attempts + 1, changed_at = {at} WHERE run_id = {id} AND status = 'Queued'", cancellationToken);
        foreach (var group in waiting)
        {
            await RunCounters.AddAsync(db, run, group.Variant, nameof(MessageStatus.Queued), -group.Count, cancellationToken);
            await RunCounters.AddAsync(db, run, group.Variant, nameof(MessageStatus.InDoubt), group.Count, cancellationToken);
        }
    }

    private async Task HoldAsync(CarillonDb db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        await using (var transaction = await db.BeginWriteAsync(cancellationToken))
        {
            await db.Campaigns.Where(row => row.Status == CampaignStatus.Running || row.Status == CampaignStatus.Paused).ExecuteUpdateAsync(
                set => set.SetProperty(x => x.Status, CampaignStatus.Paused).SetProperty(x => x.StatusReason, StatusReason.Restored), cancellationToken);
            await db.Campaigns.Where(row => row.Status == CampaignStatus.Scheduled && row.StartAt <= now).ExecuteUpdateAsync(
                set => set.SetProperty(x => x.Status, CampaignStatus.Draft).SetProperty(x => x.StatusReason, StatusReason.Restored), cancellationToken);
            await db.Runs.Where(row => row.State == RunState.Running).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, RunState.Paused), cancellationToken);
            await db.OutboundMessages.Where(row => row.CampaignId == null && row.Status == MessageStatus.Queued).ExecuteUpdateAsync(
                set => set.SetProperty(x => x.Status, MessageStatus.InDoubt).SetProperty(x => x.Reason, Fate.ReviewReason).SetProperty(x => x.ChangedAt, now), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        foreach (var workspace in await db.Set<Access.Workspace>().Select(row => row.Id).ToListAsync(cancellationToken))
        {
            await alerts.RaiseAsync(
                workspace, AlertKind, workspace.ToString(),
                "The data was put back from a backup or a copy was started. Nothing is sent by itself: look at what was sent since, then resume the paused campaigns.", cancellationToken);
        }
    }

    private static async Task<bool> BeginAsync(CarillonDb db, DataEpoch? before, string name, long epoch, string place, CancellationToken cancellationToken)
    {
        if (before is not null)
        {
            return await db.DataEpochs.Where(row => row.Id == DataEpoch.TheOne && row.Epoch == before.Epoch)
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.Epoch, epoch).SetProperty(x => x.Place, place), cancellationToken) > 0;
        }

        var first = db.DataEpochs.Add(new DataEpoch { Id = DataEpoch.TheOne, Name = name, Epoch = epoch, Place = place });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another node began the first epoch a moment ago; this one begins the next.
            first.State = EntityState.Detached;
            return false;
        }
    }
}
