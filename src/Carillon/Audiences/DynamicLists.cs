using Carillon.Audiences.Filters;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Audiences;

/// <summary>
/// The lists by filter that are named somewhere, and those that their filters name in turn. Before a condition is made, each of them gives way to its
/// filter, so that whoever names a list asks one set, whichever kind it is of, and sees who matches at that moment. A list that is not here stays named
/// and has nobody, of either kind.
/// </summary>
internal sealed class DynamicLists
{
    private readonly Dictionary<ContactListId, DynamicList> _lists;

    private DynamicLists(Dictionary<ContactListId, DynamicList> lists) => _lists = lists;

    /// <summary>Reads the lists by filter among these, and all that they lead to.</summary>
    public static async Task<DynamicLists> AmongAsync(
        CarillonDb db, WorkspaceId workspace, FilterReader reader, IEnumerable<ContactListId> named, CancellationToken cancellationToken)
    {
        var (found, asked) = (new Dictionary<ContactListId, DynamicList>(), new HashSet<ContactListId>());
        for (var next = named.Where(asked.Add).ToList(); next.Count > 0;)
        {
            var rows = await db.ContactLists.AsNoTracking().Where(list => list.WorkspaceId == workspace && list.Filter != null && next.Contains(list.Id))
                .Select(list => new { list.Id, list.Name, list.Filter }).ToListAsync(cancellationToken);
            foreach (var row in rows)
            {
                found.Add(row.Id, new DynamicList(row.Name, AudienceQuery.Sound(reader, row.Filter!))); // the condition above
            }

            next = [.. rows.SelectMany(row => NamedIn(found[row.Id].Filter)).Where(asked.Add)];
        }

        return new DynamicLists(found);
    }

    /// <summary>The lists that a filter names.</summary>
    public static IEnumerable<ContactListId> NamedIn(FilterNode node) => node switch
    {
        FilterNode.All all => all.Parts.SelectMany(NamedIn),
        FilterNode.Any any => any.Parts.SelectMany(NamedIn),
        FilterNode.Not not => NamedIn(not.Inner),
        FilterNode.Leaf { Test: FilterTest.OnList on } => on.Lists,
        _ => [],
    };

    /// <summary>Which of these are lists by filter.</summary>
    public IReadOnlyList<ContactListId> Among(IReadOnlyList<ContactListId> lists) => [.. lists.Where(_lists.ContainsKey)];

    /// <summary>A filter in which no list by filter is named any more.</summary>
    public FilterNode Opened(FilterNode node) => Opened(node, []);

    /// <summary>The names from one list to another that its filter leads to, both included; null: it does not lead there.</summary>
    /// <param name="from">The list by filter to begin with.</param>
    /// <param name="to">The list that may be reached, of whichever kind.</param>
    /// <param name="name">Its name.</param>
    public IReadOnlyList<string>? Way(ContactListId from, ContactListId to, string name) => Way(from, to, name, []);

    /// <summary>How many conditions a filter has together with those of the lists that it leads to.</summary>
    public long SizeOf(FilterNode node) => SizeOf(node, []);

    /// <summary>The same lists, one of them with another filter.</summary>
    public DynamicLists With(ContactListId id, string name, FilterNode filter) => new(new Dictionary<ContactListId, DynamicList>(_lists) { [id] = new DynamicList(name, filter) });

    private FilterNode Opened(FilterNode node, HashSet<ContactListId> within) => node switch
    {
        FilterNode.All all => new FilterNode.All([.. all.Parts.Select(part => Opened(part, within))]),
        FilterNode.Any any => new FilterNode.Any([.. any.Parts.Select(part => Opened(part, within))]),
        FilterNode.Not not => new FilterNode.Not(Opened(not.Inner, within)),
        FilterNode.Leaf { Test: FilterTest.OnList on } when on.Lists.Any(_lists.ContainsKey) => Opened(on.Lists, within),
        _ => node,
    };

    private FilterNode Opened(IReadOnlyList<ContactListId> lists, HashSet<ContactListId> within)
    {
        List<FilterNode> parts = [];
        foreach (var id in lists.Where(_lists.ContainsKey).Distinct())
        {
            if (!within.Add(id))
            {
                throw new InvalidOperationException($"The list {id} leads back to itself, which is refused where filters are saved.");
            }

            parts.Add(Opened(_lists[id].Filter, within));
            within.Remove(id);
        }

        if (lists.Where(id => !_lists.ContainsKey(id)).ToList() is { Count: > 0 } plain)
        {
            parts.Add(new FilterNode.Leaf(new FilterTest.OnList(plain)));
        }

        return parts is [var only] ? only : new FilterNode.Any(parts);
    }

    private IReadOnlyList<string>? Way(ContactListId from, ContactListId to, string name, HashSet<ContactListId> seen)
    {
        if (from == to)
        {
            return [name];
        }

        if (!seen.Add(from) || !_lists.TryGetValue(from, out var list))
        {
            return null;
        }

        return NamedIn(list.Filter).Select(next => Way(next, to, name, seen)).FirstOrDefault(way => way is not null) is { } further ? [list.Name, .. further] : null;
    }

    private long SizeOf(FilterNode node, Dictionary<ContactListId, long> known) => node switch
    {
        FilterNode.All all => all.Parts.Sum(part => SizeOf(part, known)),
        FilterNode.Any any => any.Parts.Sum(part => SizeOf(part, known)),
        FilterNode.Not not => SizeOf(not.Inner, known),
        FilterNode.Leaf { Test: FilterTest.OnList on } => Math.Max(1, on.Lists.Distinct().Sum(id => SizeOf(id, known))),
        _ => 1,
    };

    /// <summary>Enough is enough: a chain of lists that name each other twice doubles at each of them.</summary>
    private long SizeOf(ContactListId id, Dictionary<ContactListId, long> known)
    {
        if (!_lists.TryGetValue(id, out var list))
        {
            return 0;
        }

        if (!known.TryGetValue(id, out var size))
        {
            known[id] = size = Math.Min(1_000_000, SizeOf(list.Filter, known));
        }

        return size;
    }

    private sealed record DynamicList(string Name, FilterNode Filter);
}
