using Carillon.Primitives;
using Carillon.Receiving.Callbacks;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Inbox;

/// <summary>
/// Handles what waits in one partition, a bounded batch a round.
/// <para>
/// Receipts move messages by rank, so their order does not matter: they go together to the one writer of fates. Texts and
/// calls of one number are handled in the order they came, each in a transaction of its own that also marks the event: the
/// effect and the mark are one. One that fails waits longer each time and is dead after the last; until then later ones of its
/// number wait behind it, and nobody else does.
/// </para>
/// </summary>
internal sealed class InboxWorker(Database database, ReceiptRound receipts, EventEffects effects, TimeProvider time)
{
    private const int Batch = 500;

    /// <summary>Handles what is due; true: there may be more at once.</summary>
    public async Task<bool> RunRoundAsync(int partition, CancellationToken cancellationToken)
    {
        var due = await FindDueAsync(partition, cancellationToken);
        var read = due.Select(entry => new WaitingEvent(entry, EventContent.TryParse(entry.Content))).ToList();
        await receipts.ApplyAsync([.. read.Where(waiting => waiting.Content?.Receipt is not null)], cancellationToken);
        await HandleInOrderAsync(partition, [.. read.Where(waiting => waiting.Content?.Receipt is null).OrderBy(waiting => waiting.Entry.ReceivedAt)], cancellationToken);
        return due.Count == Batch;
    }

    private async Task<List<ProviderEvent>> FindDueAsync(int partition, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.OpenEverybody();
        return await db.ProviderEvents.AsNoTracking()
            .Where(x => x.Partition == partition && (x.Status == EventStatus.Pending || x.Status == EventStatus.Retrying) && x.NextAttemptAt <= now)
            .OrderBy(x => x.NextAttemptAt).ThenBy(x => x.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
    }

    private async Task HandleInOrderAsync(int partition, IReadOnlyList<WaitingEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return;
        }

        var held = await FindHeldAsync(partition, cancellationToken);
        foreach (var waiting in events)
        {
            var key = (waiting.Entry.WorkspaceId, waiting.Entry.Number ?? default);
            var isOrdered = waiting.Entry.Number is not null;
            if (isOrdered && held.TryGetValue(key, out var first) && (first.ReceivedAt, first.Id).CompareTo((waiting.Entry.ReceivedAt, waiting.Entry.Id)) < 0)
            {
                await using var db = database.OpenEverybody();
                await EventMarks.BehindAsync(db, [waiting.Entry.Id], first.Until, cancellationToken);
                continue;
            }

            var retryAt = await effects.HandleAsync(waiting, cancellationToken);
            if (isOrdered && retryAt is null)
            {
                held.Remove(key);
            }
            else if (isOrdered)
            {
                held[key] = new Held(waiting.Entry.Id, waiting.Entry.ReceivedAt, retryAt.GetValueOrDefault());
            }
        }
    }

    /// <summary>The first event of each number that failed and is not given up.</summary>
    private async Task<Dictionary<(WorkspaceId, PhoneNumber), Held>> FindHeldAsync(int partition, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var held = await db.ProviderEvents
            .Where(x => x.Partition == partition && x.Status == EventStatus.Retrying && x.Number != null)
            .Select(x => new { x.Id, x.WorkspaceId, x.Number, x.ReceivedAt, x.NextAttemptAt })
            .ToListAsync(cancellationToken);
        return held.GroupBy(x => (x.WorkspaceId, x.Number.GetValueOrDefault())).ToDictionary(
            number => number.Key,
            number => number.OrderBy(x => x.ReceivedAt).ThenBy(x => x.Id).Select(x => new Held(x.Id, x.ReceivedAt, x.NextAttemptAt)).First());
    }

    private readonly record struct Held(ProviderEventId Id, DateTimeOffset ReceivedAt, DateTimeOffset Until);
}

/// <summary>An event that is due, with what it tells; null where that cannot be read.</summary>
internal sealed record WaitingEvent(ProviderEvent Entry, EventContent? Content);
