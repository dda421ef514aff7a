using Carillon.Cluster;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Ledger;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Imports.Undo;

/// <summary>
/// Takes an import back. People it made go away where nobody used or changed them since: no message, no text, no other list;
/// of people it changed, each field that still stands as the import left it goes back. It works in small steps, each committed
/// with its counts, and goes on where it was when it dies.
/// </summary>
public sealed class ImportUndo(Database database, IEnumerable<IPersonalRecords> records, TimeProvider time) : IJobKind
{
    /// <summary>The kind under which signals wake it.</summary>
    public const string KindName = "import-undo";

    private const int Step = 1000;
    private static readonly ImportStatus[] Ended = [ImportStatus.Completed, ImportStatus.Failed, ImportStatus.Cancelled];

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var due = await db.ContactImports.Where(import => import.UndoStatus == UndoStatus.Running).Select(import => import.Id).ToListAsync(cancellationToken);
        return [.. due.Select(id => id.ToString())];
    }

    /// <summary>What an undoing would do now.</summary>
    public async Task<UndoPreview> PreviewAsync(CarillonDb db, ContactImport import, CancellationToken cancellationToken)
    {
        var (remove, keep) = (0L, 0L);
        ContactId? after = null;
        do
        {
            var made = await MadeAsync(db, import, after, cancellationToken);
            var unused = await UnusedAsync(db, import, made, cancellationToken);
            (remove, keep) = (remove + unused.Count, keep + made.Count - unused.Count);
            after = made.Count < Step ? null : made[^1].Id;
        }
        while (after is not null);

        var changes = db.ImportChanges.Where(change => change.ImportId == import.Id);
        return new UndoPreview(
            remove, keep, await changes.LongCountAsync(change => change.Before != null, cancellationToken), await changes.LongCountAsync(change => change.IsJoined, cancellationToken));
    }

    /// <summary>Asks for the undoing of an import that has ended; false where it has not, or was asked for already.</summary>
    public static async Task<bool> BeginAsync(CarillonDb db, ImportId id, CancellationToken cancellationToken) => await db.ContactImports
        .Where(import => import.Id == id && Ended.Contains(import.Status) && !import.IsDryRun && import.UndoStatus == null)
        .ExecuteUpdateAsync(set => set.SetProperty(import => import.UndoStatus, UndoStatus.Running), cancellationToken) == 1;

    /// <inheritdoc/>
    public async Task RunAsync(string subject, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<ImportId>(subject, out var id))
        {
            return;
        }

        await using var db = database.OpenEverybody();
        var import = await db.ContactImports.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id && row.UndoStatus == UndoStatus.Running, cancellationToken);
        if (import is null)
        {
            return;
        }

        // Who goes away first: a person it made and changed would look touched once fields went back.
        ContactId? after = null;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            after = await RemoveSomeAsync(db, import, after, cancellationToken);
        }
        while (after is not null);

        while (await PutBackSomeAsync(db, import, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        while (await RevokeSomeAsync(db, import, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        var now = time.GetUtcNow().Stored();
        var kept = await db.Contacts.LongCountAsync(contact => contact.WorkspaceId == import.WorkspaceId && contact.ImportId == id, cancellationToken);
        await db.ContactImports.Where(row => row.Id == id && row.UndoStatus == UndoStatus.Running).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.UndoStatus, UndoStatus.Completed).SetProperty(row => row.UndoneAt, now).SetProperty(row => row.UndoKept, kept),
            cancellationToken);
    }

    private async Task<bool> PutBackSomeAsync(CarillonDb db, ContactImport import, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var changes = await db.ImportChanges.Where(change => change.ImportId == import.Id).OrderBy(change => change.ContactId).Take(Step).ToListAsync(cancellationToken);
        var ids = changes.ConvertAll(change => change.ContactId);
        var people = await db.Contacts.Where(contact => ids.Contains(contact.Id)).ToDictionaryAsync(contact => contact.Id, cancellationToken);
        var (restored, now) = (0L, time.GetUtcNow().Stored());
        foreach (var change in changes.Where(change => change is { Before: not null, After: not null } && people.ContainsKey(change.ContactId)))
        {
            // Both are there by the condition.
            if (ImportedFields.PutBack(people[change.ContactId], ImportedFields.Read(change.Before!), ImportedFields.Read(change.After!)))
            {
                people[change.ContactId].UpdatedAt = now;
                restored++;
            }
        }

        var joined = changes.Where(change => change.IsJoined).Select(change => change.ContactId).ToList();
        db.ImportChanges.RemoveRange(changes);
        await db.SaveChangesAsync(cancellationToken);
        await db.ListMembers.Where(member => member.ListId == import.ListId && joined.Contains(member.ContactId)).ExecuteDeleteAsync(cancellationToken);
        await db.ContactImports.Where(row => row.Id == import.Id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.UndoRestored, row => row.UndoRestored + restored), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return changes.Count == Step;
    }

    private async Task<ContactId?> RemoveSomeAsync(CarillonDb db, ContactImport import, ContactId? after, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var made = await MadeAsync(db, import, after, cancellationToken);
        await db.HoldContactsAsync([.. made.Select(person => person.Id)], cancellationToken);
        var unused = await UnusedAsync(db, import, made, cancellationToken);
        var removed = (long)await db.Contacts.Where(contact => unused.Contains(contact.Id)).ExecuteDeleteAsync(cancellationToken);
        await db.ListMembers.Where(member => unused.Contains(member.ContactId)).ExecuteDeleteAsync(cancellationToken);
        await db.ContactImports.Where(row => row.Id == import.Id).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.UndoRemoved, row => row.UndoRemoved + removed), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return made.Count < Step ? null : made[^1].Id;
    }

    /// <summary>Agreements that the import declared, and that nothing confirmed since, are taken back with it; the ledger tells so.</summary>
    private async Task<bool> RevokeSomeAsync(CarillonDb db, ContactImport import, CancellationToken cancellationToken)
    {
        var options = import.ReadOptions();
        var (since, until, source) = (import.StartedAt, import.FinishedAt, options.ConsentSource);
        if (source is null || since is null || until is null)
        {
            return false;
        }

        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var declared = await db.ConsentStates
            .Where(state => state.WorkspaceId == import.WorkspaceId && state.Channel == Channel.Sms && state.Purpose == Purpose.Marketing
                && state.Status == ConsentStatus.Subscribed && state.Source == source && state.ConfirmedAt >= since && state.ConfirmedAt <= until)
            .OrderBy(state => state.Phone).Take(Step).ToListAsync(cancellationToken);
        if (declared.Count == 0)
        {
            return false;
        }

        var now = time.GetUtcNow().Stored();
        declared.ForEach(state => state.Status = ConsentStatus.Unknown);
        var events = declared.ConvertAll(state => new ConsentEvent
        {
            Id = Id.New<ConsentEventId>(time),
            WorkspaceId = import.WorkspaceId,
            At = now,
            Phone = state.Phone,
            Channel = Channel.Sms,
            Kind = ConsentEventKind.Revoked,
            Method = ConsentMethod.Import,
            Text = $"The import of {import.FileName} was taken back.",
            Actor = options.Actor,
        });
        await ConsentLedger.AppendAsync(database, db, import.WorkspaceId, now, events, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return declared.Count == Step;
    }

    private static Task<List<MadePerson>> MadeAsync(CarillonDb db, ContactImport import, ContactId? after, CancellationToken cancellationToken)
    {
        var mark = after ?? default;
        return db.Contacts.Where(contact => contact.WorkspaceId == import.WorkspaceId && contact.ImportId == import.Id && contact.Id > mark)
            .OrderBy(contact => contact.Id).Take(Step).Select(contact => new MadePerson(contact.Id, contact.UpdatedAt)).ToListAsync(cancellationToken);
    }

    private async Task<List<ContactId>> UnusedAsync(CarillonDb db, ContactImport import, List<MadePerson> made, CancellationToken cancellationToken)
    {
        var untouched = made.Where(person => person.UpdatedAt <= (import.FinishedAt ?? person.UpdatedAt)).Select(person => person.Id).ToList();
        var elsewhere = await db.ListMembers.Where(member => untouched.Contains(member.ContactId) && member.ListId != import.ListId)
            .Select(member => member.ContactId).ToListAsync(cancellationToken);
        var used = elsewhere.ToHashSet();
        foreach (var source in records)
        {
            used.UnionWith(await source.KnownAsync(db, untouched, cancellationToken));
        }

        return [.. untouched.Where(id => !used.Contains(id))];
    }

    private sealed record MadePerson(ContactId Id, DateTimeOffset UpdatedAt);
}

/// <summary>What an undoing would do.</summary>
/// <param name="Remove">People it made whom nobody used or changed since: they go away.</param>
/// <param name="Keep">People it made who stay, because they were used or changed.</param>
/// <param name="Restore">People whose fields go back, where those still stand as the import left them.</param>
/// <param name="Leave">People who leave the list that the import put them on.</param>
public sealed record UndoPreview(long Remove, long Keep, long Restore, long Leave);
