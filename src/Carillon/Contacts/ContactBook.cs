using Carillon.Access;
using Carillon.Compliance.Erasure;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts;

/// <summary>
/// Adding, changing and removing people. A number belongs to one contact of a workspace; the unique index has the last word
/// when two come at once. Removing a person never touches what is known of the number: suppressions and consent stay.
/// </summary>
public sealed class ContactBook(CarillonDb db, ContactDirectory directory, TimeProvider time, ErasedNumbers? erased = null)
{
    /// <summary>Adds a person: a number or an e-mail address must be given.</summary>
    public Task<ContactOutcome> AddAsync(ContactChange change, CancellationToken cancellationToken) => OnceMoreAsync(
        async () =>
        {
            await using var transaction = await db.BeginWriteAsync(cancellationToken);
            var now = time.GetUtcNow().Stored();
            var contact = new Contact { Id = Id.New<ContactId>(time), WorkspaceId = db.Workspace, CreatedAt = now, UpdatedAt = now };
            return await CommitAsync(transaction, await SaveAsync(contact, change, isNew: true, cancellationToken), cancellationToken);
        });

    /// <summary>Changes a person.</summary>
    public Task<ContactOutcome> ChangeAsync(ContactId id, ContactChange change, CancellationToken cancellationToken) => OnceMoreAsync(
        async () =>
        {
            await using var transaction = await db.BeginWriteAsync(cancellationToken);
            var contact = await db.Contacts.FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
            if (contact is null)
            {
                return new ContactOutcome.NotFound();
            }

            contact.UpdatedAt = time.GetUtcNow().Stored();
            return await CommitAsync(transaction, await SaveAsync(contact, change, isNew: false, cancellationToken), cancellationToken);
        });

    /// <summary>Removes a person from the contacts and from every list.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(ContactId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var removed = await db.Contacts.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
        await db.ListMembers.Where(member => member.ContactId == id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return removed > 0;
    }

    private static async Task<ContactOutcome> CommitAsync(WriteTransaction transaction, ContactOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome is ContactOutcome.Saved)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return outcome;
    }

    private async Task<ContactOutcome> SaveAsync(Contact contact, ContactChange change, bool isNew, CancellationToken cancellationToken)
    {
        var region = await db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).FirstOrDefaultAsync(cancellationToken) ?? "US";
        var errors = ContactFields.Set(contact, change, region);
        await SetListsAsync(contact, change.Lists, errors, cancellationToken);
        if (!errors.IsEmpty)
        {
            db.ChangeTracker.Clear();
            return new ContactOutcome.Invalid(errors);
        }

        if (contact.Phone is { } phone && await OwnerAsync(phone, contact.Id, cancellationToken) is { } owner)
        {
            db.ChangeTracker.Clear();
            return new ContactOutcome.PhoneInUse(owner);
        }

        return await StoreAsync(contact, isNew, cancellationToken);
    }

    private async Task<ContactOutcome> StoreAsync(Contact contact, bool isNew, CancellationToken cancellationToken)
    {
        if (isNew)
        {
            db.Contacts.Add(contact);
        }

        await db.SaveChangesAsync(cancellationToken);
        if (erased is not null && contact.Phone is { } phone)
        {
            await erased.ReturnAsync(db, db.Workspace, [phone], cancellationToken);
        }

        db.ChangeTracker.Clear();
        var view = await directory.FindAsync(contact.Id, cancellationToken);
        return view is null ? new ContactOutcome.NotFound() : new ContactOutcome.Saved(view);
    }

    /// <summary>Somebody may store the number between our look and our write: the second look finds them.</summary>
    private async Task<ContactOutcome> OnceMoreAsync(Func<Task<ContactOutcome>> save)
    {
        try
        {
            return await save();
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return await save();
        }
    }

    private async Task<ContactId?> OwnerAsync(PhoneNumber phone, ContactId except, CancellationToken cancellationToken) =>
        await db.Contacts.Where(row => row.Phone == phone && row.Id != except).Select(row => (ContactId?)row.Id).FirstOrDefaultAsync(cancellationToken);

    private async Task SetListsAsync(Contact contact, Given<IReadOnlyList<ContactListId>?> lists, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (!lists.IsGiven)
        {
            return;
        }

        var wanted = (lists.Value ?? []).Distinct().ToList();
        await db.HoldListsAsync(wanted, cancellationToken);
        var found = await db.ContactLists.Where(list => wanted.Contains(list.Id) && list.Filter == null).Select(list => list.Id).ToListAsync(cancellationToken);
        foreach (var other in wanted.Except(found))
        {
            errors.Add("lists", await db.WhyNotJoinAsync(other, cancellationToken) ?? $"There is no list {other}.");
        }

        var members = await db.ListMembers.Where(member => member.ContactId == contact.Id).ToListAsync(cancellationToken);
        db.ListMembers.RemoveRange(members.Where(member => !wanted.Contains(member.ListId)));
        var now = time.GetUtcNow().Stored();
        db.ListMembers.AddRange(found.Except(members.Select(member => member.ListId)).Select(list =>
            new ListMember { ListId = list, ContactId = contact.Id, WorkspaceId = db.Workspace, AddedAt = now }));
    }
}
