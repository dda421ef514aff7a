using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts;

/// <summary>Lists of people: making, naming, filling and removing them. Removing a list removes nobody.</summary>
public sealed class ListBook(CarillonDb db, TimeProvider time)
{
    private const int MostInName = 200;
    private const int MostInDescription = 1000;

    /// <summary>One list; null when there is none here.</summary>
    public async Task<ContactListView?> FindAsync(ContactListId id, CancellationToken cancellationToken) =>
        await Views(db.ContactLists.Where(list => list.Id == id)).FirstOrDefaultAsync(cancellationToken);

    /// <summary>A page of lists by name, after a name.</summary>
    public async Task<IReadOnlyList<ContactListView>> ListAsync(string? afterName, int most, CancellationToken cancellationToken)
    {
        var lists = db.ContactLists.AsQueryable();
        if (afterName is not null)
        {
            lists = lists.Where(list => list.Name.CompareTo(afterName) > 0);
        }

        return await Views(lists.OrderBy(list => list.Name).Take(most)).ToListAsync(cancellationToken);
    }

    /// <summary>Names alone, in their order: for pages that show people, since counting the members of every list takes longer than the page.</summary>
    public async Task<IReadOnlyList<ListName>> NamesAsync(int most, CancellationToken cancellationToken) =>
        await db.ContactLists.AsNoTracking().OrderBy(list => list.Name).Take(most).Select(list => new ListName(list.Id, list.Name)).ToListAsync(cancellationToken);

    /// <summary>How many lists there are.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) => db.ContactLists.LongCountAsync(cancellationToken);

    /// <summary>Makes a list.</summary>
    public async Task<ListOutcome> AddAsync(string? name, string? description, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var list = new ContactList
        {
            Id = Id.New<ContactListId>(time),
            WorkspaceId = db.Workspace,
            Name = CheckedName(name, errors),
            Description = CheckedDescription(description, errors),
            CreatedAt = time.GetUtcNow().Stored(),
        };
        return errors.IsEmpty ? await StoreAsync(list, isNew: true, cancellationToken) : new ListOutcome.Invalid(errors);
    }

    /// <summary>Renames or describes a list.</summary>
    public async Task<ListOutcome> ChangeAsync(ContactListId id, Given<string?> name, Given<string?> description, CancellationToken cancellationToken)
    {
        var list = await db.ContactLists.FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (list is null)
        {
            return new ListOutcome.NotFound();
        }

        var errors = new FieldErrors();
        list.Name = name.IsGiven ? CheckedName(name.Value, errors) : list.Name;
        list.Description = description.IsGiven ? CheckedDescription(description.Value, errors) : list.Description;
        if (!errors.IsEmpty)
        {
            db.ChangeTracker.Clear();
            return new ListOutcome.Invalid(errors);
        }

        return await StoreAsync(list, isNew: false, cancellationToken);
    }

    /// <summary>Removes a list.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(ContactListId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var removed = await db.ContactLists.Where(list => list.Id == id).ExecuteDeleteAsync(cancellationToken);
        await db.ListMembers.Where(member => member.ListId == id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return removed > 0;
    }

    /// <summary>Puts people on a list; who is on it already stays. Nobody is added when one of them is unknown.</summary>
    public async Task<ListOutcome> AddMembersAsync(ContactListId id, IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.HoldListsAsync([id], cancellationToken) == 0)
        {
            return new ListOutcome.NotFound();
        }

        var wanted = contacts.Distinct().ToList();
        await db.HoldContactsAsync(wanted, cancellationToken);
        if (await UnknownAsync(wanted, cancellationToken) is { IsEmpty: false } errors)
        {
            return new ListOutcome.Invalid(errors);
        }

