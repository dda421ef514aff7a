using System.Text.Json;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts;

/// <summary>
/// Lists of people: making, naming, filling and removing them. Removing a list removes nobody. Filters of lists change one after the other, so that no
/// two of them can make a circle between the look and the write.
/// </summary>
public sealed class ListBook(CarillonDb db, IFilteredPeople filtered, ICampaignUses uses, TimeProvider time)
{
    private const int MostInName = 200;
    private const int MostInDescription = 1000;

    /// <summary>One list; null when there is none here.</summary>
    public async Task<ContactListView?> FindAsync(ContactListId id, CancellationToken cancellationToken) =>
        await Views(db.ContactLists.Where(list => list.Id == id)).FirstOrDefaultAsync(cancellationToken) is { } view ? await CountedAsync(view, cancellationToken) : null;

    /// <summary>A list with the number of people on it now: those of a filter are counted by asking it of everybody.</summary>
    public async Task<ContactListView> CountedAsync(ContactListView list, CancellationToken cancellationToken)
    {
        if (list.MemberCount is not null)
        {
            return list;
        }

        var counts = await db.AskOfAllAsync<Contact, long>(
            async (part, people) => await people.Where(await filtered.OnListAsync(part, list.Id, cancellationToken)).LongCountAsync(cancellationToken), cancellationToken);
        return list with { MemberCount = counts.Sum() };
    }

    /// <summary>A page of lists by name, after a name; lists by filter come without their count.</summary>
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
        await db.ContactLists.AsNoTracking().OrderBy(list => list.Name).Take(most).Select(list => new ListName(list.Id, list.Name, list.Filter != null)).ToListAsync(cancellationToken);

    /// <summary>How many lists there are.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) => db.ContactLists.LongCountAsync(cancellationToken);

    /// <summary>Makes a list that people are put on.</summary>
    public Task<ListOutcome> AddAsync(string? name, string? description, CancellationToken cancellationToken) => AddAsync(name, description, filter: null, cancellationToken);

