using System.Text.Json;
using Carillon.Cluster;
using Carillon.Contacts.Merging;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Bulk;

/// <summary>
/// Works on changes of many people: settles once whom they mean, then takes some of them at a time, each step committed with the
/// counts, so that one that dies goes on where it was. Taking back goes the same way; of who was removed, those come back whose
/// number nobody else has by now.
/// </summary>
public sealed class BulkWork(Database database, ContactSources sources, TimeProvider time) : IJobKind
{
    /// <summary>The kind under which signals wake it.</summary>
    public const string KindName = "bulk-change";

    private const int Step = 500;
    private static readonly BulkStatus[] Open = [BulkStatus.Queued, BulkStatus.Running, BulkStatus.Undoing];

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var due = await db.BulkChanges.Where(change => Open.Contains(change.Status)).OrderBy(change => change.CreatedAt).Select(change => change.Id).Take(100).ToListAsync(cancellationToken);
        return [.. due.Select(id => id.ToString())];
    }

    /// <inheritdoc/>
    public async Task RunAsync(string subject, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<BulkChangeId>(subject, out var id))
        {
            return;
        }

        BulkChange? change;
        await using (var everybody = database.OpenEverybody())
        {
            change = await everybody.BulkChanges.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        }

        while (change is not null && Open.Contains(change.Status))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var db = database.Open(WorkspaceScope.Of(change.WorkspaceId));
            await (change.Status switch
            {
                BulkStatus.Queued => SettleSomeAsync(db, change, cancellationToken),
                BulkStatus.Running => DoSomeAsync(db, change, cancellationToken),
                BulkStatus.Undoing => UndoSomeAsync(db, change, cancellationToken),
                BulkStatus.Completed or BulkStatus.Undone => Task.CompletedTask,
                _ => throw new InvalidOperationException($"No such status: {change.Status}."),
            });
            db.ChangeTracker.Clear();
            change = await db.BulkChanges.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        }

        if (change is not null)
        {
            await ForgetAsync(change.WorkspaceId, cancellationToken);
        }
    }

    /// <summary>Writes down the next people whom it means; who comes or goes afterwards changes nothing in that.</summary>
    private async Task SettleSomeAsync(CarillonDb db, BulkChange change, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var last = await db.BulkChangeRows.Where(row => row.ChangeId == change.Id).OrderByDescending(row => row.ContactId).Select(row => (ContactId?)row.ContactId).FirstOrDefaultAsync(cancellationToken);
        var meant = await change.Selection.PeopleAsync(db, sources, cancellationToken);
        if (last is { } mark)
        {
            meant = meant.Where(contact => contact.Id > mark);
        }

        var page = await meant.OrderBy(contact => contact.Id).Take(Step).Select(contact => contact.Id).ToListAsync(cancellationToken);
        db.AddRange(page.Select(contact => new BulkChangeRow { ChangeId = change.Id, ContactId = contact, WorkspaceId = change.WorkspaceId }));
        await db.SaveChangesAsync(cancellationToken);
        var next = page.Count < Step ? BulkStatus.Running : BulkStatus.Queued;
        await db.BulkChanges.Where(row => row.Id == change.Id && row.Status == BulkStatus.Queued).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.Total, row => row.Total + page.Count).SetProperty(row => row.Status, next), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task DoSomeAsync(CarillonDb db, BulkChange change, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var rows = await db.BulkChangeRows.Where(row => row.ChangeId == change.Id && !row.IsDone).OrderBy(row => row.ContactId).Take(Step).ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(row => row.ContactId);
        await db.HoldContactsAsync(ids, cancellationToken);
        var people = await db.Contacts.Where(contact => ids.Contains(contact.Id)).ToDictionaryAsync(contact => contact.Id, cancellationToken);
        var changed = change.Action switch
        {
            BulkAction.AddTag or BulkAction.RemoveTag => Tag(people, change.TagName ?? "", change.Action is BulkAction.AddTag),
            BulkAction.AddToList => await JoinAsync(db, change, [.. people.Keys], cancellationToken),
            BulkAction.RemoveFromList => await LeaveAsync(db, change.ListId, [.. people.Keys], cancellationToken),
            BulkAction.Delete => await RemoveAsync(db, people, rows, cancellationToken),
            _ => throw new InvalidOperationException($"No such action: {change.Action}."),
        };
        foreach (var row in rows)
        {
            (row.IsDone, row.IsChanged) = (true, changed.Contains(row.ContactId));
        }

        await db.SaveChangesAsync(cancellationToken);
        var now = time.GetUtcNow().Stored();
        await db.BulkChanges.Where(row => row.Id == change.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Done, row => row.Done + rows.Count)
                .SetProperty(row => row.Changed, row => row.Changed + changed.Count)
                .SetProperty(row => row.Status, rows.Count < Step ? BulkStatus.Completed : BulkStatus.Running)
                .SetProperty(row => row.FinishedAt, row => rows.Count < Step ? now : row.FinishedAt),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task UndoSomeAsync(CarillonDb db, BulkChange change, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var rows = await db.BulkChangeRows.Where(row => row.ChangeId == change.Id && row.IsChanged && row.Return == null).OrderBy(row => row.ContactId).Take(Step).ToListAsync(cancellationToken);
        var ids = rows.ConvertAll(row => row.ContactId);
        await db.HoldContactsAsync(ids, cancellationToken);
        var people = await db.Contacts.Where(contact => ids.Contains(contact.Id)).ToDictionaryAsync(contact => contact.Id, cancellationToken);
        var restored = change.Action switch
        {
            BulkAction.AddTag or BulkAction.RemoveTag => Tag(people, change.TagName ?? "", change.Action is BulkAction.RemoveTag),
            BulkAction.AddToList => await LeaveAsync(db, change.ListId, [.. people.Keys], cancellationToken),
            BulkAction.RemoveFromList => await JoinAsync(db, change, [.. people.Keys], cancellationToken),
            BulkAction.Delete => await ReturnAsync(db, change, rows, people, cancellationToken),
            _ => throw new InvalidOperationException($"No such action: {change.Action}."),
        };
        foreach (var row in rows)
        {
            (row.Return, row.Before) = (restored.Contains(row.ContactId) ? BulkReturn.Restored : BulkReturn.Stayed, null);
        }

        await db.SaveChangesAsync(cancellationToken);
        var now = time.GetUtcNow().Stored();
        await db.BulkChanges.Where(row => row.Id == change.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Restored, row => row.Restored + restored.Count)
                .SetProperty(row => row.Status, rows.Count < Step ? BulkStatus.Undone : BulkStatus.Undoing)
                .SetProperty(row => row.UndoneAt, row => rows.Count < Step ? now : row.UndoneAt),
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private HashSet<ContactId> Tag(Dictionary<ContactId, Contact> people, string tag, bool isAdded)
    {
        var changed = new HashSet<ContactId>();
        var now = time.GetUtcNow().Stored();
        foreach (var contact in people.Values)
        {
            var has = contact.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase);
            if (has == isAdded || (isAdded && contact.Tags.Count >= ContactRules.MostTags))
            {
                continue;
            }

            contact.Tags = isAdded ? [.. contact.Tags, tag] : contact.Tags.FindAll(other => !string.Equals(other, tag, StringComparison.OrdinalIgnoreCase));
            contact.UpdatedAt = now;
            changed.Add(contact.Id);
        }

        return changed;
    }

    private async Task<HashSet<ContactId>> JoinAsync(CarillonDb db, BulkChange change, List<ContactId> people, CancellationToken cancellationToken)
    {
        if (change.ListId is not { } list || await db.HoldListsAsync([list], cancellationToken) == 0)
        {
            return [];
        }

        var present = await db.ListMembers.Where(member => member.ListId == list && people.Contains(member.ContactId)).Select(member => member.ContactId).ToListAsync(cancellationToken);
        var now = time.GetUtcNow().Stored();
        var joining = people.Except(present).ToHashSet();
        db.AddRange(joining.Select(contact => new ListMember { ListId = list, ContactId = contact, WorkspaceId = change.WorkspaceId, AddedAt = now }));
        return joining;
    }

    private static async Task<HashSet<ContactId>> LeaveAsync(CarillonDb db, ContactListId? list, List<ContactId> people, CancellationToken cancellationToken)
    {
        var members = await db.ListMembers.Where(member => member.ListId == list && people.Contains(member.ContactId)).ToListAsync(cancellationToken);
        db.RemoveRange(members);
        return [.. members.Select(member => member.ContactId)];
    }

    private static async Task<HashSet<ContactId>> RemoveAsync(CarillonDb db, Dictionary<ContactId, Contact> people, List<BulkChangeRow> rows, CancellationToken cancellationToken)
    {
        var ids = people.Keys.ToList();
        var members = await db.ListMembers.Where(member => ids.Contains(member.ContactId)).ToListAsync(cancellationToken);
        var lists = members.ToLookup(member => member.ContactId, member => member.ListId);
        foreach (var row in rows.Where(row => people.ContainsKey(row.ContactId)))
        {
            row.Before = JsonSerializer.Serialize(PersonState.Of(people[row.ContactId], lists[row.ContactId]), Conversions.Json);
        }

        db.RemoveRange(members);
        db.RemoveRange(people.Values);
        return [.. ids];
    }

    private async Task<HashSet<ContactId>> ReturnAsync(
        CarillonDb db, BulkChange change, List<BulkChangeRow> rows, Dictionary<ContactId, Contact> present, CancellationToken cancellationToken)
    {
        var states = rows.Where(row => row.Before is not null && !present.ContainsKey(row.ContactId))
            .Select(row => (row.ContactId, State: JsonSerializer.Deserialize<PersonState>(row.Before ?? "", Conversions.Json) ?? throw new InvalidOperationException("A person without fields."))).ToList();
        var phones = states.Where(one => one.State.Phone is not null).Select(one => (PhoneNumber?)PhoneNumber.FromStored(one.State.Phone ?? "")).ToList();
        var taken = (await db.Contacts.Where(contact => phones.Contains(contact.Phone)).Select(contact => contact.Phone).ToListAsync(cancellationToken)).Select(phone => phone?.E164).ToHashSet();
        var back = states.FindAll(one => one.State.Phone is null || !taken.Contains(one.State.Phone));
        var wanted = back.SelectMany(one => one.State.Lists).Distinct().ToList();
        await db.HoldListsAsync(wanted, cancellationToken);
        var lists = (await db.ContactLists.Where(list => wanted.Contains(list.Id) && list.Filter == null).Select(list => list.Id).ToListAsync(cancellationToken)).ToHashSet();
        var now = time.GetUtcNow().Stored();
        foreach (var (id, state) in back)
        {
            var contact = new Contact { Id = id, WorkspaceId = change.WorkspaceId, CreatedAt = state.CreatedAt, UpdatedAt = now };
            state.PutOn(contact);
            db.Add(contact);
            db.AddRange(state.Lists.Where(lists.Contains).Select(list => new ListMember { ListId = list, ContactId = id, WorkspaceId = change.WorkspaceId, AddedAt = now }));
        }

        return [.. back.Select(one => one.ContactId)];
    }

    /// <summary>What can no more be taken back is not kept: it is personal data.</summary>
    private async Task ForgetAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - BulkDesk.Undoable;
        await using var db = database.Open(WorkspaceScope.Of(workspace));
        var old = db.BulkChanges.Where(change => change.CreatedAt < before && !Open.Contains(change.Status)).Select(change => change.Id);
        await db.BulkChangeRows.Where(row => row.Before != null && old.Contains(row.ChangeId)).ExecuteUpdateAsync(set => set.SetProperty(row => row.Before, (string?)null), cancellationToken);
    }
}
