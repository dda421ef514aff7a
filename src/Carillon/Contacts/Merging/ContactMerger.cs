using System.Text.Json;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Merging;

/// <summary>
/// Makes one person of two, and two of one again. Who stays keeps what they have and gains what the other knows more; messages
/// and conversations go along. Opt-outs and consent belong to the numbers and are not touched, so a merge lifts none. Parted
/// again, each takes the records of their own number; fields that were changed since the merge stay as they are.
/// </summary>
public sealed class ContactMerger(CarillonDb db, ContactDirectory directory, IEnumerable<IPersonalRecords> records, TimeProvider time)
{
    /// <summary>What a merge would make of the one who stays; changes nothing.</summary>
    public async Task<MergeOutcome> PreviewAsync(ContactId from, ContactId into, CancellationToken cancellationToken)
    {
        if (await FindAsync(from, cancellationToken) is not { } leaving)
        {
            return new MergeOutcome.NotFound();
        }

        if (await FindAsync(into, cancellationToken) is not { } staying || from == into)
        {
            return NotInto(from, into);
        }

        var counts = new Dictionary<string, int>();
        foreach (var source in records)
        {
            foreach (var (word, count) in await source.CountAsync(db, from, cancellationToken))
            {
                counts[word] = counts.GetValueOrDefault(word) + count;
            }
        }

        var after = (await StateAsync(staying, cancellationToken)).With(await StateAsync(leaving, cancellationToken));
        var shown = Detached(staying);
        after.PutOn(shown);
        var view = await directory.ViewAsync(shown, after.Lists, cancellationToken);
        db.ChangeTracker.Clear();
        return new MergeOutcome.Previewed(new MergePreview(view, counts));
    }

    /// <summary>Merges.</summary>
    public async Task<MergeOutcome> MergeAsync(ContactId from, ContactId into, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        await db.HoldContactsAsync([from, into], cancellationToken);
        if (await FindAsync(from, cancellationToken) is not { } leaving)
        {
            return new MergeOutcome.NotFound();
        }

        if (await FindAsync(into, cancellationToken) is not { } staying || from == into)
        {
            return NotInto(from, into);
        }

        var (one, other) = (await StateAsync(leaving, cancellationToken), await StateAsync(staying, cancellationToken));
        var after = other.With(one);
        var now = time.GetUtcNow().Stored();
        db.ChangeTracker.Clear();
        await db.Contacts.Where(row => row.Id == from).ExecuteDeleteAsync(cancellationToken);
        await db.ListMembers.Where(member => member.ContactId == from).ExecuteDeleteAsync(cancellationToken);
        await PutAsync(into, after, now, cancellationToken);
        foreach (var source in records)
        {
            await source.MoveAsync(db, from, into, null, cancellationToken);
        }

        var merge = new ContactMerge
        {
            Id = Id.New<ContactMergeId>(time),
            WorkspaceId = db.Workspace,
            FromId = from,
            IntoId = into,
            Before = JsonSerializer.Serialize(new MergeRecord(one, other, after), Conversions.Json),
            At = now,
        };
        db.ContactMerges.Add(merge);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return await DoneAsync(into, merge.Id, cancellationToken);
    }