    /// <summary>Makes a list.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="filter">Who is on it; null: whoever is put on it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ListOutcome> AddAsync(string? name, string? description, JsonElement? filter, CancellationToken cancellationToken)
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
        return await StoreNewAsync(list, Tree(filter), errors, cancellationToken) ?? await SavedAsync(list.Id, cancellationToken);
    }

    /// <summary>Renames or describes a list.</summary>
    public Task<ListOutcome> ChangeAsync(ContactListId id, Given<string?> name, Given<string?> description, CancellationToken cancellationToken) =>
        ChangeAsync(id, name, description, default, cancellationToken);

    /// <summary>Renames or describes a list, or lets another filter or none say who is on it.</summary>
    /// <param name="id">The list.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="filter">Who is on it: a list that people are put on takes one only while nobody is on it and nothing puts people on it; null keeps those who match now.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ListOutcome> ChangeAsync(ContactListId id, Given<string?> name, Given<string?> description, Given<JsonElement?> filter, CancellationToken cancellationToken) =>
        await StoreChangeAsync(id, name, description, filter, cancellationToken) ?? await SavedAsync(id, cancellationToken);

    /// <summary>Removes a list, unless something means people by it: whom it leaves out would be meant, and whom it means left out.</summary>
    public async Task<Removal> RemoveAsync(ContactListId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await uses.OfListAsync(db, id, cancellationToken) is { } campaign)
        {
            return new Removal.InUse($"The campaign “{campaign}” means or leaves out this list. Change or cancel the campaign first.");
        }

        if (await filtered.NamedByAsync(db, id, cancellationToken) is { } filter)
        {
            return new Removal.InUse($"The filter of {filter} names this list. Change it first.");
        }

        var removed = await db.ContactLists.Where(list => list.Id == id).ExecuteDeleteAsync(cancellationToken);
        await db.ListMembers.Where(member => member.ListId == id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return removed > 0 ? new Removal.Done() : new Removal.NotFound();
    }

    /// <summary>Puts people on a list; who is on it already stays. Nobody is added when one of them is unknown.</summary>
    public async Task<ListOutcome> AddMembersAsync(ContactListId id, IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.HoldListsAsync([id], cancellationToken) == 0)
        {
            return await NotByHandAsync(id, cancellationToken);
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
        if (!await db.ContactLists.AnyAsync(list => list.Id == id && list.Filter == null, cancellationToken))
        {
            return await NotByHandAsync(id, cancellationToken);
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

    private async Task<ListOutcome?> StoreNewAsync(ContactList list, JsonElement? filter, FieldErrors errors, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (filter is { } tree)
        {
            await HoldFiltersAsync(cancellationToken);
            await filtered.CheckAsync(db, list.Id, tree, errors, cancellationToken);
            list.Filter = tree.GetRawText();
        }

        return errors.IsEmpty ? await StoreAsync(transaction, list, isNew: true, cancellationToken) : new ListOutcome.Invalid(errors);
    }

    private async Task<ListOutcome?> StoreChangeAsync(
        ContactListId id, Given<string?> name, Given<string?> description, Given<JsonElement?> filter, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (filter.IsGiven)
        {
            await HoldFiltersAsync(cancellationToken);
            await db.HoldListsAsync([id], cancellationToken);
        }

        if (await db.ContactLists.FirstOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } list)
        {
            return new ListOutcome.NotFound();
        }

        var errors = new FieldErrors();
        list.Name = name.IsGiven ? CheckedName(name.Value, errors) : list.Name;
        list.Description = description.IsGiven ? CheckedDescription(description.Value, errors) : list.Description;
        var refusal = filter.IsGiven ? await TurnAsync(list, Tree(filter.Value), errors, cancellationToken) : null;
        if (!errors.IsEmpty || refusal is not null)
        {
            db.ChangeTracker.Clear();
            return errors.IsEmpty && refusal is not null ? refusal : new ListOutcome.Invalid(errors);
        }

        return await StoreAsync(transaction, list, isNew: false, cancellationToken);
    }

    private async Task<ListOutcome> NotByHandAsync(ContactListId id, CancellationToken cancellationToken) =>
        await db.ContactLists.Where(list => list.Id == id).Select(list => list.Name).FirstOrDefaultAsync(cancellationToken) is { } name
            ? new ListOutcome.Refused("list-dynamic", ContactList.KeptByFilter(name))
            : new ListOutcome.NotFound();

    /// <summary>Gives the list its new filter, or those whom its old one means now.</summary>
    /// <returns>Why not; null: it is done, or the errors say why not.</returns>
    private async Task<ListOutcome.Refused?> TurnAsync(ContactList list, JsonElement? filter, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (filter is { } tree)
        {
            await filtered.CheckAsync(db, list.Id, tree, errors, cancellationToken);
            var refusal = errors.IsEmpty && list.Filter is null ? await new ListTurn(db).WhyStaticAsync(list, cancellationToken) : null;
            list.Filter = tree.GetRawText();
            return refusal;
        }

        return list.Filter is null || !errors.IsEmpty ? null : await new ListTurn(db).KeepAsync(list, filtered, time.GetUtcNow().Stored(), cancellationToken);
    }

    /// <summary>Filters of the workspace change one after the other from here on, until the transaction ends.</summary>
    private Task<int> HoldFiltersAsync(CancellationToken cancellationToken) =>
        db.Workspaces.Where(row => row.Id == db.Workspace).ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedAt, row => row.CreatedAt), cancellationToken);

    private static JsonElement? Tree(JsonElement? filter) => filter is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } tree ? tree : null;

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

    /// <returns>Why not; null: it is stored.</returns>
    private async Task<ListOutcome?> StoreAsync(WriteTransaction transaction, ContactList list, bool isNew, CancellationToken cancellationToken)
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
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return null;
    }

    private async Task<ListOutcome> SavedAsync(ContactListId id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } view ? new ListOutcome.Saved(view) : new ListOutcome.NotFound();

    private IQueryable<ContactListView> Views(IQueryable<ContactList> lists)
    {
        var members = db.ListMembers;
        return lists.AsNoTracking().Select(list =>
            new ContactListView(
                list.Id, list.Name, list.Description, list.Filter == null ? members.LongCount(member => member.ListId == list.Id) : null, list.CreatedAt, list.Filter));
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
/// <param name="MemberCount">How many people are on it; null: its filter was not asked.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Filter">The filter that says who is on it, JSON; null: people are put on it.</param>
public sealed record ContactListView(ContactListId Id, string Name, string? Description, long? MemberCount, DateTimeOffset CreatedAt, string? Filter)
{
    /// <summary>How it is kept.</summary>
    public ContactListKind Kind => Filter is null ? ContactListKind.Static : ContactListKind.Dynamic;

    /// <summary>Whether its filter says who is on it.</summary>
    public bool IsDynamic => Filter is not null;
}

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

    /// <summary>The list is not of the kind, or not in the state, that allows it.</summary>
    /// <param name="Code">Which of the reasons, for programs.</param>
    /// <param name="Why">For people.</param>
    public sealed record Refused(string Code, string Why) : ListOutcome;

    /// <summary>Fields cannot be taken as given.</summary>
    /// <param name="Errors">By the field's name at the edge, what is wrong with it.</param>
    public sealed record Invalid(FieldErrors Errors) : ListOutcome;
}

/// <summary>A list's name.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="IsDynamic">Whether a filter says who is on it.</param>
public sealed record ListName(ContactListId Id, string Name, bool IsDynamic);
