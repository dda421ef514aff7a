using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance.Ledger;

/// <summary>
/// The append-only story of every consent and opt-out, sealed.
/// <para>
/// Each workspace has one chain of entries. An entry covers one event, or the events of one batch of an import, and holds their digest
/// (<see cref="EventDigest"/>), the hash of the entry before, and its own hash (<see cref="HashChain"/>). Appending happens in the
/// transaction that changes the state, under a lock of the workspace's chain, so that entries follow one another on both engines.
/// </para>
/// <para>
/// Whoever changes a byte of an event, removes one, or puts one in between breaks the chain at that entry, and <see cref="LedgerCheck"/> names it.
/// Events written before the chain began stand outside of it and are counted. Erasing a person's data takes words and number from
/// their events and leaves each one's digest, so the chain still holds.
/// </para>
/// </summary>
public static class ConsentLedger
{
    /// <summary>Writes events as one entry, in the caller's transaction.</summary>
    public static async Task AppendAsync(Database database, CarillonDb db, WorkspaceId workspace, DateTimeOffset now, IReadOnlyList<ConsentEvent> events, CancellationToken cancellationToken)
    {
        await database.Dialect.LockLedgerAsync(db.Database.GetDbConnection(), workspace, cancellationToken);
        var last = await db.LedgerEntries.AsNoTracking()
            .Where(entry => entry.WorkspaceId == workspace)
            .OrderByDescending(entry => entry.Sequence)
            .Select(entry => new { entry.Sequence, entry.Hash })
            .FirstOrDefaultAsync(cancellationToken);
        var (sequence, previous, digest) = ((last?.Sequence ?? 0) + 1, last?.Hash ?? HashChain.Beginning, EventDigest.Of(events));
        foreach (var entry in events)
        {
            entry.LedgerSequence = sequence;
            db.ConsentEvents.Add(entry);
        }

        db.LedgerEntries.Add(new LedgerEntry
        {
            WorkspaceId = workspace,
            Sequence = sequence,
            At = now,
            EventCount = events.Count,
            Digest = digest,
            Previous = previous,
            Hash = HashChain.Next(workspace, sequence, events.Count, digest, previous),
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
