using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access.Audit;

/// <summary>
/// Writes and verifies the audit log. Entries are written in the transaction of what they tell, so neither is there without the other. Transactions that add to
/// one workspace's log wait for each other from the first entry to their end: add it last, just before the commit.
/// </summary>
public sealed class AuditLog(Database database, MasterKey master, TimeProvider time) : IVerifiableChain
{
    private readonly byte[] _key = master.Derive("audit log");

    /// <inheritdoc/>
    public string Name => "audit-log";

    /// <summary>Adds an entry to the log of the context's workspace, by the one who acts in it. Needs an open transaction and saves what the context holds.</summary>
    /// <param name="db">The caller's unit of work.</param>
    /// <param name="action">What was done, one of <see cref="AuditActions"/>.</param>
    /// <param name="subject">To what, as kind and id.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task AddAsync(CarillonDb db, string action, string subject, CancellationToken cancellationToken) =>
        AddAsync(db, db.Workspace, new AuditNote(action, subject), cancellationToken);

    /// <summary>Adds an entry with facts to the log of the context's workspace.</summary>
    public Task AddAsync(CarillonDb db, AuditNote note, CancellationToken cancellationToken) => AddAsync(db, db.Workspace, note, cancellationToken);

    /// <summary>Adds an entry to the log of a workspace, for work that is bound to none.</summary>
    public async Task AddAsync(CarillonDb db, WorkspaceId workspace, AuditNote note, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("An audit entry is written in the transaction of what it tells.");
        }

        await database.Dialect.LockAuditAsync(db.Database.GetDbConnection(), workspace, cancellationToken);
        var last = await db.AuditEntries.IgnoreQueryFilters().AsNoTracking().Where(entry => entry.WorkspaceId == workspace)
            .OrderByDescending(entry => entry.Number).Select(entry => new { entry.Number, entry.Hash }).FirstOrDefaultAsync(cancellationToken);
        var entry = Next(workspace, last?.Number ?? 0, last?.Hash, note.Actor ?? db.Scope.Actor, note);
        db.AuditEntries.Add(entry);
        await db.SaveChangesAsync(cancellationToken);
        db.Entry(entry).State = EntityState.Detached; // a context may live long, an entry is never changed
    }

    /// <inheritdoc/>
    public async Task<ChainVerdict> VerifyAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        AuditEntry? before = null;
        var good = 0L;
        await foreach (var entry in db.AuditEntries.AsNoTracking().OrderBy(entry => entry.WorkspaceId).ThenBy(entry => entry.Number).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (before?.WorkspaceId != entry.WorkspaceId)
            {
                before = null;
            }

            if (Fault(entry, before) is { } why)
            {
                return new ChainVerdict.Broken(good, $"workspace {entry.WorkspaceId}, entry {entry.Number}", why);
            }

            (before, good) = (entry, good + 1);
        }

        return new ChainVerdict.Whole(good);
    }

    private AuditEntry Next(WorkspaceId workspace, long lastNumber, byte[]? lastHash, string actor, AuditNote note)
    {
        var (id, number, at) = (Id.New<AuditEntryId>(time), lastNumber + 1, time.GetUtcNow().Stored());
        return new AuditEntry
        {
            Id = id,
            WorkspaceId = workspace,
            Number = number,
            At = at,
            Actor = actor,
            Action = note.Action,
            Subject = note.Subject,
            Facts = note.Facts,
            Hash = AuditEntry.HashOf(_key, lastHash, workspace, number, at, id, actor, note.Action, note.Subject, note.Facts),
        };
    }

    private string? Fault(AuditEntry entry, AuditEntry? before) =>
        entry.Number != (before?.Number ?? 0) + 1 ? $"the entry before should be {entry.Number - 1} and is {before?.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}"
        : !entry.Hash.AsSpan().SequenceEqual(entry.ExpectedHash(_key, before?.Hash)) ? "its hash does not fit what it says and the entry before"
        : null;
}
