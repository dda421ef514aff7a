using Carillon.Access;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Fates;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>
/// Notices at the start that the data went back in time (a backup put back, a copy started) and keeps it from sending what was sent
/// since: campaigns that are under way or wait for their time come up paused until a person confirms, single messages that waited are
/// under review. Whatever campaign of the old data goes on or begins later asks the provider about everybody who waits before it
/// sends to them; where the provider has no list, the account's own policy decides, which by default leaves it to a person.
/// <para>
/// It looks again once a minute and begins a new epoch each time, so that data put back beneath a running server, or by other means than
/// ours, is noticed as soon as it is a minute old.
/// </para>
/// </summary>
public sealed class RestoredSnapshot(Database database, EpochMarks marks, AlertBook alerts, TimeProvider time)
{
    /// <summary>The kind of the alert.</summary>
    public const string AlertKind = "data-restored";

    /// <summary>Nodes' clocks and the provider's may differ, and a commit may come after what it tells.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>Looks, and begins the next epoch. True: the data went back.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var place = await database.Dialect.PlaceAsync(marks, cancellationToken);
        while (true)
        {
            var before = await db.DataEpochs.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
            var seen = before is null ? 0 : await marks.ReadAsync(before.Name, cancellationToken);
            if (before is not null && seen > before.Epoch)
            {
                // Nodes that share a folder: another one may have begun an epoch between our two looks. The database is asked last.
                before = await db.DataEpochs.AsNoTracking().SingleAsync(cancellationToken);
            }

            var isRestored = before is not null && (seen > before.Epoch || !IsSame(before.Place, place));
            var (heldAt, backTo) = (before?.HeldAt, before?.BackTo);
            if (isRestored)
            {
                (heldAt, backTo) = (time.GetUtcNow().Stored(), Earlier(backTo, await BackToAsync(db, cancellationToken)));
                await HoldAsync(db, backTo.Value, cancellationToken);
            }

            var (name, epoch) = (before?.Name ?? Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), Math.Max(before?.Epoch ?? 0, seen) + 1);
            if (await BeginAsync(db, before, new DataEpoch { Id = DataEpoch.TheOne, Name = name, Epoch = epoch, Place = place, HeldAt = heldAt, BackTo = backTo }, cancellationToken))
            {
                await marks.WriteAsync(name, epoch, cancellationToken);
                return isRestored;
            }
        }
    }

    /// <summary>Makes the waiting recipients of a restored run ask the provider first: whoever was texted since the snapshot is not texted again.</summary>
    /// <returns>Whether it was still to be asked.</returns>
    public static async Task<bool> AskFirstAsync(CarillonDb db, RunId run, DateTimeOffset started, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Runs.Where(row => row.Id == run && row.AskFirstSince != null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.AskFirstSince, (DateTimeOffset?)null), cancellationToken) == 0)
        {
            return false;
        }

        var waiting = await db.OutboundMessages.Where(row => row.RunId == run && row.IsWaiting)
            .GroupBy(row => row.Variant).Select(group => new { Variant = group.Key, Count = group.LongCount() }).ToListAsync(cancellationToken);
        var (id, since, at) = (new StoredId(db, run.Value).Parameter, new StoredInstant(db, started).Parameter, new StoredInstant(db, now.Stored()).Parameter);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO send_attempt (message_id, number, sender_id, fence, started_at, outcome, detail)
            SELECT id, attempts + 1, sender_id, 0, {since}, 'Unknown', 'Perhaps sent after the snapshot was taken.' FROM outbound_message WHERE run_id = {id} AND is_waiting
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE outbound_message SET status = 'InDoubt', reason = NULL, attempts = attempts + 1, changed_at = {at} WHERE run_id = {id} AND is_waiting", cancellationToken);
        foreach (var group in waiting)
        {
            await RunCounters.AddAsync(db, run, group.Variant, nameof(MessageStatus.Queued), -group.Count, cancellationToken);
            await RunCounters.AddAsync(db, run, group.Variant, nameof(MessageStatus.InDoubt), group.Count, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>The last thing the data knows of: what left later is not in it.</summary>
    private async Task<DateTimeOffset> BackToAsync(CarillonDb db, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        var sent = await db.OutboundMessages.MaxAsync(row => (DateTimeOffset?)row.ChangedAt, cancellationToken);
        var done = await db.AuditEntries.MaxAsync(row => (DateTimeOffset?)row.At, cancellationToken);
        return ((sent > done ? sent : done ?? sent) is { } last && last < now ? last : now) - Margin;
    }

    /// <summary>Earlier versions told places without the last word.</summary>
    private static bool IsSame(string before, string now) => before == now || (now.StartsWith("folder ", StringComparison.Ordinal) && now.StartsWith(before + " ", StringComparison.Ordinal));

    private static DateTimeOffset Earlier(DateTimeOffset? before, DateTimeOffset now) => before < now ? before.Value : now;

    private async Task HoldAsync(CarillonDb db, DateTimeOffset backTo, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        await using (var transaction = await db.BeginWriteAsync(cancellationToken))
        {
            await db.Campaigns.Where(row => row.Status == CampaignStatus.Running || row.Status == CampaignStatus.Paused || row.Status == CampaignStatus.Scheduled).ExecuteUpdateAsync(
                set => set.SetProperty(x => x.Status, CampaignStatus.Paused).SetProperty(x => x.StatusReason, StatusReason.Restored), cancellationToken);
            await db.Runs.Where(row => row.EndedAt == null && row.AskFirstSince == null).ExecuteUpdateAsync(set => set.SetProperty(x => x.AskFirstSince, backTo), cancellationToken);
            await db.Runs.Where(row => row.State == RunState.Running).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, RunState.Paused), cancellationToken);
            await db.OutboundMessages.Where(row => row.CampaignId == null && row.IsWaiting).ExecuteUpdateAsync(
                set => set.SetProperty(x => x.Status, MessageStatus.InDoubt).SetProperty(x => x.Reason, Fate.ReviewReason).SetProperty(x => x.ChangedAt, now), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        foreach (var workspace in await db.Set<Workspace>().Select(row => row.Id).ToListAsync(cancellationToken))
        {
            await alerts.RaiseAsync(
                workspace, AlertKind, workspace.ToString(),
                "The data was put back from a backup or a copy was started. Nothing is sent by itself: look at what was sent since, then resume the paused campaigns.", cancellationToken);
        }
    }

    private static async Task<bool> BeginAsync(CarillonDb db, DataEpoch? before, DataEpoch next, CancellationToken cancellationToken)
    {
        if (before is not null)
        {
            return await db.DataEpochs.Where(row => row.Id == DataEpoch.TheOne && row.Epoch == before.Epoch)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(x => x.Epoch, next.Epoch).SetProperty(x => x.Place, next.Place).SetProperty(x => x.HeldAt, next.HeldAt).SetProperty(x => x.BackTo, next.BackTo),
                    cancellationToken) > 0;
        }

        var first = db.DataEpochs.Add(next);
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
