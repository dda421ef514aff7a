using System.Security.Cryptography;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance.Ledger;

/// <summary>Reads a workspace's whole chain and says whether every byte is as it was written.</summary>
public sealed class LedgerCheck(Database database)
{
    private const int EntriesOfARound = 1000;

    /// <summary>Checks one workspace. Memory does not grow with the ledger.</summary>
    public async Task<LedgerFinding> CheckAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var outside = await db.ConsentEvents.AsNoTracking().CountAsync(row => row.WorkspaceId == workspace && row.LedgerSequence == null, cancellationToken);
        var (sequence, previous, events) = (0L, HashChain.Beginning, 0L);
        while (true)
        {
            var from = sequence;
            var entries = await db.LedgerEntries.AsNoTracking()
                .Where(entry => entry.WorkspaceId == workspace && entry.Sequence > from)
                .OrderBy(entry => entry.Sequence).Take(EntriesOfARound).ToListAsync(cancellationToken);
            if (entries.Count == 0)
            {
                return await LooseAsync(db, workspace, sequence, cancellationToken)
                    ?? new LedgerFinding(workspace, sequence, events, outside, Convert.ToHexStringLower(previous), null, null, null);
            }

            foreach (var entry in entries)
            {
                sequence++;
                if (await BrokenAsync(db, entry, sequence, previous, cancellationToken) is { } broken)
                {
                    return broken with { Events = events, Outside = outside };
                }

                (previous, events) = (entry.Hash, events + entry.EventCount);
            }
        }
    }

    private static async Task<LedgerFinding?> BrokenAsync(CarillonDb db, LedgerEntry entry, long expected, byte[] previous, CancellationToken cancellationToken)
    {
        if (entry.Sequence != expected)
        {
            return Broken(entry, null, $"entry {expected} is missing");
        }

        var covered = await db.ConsentEvents.AsNoTracking()
            .Where(row => row.WorkspaceId == entry.WorkspaceId && row.LedgerSequence == entry.Sequence)
            .OrderBy(row => row.Id).ToListAsync(cancellationToken);
        var first = covered.Count > 0 ? covered[0] : null;
        if (covered.Count != entry.EventCount)
        {
            return Broken(entry, first, $"it was sealed over {entry.EventCount} events and {covered.Count} are there");
        }

        if (!CryptographicOperations.FixedTimeEquals(EventDigest.Of(covered), entry.Digest))
        {
            return Broken(entry, first, covered.Count == 1 ? "the event was changed after it was sealed" : "one of its events was changed after it was sealed");
        }

        if (!CryptographicOperations.FixedTimeEquals(entry.Previous, previous))
        {
            return Broken(entry, first, "it does not follow the entry before it");
        }

        return CryptographicOperations.FixedTimeEquals(HashChain.Next(entry.WorkspaceId, entry.Sequence, entry.EventCount, entry.Digest, entry.Previous), entry.Hash)
            ? null
            : Broken(entry, first, "its own hash is not right");
    }

    /// <summary>Events that claim a place behind the end of the chain: the end was cut off.</summary>
    private static async Task<LedgerFinding?> LooseAsync(CarillonDb db, WorkspaceId workspace, long last, CancellationToken cancellationToken)
    {
        var loose = await db.ConsentEvents.AsNoTracking()
            .Where(row => row.WorkspaceId == workspace && row.LedgerSequence > last)
            .OrderBy(row => row.LedgerSequence).FirstOrDefaultAsync(cancellationToken);
        return loose is null ? null : new LedgerFinding(workspace, last, 0, 0, null, loose.LedgerSequence, loose.Id, $"entry {loose.LedgerSequence} is missing, and its event is there");
    }

    private static LedgerFinding Broken(LedgerEntry entry, ConsentEvent? first, string why) =>
        new(entry.WorkspaceId, entry.Sequence - 1, 0, 0, null, entry.Sequence, first?.Id, why);
}

/// <summary>How a chain stands.</summary>
/// <param name="Workspace">Whose it is.</param>
/// <param name="Entries">Sound entries from the beginning.</param>
/// <param name="Events">Events they cover.</param>
/// <param name="Outside">Events older than the chain.</param>
/// <param name="Head">The hash of the last entry, to be noted elsewhere; null where the chain is broken.</param>
/// <param name="BrokenEntry">The first broken entry; null: none.</param>
/// <param name="BrokenEvent">Its first event, where one is there.</param>
/// <param name="Why">What is wrong with it.</param>
public sealed record LedgerFinding(
    WorkspaceId Workspace, long Entries, long Events, long Outside, string? Head, long? BrokenEntry, ConsentEventId? BrokenEvent, string? Why)
{
    /// <summary>Whether nothing was changed.</summary>
    public bool IsSound => Why is null;
}