    /// <summary>Parts two people again.</summary>
    public async Task<MergeOutcome> UndoAsync(ContactMergeId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.ContactMerges.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } merge)
        {
            return new MergeOutcome.NotFound();
        }

        await db.HoldContactsAsync([merge.IntoId], cancellationToken);
        if (merge.UndoneAt is not null || await FindAsync(merge.IntoId, cancellationToken) is not { } staying)
        {
            return new MergeOutcome.CannotUndo(merge.UndoneAt is not null ? "The two were parted already." : "The contact that stayed is not there any more.");
        }

        var record = merge.Record();
        var back = (await StateAsync(staying, cancellationToken)).Back(record.After, record.Into);
        if (record.From.Phone is { } number && (back.Phone == number || await IsTakenAsync(PhoneNumber.FromStored(number), merge.IntoId, cancellationToken)))
        {
            return new MergeOutcome.CannotUndo($"The number {number} belongs to somebody else by now.");
        }

        var now = time.GetUtcNow().Stored();
        db.ChangeTracker.Clear();
        await PutAsync(merge.IntoId, back, now, cancellationToken);
        await ReturnAsync(merge, record.From, now, cancellationToken);
        await db.ContactMerges.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.UndoneAt, now), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return await DoneAsync(merge.FromId, id, cancellationToken);
    }

    /// <summary>Merges, the newest first.</summary>
    public async Task<IReadOnlyList<ContactMerge>> ListAsync(ContactId? into, DateTimeOffset? beforeAt, ContactMergeId? beforeId, int most, CancellationToken cancellationToken)
    {
        var rows = db.ContactMerges.AsNoTracking().Where(row => into == null || row.IntoId == into);
        if (beforeAt is { } at && beforeId is { } before)
        {
            rows = rows.Where(row => row.At < at || (row.At == at && row.Id < before));
        }

        return await rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(most).ToListAsync(cancellationToken);
    }

    private async Task ReturnAsync(ContactMerge merge, PersonState from, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var returned = new Contact { Id = merge.FromId, WorkspaceId = db.Workspace, CreatedAt = from.CreatedAt, UpdatedAt = now };
        from.PutOn(returned);
        db.Contacts.Add(returned);
        var lists = await db.ContactLists.Where(list => from.Lists.Contains(list.Id) && list.Filter == null).Select(list => list.Id).ToListAsync(cancellationToken);
        db.ListMembers.AddRange(lists.Select(list => new ListMember { ListId = list, ContactId = merge.FromId, WorkspaceId = db.Workspace, AddedAt = now }));
        await db.SaveChangesAsync(cancellationToken);
        foreach (var source in records)
        {
            if (returned.Phone is { } phone)
            {
                await source.MoveAsync(db, merge.IntoId, merge.FromId, phone, cancellationToken);
            }
        }
    }

    private async Task PutAsync(ContactId id, PersonState state, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var contact = await db.Contacts.SingleAsync(row => row.Id == id, cancellationToken);
        state.PutOn(contact);
        contact.UpdatedAt = now;
        var present = await db.ListMembers.Where(member => member.ContactId == id).ToListAsync(cancellationToken);
        db.ListMembers.RemoveRange(present.Where(member => !state.Lists.Contains(member.ListId)));
        var missing = state.Lists.Except(present.Select(member => member.ListId)).ToList();
        await db.HoldListsAsync(missing, cancellationToken);
        var existing = await db.ContactLists.Where(list => missing.Contains(list.Id) && list.Filter == null).Select(list => list.Id).ToListAsync(cancellationToken);
        db.ListMembers.AddRange(existing.Select(list => new ListMember { ListId = list, ContactId = id, WorkspaceId = db.Workspace, AddedAt = now }));
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private Task<bool> IsTakenAsync(PhoneNumber number, ContactId except, CancellationToken cancellationToken) =>
        db.Contacts.AnyAsync(row => row.Phone == number && row.Id != except, cancellationToken);

    private async Task<MergeOutcome> DoneAsync(ContactId contact, ContactMergeId merge, CancellationToken cancellationToken) =>
        await directory.FindAsync(contact, cancellationToken) is { } view ? new MergeOutcome.Done(view, merge) : new MergeOutcome.NotFound();

    private Task<Contact?> FindAsync(ContactId id, CancellationToken cancellationToken) =>
        db.Contacts.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);

    private async Task<PersonState> StateAsync(Contact contact, CancellationToken cancellationToken) => PersonState.Of(
        contact, await db.ListMembers.Where(member => member.ContactId == contact.Id).Select(member => member.ListId).ToListAsync(cancellationToken));

    private static Contact Detached(Contact contact) =>
        new() { Id = contact.Id, WorkspaceId = contact.WorkspaceId, CreatedAt = contact.CreatedAt, UpdatedAt = contact.UpdatedAt };

    private static MergeOutcome.Invalid NotInto(ContactId from, ContactId into) =>
        new(FieldErrors.Of("into", from == into ? "A contact cannot go into itself." : $"There is no contact {into}."));
}

/// <summary>What a merge would do.</summary>
/// <param name="Contact">The one who stays, as they would be.</param>
/// <param name="Moved">How many records go along, by kind.</param>
public sealed record MergePreview(ContactView Contact, IReadOnlyDictionary<string, int> Moved);

/// <summary>What came of a merge or its undoing.</summary>
public abstract record MergeOutcome
{
    private MergeOutcome()
    {
    }

    /// <summary>It is done.</summary>
    /// <param name="Contact">The one who stayed; after an undoing, the one who is there again.</param>
    /// <param name="Merge">By which it can be undone.</param>
    public sealed record Done(ContactView Contact, ContactMergeId Merge) : MergeOutcome;

    /// <summary>A look at what would be done.</summary>
    public sealed record Previewed(MergePreview Preview) : MergeOutcome;

    /// <summary>There is no such contact, or merge, here.</summary>
    public sealed record NotFound : MergeOutcome;

    /// <summary>It cannot be undone any more.</summary>
    public sealed record CannotUndo(string Why) : MergeOutcome;

    /// <summary>Fields cannot be taken as given.</summary>
    public sealed record Invalid(FieldErrors Errors) : MergeOutcome;
}
