using System.Linq.Expressions;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Duplicates;

/// <summary>
/// Finds people who are likely to be one. Two of them never have the same number as such; but a number may stand in an own field of
/// somebody else, an e-mail address may be written twice, and a name may live at one address twice.
/// </summary>
public sealed class DuplicateFinder(CarillonDb db, ContactDirectory directory)
{
    private const int MostOfGroup = 20;
    private static readonly string[] NumberFields = ["other_phone", "phone_2", "phone_3", "mobile", "cell", "home_phone", "work_phone"];

    /// <summary>Groups of people by what they share, the largest first.</summary>
    public async Task<IReadOnlyList<DuplicateGroup>> FindAsync(DuplicateSign sign, int most, CancellationToken cancellationToken) => sign switch
    {
        DuplicateSign.Email => await ByEmailAsync(most, cancellationToken),
        DuplicateSign.NameAndAddress => await ByNameAsync(most, cancellationToken),
        DuplicateSign.Number => await ByNumberAsync(most, cancellationToken),
        _ => throw new InvalidOperationException($"No such sign: {sign}."),
    };

    private async Task<IReadOnlyList<DuplicateGroup>> ByEmailAsync(int most, CancellationToken cancellationToken)
    {
        var shared = await People.Where(contact => contact.Email != null)
            .GroupBy(contact => SqlTexts.Folded(contact.Email))
            .Where(group => group.Count() > 1)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .Select(group => group.Key).Take(most).ToListAsync(cancellationToken);
        var people = await People.Where(contact => shared.Contains(SqlTexts.Folded(contact.Email))).Select(contact => new { contact.Id, Key = SqlTexts.Folded(contact.Email), contact.CreatedAt }).ToListAsync(cancellationToken);
        var byKey = people.OrderBy(person => person.CreatedAt).ThenBy(person => person.Id).ToLookup(person => person.Key, person => person.Id);
        return await GroupsAsync(DuplicateSign.Email, shared.Select(key => (key ?? "", byKey[key].ToList())), cancellationToken);
    }