        var present = await db.ListMembers.Where(member => member.ListId == id && wanted.Contains(member.ContactId)).Select(member => member.ContactId).ToListAsync(cancellationToken);
        var now = time.GetUtcNow().Stored();
        db.ListMembers.AddRange(wanted.Except(present).Select(contact =>
            new ListMember { ListId = id, ContactId = contact, WorkspaceId = db.Workspace, AddedAt = now }));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await SavedAsync(id, cancellationToken);
    }

    /// <summary>Takes people off a list; who is not on it changes nothing. Nobody is taken off when one of them is unknown.</summary>
    public async Task<ListOutcome> RemoveMembersAsync(ContactListId id, IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await FindAsync(id, cancellationToken) is null)
        {
            return new ListOutcome.NotFound();
        }

        var unwanted = contacts.Distinct().ToList();
        if (await UnknownAsync(unwanted, cancellationToken) is { IsEmpty: false } errors)
        {
            return new ListOutcome.Invalid(errors);
        }

        await db.ListMembers.Where(member => member.ListId == id && unwanted.Contains(member.ContactId)).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await SavedAsync(id, cancellationToken);
    }

    private async Task<FieldErrors> UnknownAsync(List<ContactId> contacts, CancellationToken cancellationToken)
    {
        var found = await db.Contacts.Where(contact => contacts.Contains(contact.Id)).Select(contact => contact.Id).ToListAsync(cancellationToken);
        var errors = new FieldErrors();
        var known = found.ToHashSet();
        for (var i = 0; i < contacts.Count; i++)
        {
            if (!known.Contains(contacts[i]))
            {
                errors.Add($"contactIds[{i}]", $"There is no contact {contacts[i]}.");
            }
        }

        return errors;
    }

    private async Task<ListOutcome> StoreAsync(ContactList list, bool isNew, CancellationToken cancellationToken)
    {
        if (await db.ContactLists.AnyAsync(other => other.Name == list.Name && other.Id != list.Id, cancellationToken))
        {
            db.ChangeTracker.Clear();
            return new ListOutcome.Invalid(FieldErrors.Of("name", "There is a list of this name already."));
        }

        if (isNew)
        {
            db.ContactLists.Add(list);
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return await SavedAsync(list.Id, cancellationToken);
    }

    private async Task<ListOutcome> SavedAsync(ContactListId id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } view ? new ListOutcome.Saved(view) : new ListOutcome.NotFound();

    private IQueryable<ContactListView> Views(IQueryable<ContactList> lists)
    {
        var members = db.ListMembers;
        return lists.AsNoTracking().Select(list =>
            new ContactListView(list.Id, list.Name, list.Description, members.LongCount(member => member.ListId == list.Id), list.CreatedAt));
    }

    private static string CheckedName(string? name, FieldErrors errors)
    {
        var text = name?.Trim() ?? "";
        if (text.Length is 0 or > MostInName || text.Contains('\0', StringComparison.Ordinal))
        {
            errors.Add("name", $"A list needs a name of at most {MostInName} characters.");
        }

        return text;
    }

    private static string? CheckedDescription(string? description, FieldErrors errors)
    {
        var text = description?.Trim();
        if (text?.Length > MostInDescription || text?.Contains('\0', StringComparison.Ordinal) is true)
        {
            errors.Add("description", $"A description has at most {MostInDescription} characters.");
        }

        return string.IsNullOrEmpty(text) ? null : text;
    }
}

/// <summary>A list as people and programs see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="MemberCount">How many people are on it.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ContactListView(ContactListId Id, string Name, string? Description, long MemberCount, DateTimeOffset CreatedAt);

/// <summary>What became of a change to a list.</summary>
public abstract record ListOutcome
{
    private ListOutcome()
    {
    }

    /// <summary>It was made.</summary>
    /// <param name="List">The list as it is now.</param>
    public sealed record Saved(ContactListView List) : ListOutcome;

    /// <summary>There is no such list here.</summary>
    public sealed record NotFound : ListOutcome;

    /// <summary>Fields cannot be taken as given.</summary>
    /// <param name="Errors">By the field's name at the edge, what is wrong with it.</param>
    public sealed record Invalid(FieldErrors Errors) : ListOutcome;
}

/// <summary>A list's name.</summary>
public sealed record ListName(ContactListId Id, string Name);