    private async Task<IReadOnlyList<DuplicateGroup>> ByNameAsync(int most, CancellationToken cancellationToken)
    {
        var named = Named;
        var shared = await named.GroupBy(person => new { person.First, person.Last, person.Address })
            .Where(group => group.Count() > 1)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Last).ThenBy(group => group.Key.First)
            .Select(group => group.Key).Take(most).ToListAsync(cancellationToken);
        var (lasts, addresses) = (shared.Select(key => key.Last).Distinct().ToList(), shared.Select(key => key.Address).Distinct().ToList());
        var people = await named.Where(person => lasts.Contains(person.Last) && addresses.Contains(person.Address)).ToListAsync(cancellationToken);
        var byKey = people.OrderBy(person => person.CreatedAt).ThenBy(person => person.Id).ToLookup(person => (person.First, person.Last, person.Address), person => person.Id);
        return await GroupsAsync(
            DuplicateSign.NameAndAddress, shared.Select(key => ($"{key.First} {key.Last}, {key.Address}", byKey[(key.First, key.Last, key.Address)].ToList())), cancellationToken);
    }

    private async Task<IReadOnlyList<DuplicateGroup>> ByNumberAsync(int most, CancellationToken cancellationToken)
    {
        var region = await db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).FirstOrDefaultAsync(cancellationToken) ?? "US";
        var groups = new List<(string Shared, List<ContactId> People)>();
        foreach (var field in NumberFields)
        {
            var written = await db.Contacts.AsNoTracking().Where(Has(field)).OrderBy(contact => contact.Id).Take(20_000).Select(contact => new { contact.Id, contact.Phone, contact.Attributes }).ToListAsync(cancellationToken);
            foreach (var chunk in written.Chunk(1000))
            {
                var numbers = new Dictionary<PhoneNumber, List<ContactId>>();
                foreach (var person in chunk)
                {
                    if (PhoneNumber.TryParse(person.Attributes.GetValueOrDefault(field) ?? "", region, out var phone) && person.Phone != phone)
                    {
                        numbers.TryAdd(phone, []);
                        numbers[phone].Add(person.Id);
                    }
                }

                var asked = numbers.Keys.Select(phone => (PhoneNumber?)phone).ToList();
                var owners = await People.Where(contact => asked.Contains(contact.Phone)).Select(contact => new { contact.Id, contact.Phone }).ToListAsync(cancellationToken);
                groups.AddRange(owners.Select(owner => (owner.Phone?.E164 ?? "", new List<ContactId> { owner.Id }.Concat(numbers[owner.Phone ?? default]).ToList())));
            }
        }

        return await GroupsAsync(
            DuplicateSign.Number, groups.GroupBy(group => group.Shared).Select(group => (group.Key, group.SelectMany(one => one.People).Distinct().ToList())).Take(most), cancellationToken);
    }

    private IQueryable<Contact> People => db.Contacts.AsNoTracking().Where(contact => contact.WorkspaceId == db.Workspace);

    private IQueryable<NamedPerson> Named => People
        .Where(contact => contact.LastName != null && contact.FirstName != null && SqlTexts.Field((string)(object)contact.Attributes, "address") != null)
        .Select(contact => new NamedPerson
        {
            Id = contact.Id,
            CreatedAt = contact.CreatedAt,
            First = SqlTexts.Folded(contact.FirstName),
            Last = SqlTexts.Folded(contact.LastName),
            Address = SqlTexts.Folded(SqlTexts.Field((string)(object)contact.Attributes, "address")),
        });

    /// <summary>A field's name is a constant of its query.</summary>
    private static Expression<Func<Contact, bool>> Has(string field)
    {
        var contact = Expression.Parameter(typeof(Contact), "contact");
        var json = Expression.Convert(
            Expression.Convert(Expression.Property(contact, nameof(Contact.Attributes)), typeof(object)), typeof(string));
        var value = Expression.Call(typeof(SqlTexts), nameof(SqlTexts.Field), [], json, Expression.Constant(field));
        return Expression.Lambda<Func<Contact, bool>>(
            Expression.NotEqual(value, Expression.Constant(null, typeof(string))), contact);
    }

    private async Task<IReadOnlyList<DuplicateGroup>> GroupsAsync(DuplicateSign sign, IEnumerable<(string Shared, List<ContactId> People)> groups, CancellationToken cancellationToken)
    {
        var found = groups.Where(group => group.People.Count > 1).ToList();
        var views = (await directory.FindAsync([.. found.SelectMany(group => group.People.Take(MostOfGroup)).Distinct()], cancellationToken)).ToDictionary(view => view.Id);
        return [.. found.Select(group => new DuplicateGroup(sign, group.Shared, group.People.Count, [.. group.People.Take(MostOfGroup).Select(id => views.GetValueOrDefault(id)).OfType<ContactView>()]))];
    }

    private sealed class NamedPerson
    {
        public required ContactId Id { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public string? First { get; init; }

        public string? Last { get; init; }

        public string? Address { get; init; }
    }
}

/// <summary>By what people seem to be one.</summary>
public enum DuplicateSign
{
    /// <summary>The same e-mail address, whatever its capitals.</summary>
    Email,

    /// <summary>The same first and last name and the same own field <c>address</c>.</summary>
    NameAndAddress,

    /// <summary>A number of one stands, however it is written, among the further numbers of another.</summary>
    Number,
}

/// <summary>People who seem to be one.</summary>
/// <param name="Sign">By what.</param>
/// <param name="Shared">What they share.</param>
/// <param name="Count">How many they are.</param>
/// <param name="People">The first of them, the oldest first.</param>
public sealed record DuplicateGroup(DuplicateSign Sign, string Shared, int Count, IReadOnlyList<ContactView> People);
