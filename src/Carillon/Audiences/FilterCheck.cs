using System.Text.Json;
using Carillon.Access;
using Carillon.Audiences.Filters;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Audiences;

/// <summary>
/// Reads a filter before it is kept, a segment's, an audience's or a list's, and says what is wrong with it: by its place, with the names of lists and
/// campaigns that are not there, where it grows too large by the lists it leads to, and where it leads back to the list whose filter it is to be.
/// </summary>
/// <param name="audiences">Knows campaigns.</param>
/// <param name="time">What relative days are counted from.</param>
public sealed class FilterCheck(AudienceQuery audiences, TimeProvider time)
{
    private const int MostInFilter = 100_000;

    /// <summary>Reads a filter; null: it is wrong, and the errors say why.</summary>
    /// <param name="db">A context of the workspace.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="path">Where it stands at the edge.</param>
    /// <param name="list">The list whose filter it is to be; null: none's.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<FilterNode?> CheckAsync(CarillonDb db, JsonElement? filter, string path, ContactListId? list, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (filter is not { } json || json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            errors.Add(path, "is required");
            return null;
        }

        if (json.GetRawText().Length > MostInFilter)
        {
            errors.Add(path, $"has more than {MostInFilter} characters");
            return null;
        }

        var found = new FieldErrors();
        var region = await db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).SingleAsync(cancellationToken);
        var reader = new FilterReader(time.GetUtcNow(), region);
        var node = reader.Read(json, path, found);
        await NameStrangersAsync(db, reader, found, cancellationToken);
        if (node is not null && found.IsEmpty)
        {
            await CheckListsAsync(db, new FilterReader(time.GetUtcNow(), region), node, reader.Lists, path, list, found, cancellationToken);
        }

        errors.AddAll(found);
        return found.IsEmpty ? node : null;
    }

    private async Task NameStrangersAsync(CarillonDb db, FilterReader reader, FieldErrors errors, CancellationToken cancellationToken)
    {
        var lists = reader.Lists.Select(list => list.Id).Distinct().ToList();
        var known = await db.ContactLists.Where(list => lists.Contains(list.Id)).Select(list => list.Id).ToListAsync(cancellationToken);
        foreach (var unknown in reader.Lists.Where(list => !known.Contains(list.Id)))
        {
            errors.Add(unknown.Path, $"There is no list {unknown.Id}.");
        }

        var strangers = await audiences.UnknownAsync(db, [.. reader.Campaigns.Select(campaign => campaign.Id).Distinct()], cancellationToken);
        foreach (var unknown in reader.Campaigns.Where(campaign => strangers.Contains(campaign.Id)))
        {
            errors.Add(unknown.Path, $"There is no campaign {unknown.Id}.");
        }
    }

    private static async Task CheckListsAsync(
        CarillonDb db, FilterReader reader, FilterNode node, IReadOnlyList<Named<ContactListId>> named, string path, ContactListId? list, FieldErrors errors, CancellationToken cancellationToken)
    {
        var lists = await DynamicLists.AmongAsync(db, db.Workspace, reader, named.Select(one => one.Id), cancellationToken);
        var name = list is null ? null : await db.ContactLists.Where(row => row.Id == list).Select(row => row.Name).FirstOrDefaultAsync(cancellationToken);
        if (list is { } own && name is not null)
        {
            foreach (var one in named)
            {
                if (lists.Way(one.Id, own, name) is { } way)
                {
                    errors.Add(one.Path, $"This leads back to the list itself: {string.Join(" → ", [name, .. way])}.");
                }
            }
        }

        if (errors.IsEmpty && lists.SizeOf(node) > FilterReader.MostLeaves)
        {
            errors.Add(path, $"has more than {FilterReader.MostLeaves} conditions together with the filters of the lists that it names");
        }

        if (errors.IsEmpty && list is { } changed && name is not null)
        {
            await CheckOthersAsync(db, reader, changed, name, node, path, errors, cancellationToken);
        }
    }

    /// <summary>Lists and segments that lead to this one grow with it.</summary>
    private static async Task CheckOthersAsync(
        CarillonDb db, FilterReader reader, ContactListId list, string name, FilterNode node, string path, FieldErrors errors, CancellationToken cancellationToken)
    {
        const string NamesLists = "\"list\"";
        var lists = await db.ContactLists.AsNoTracking().Where(row => row.Id != list && row.Filter != null && row.Filter.Contains(NamesLists))
            .Select(row => new { row.Name, row.Filter }).ToListAsync(cancellationToken);
        var segments = await db.Segments.AsNoTracking().Where(row => row.Filter.Contains(NamesLists)).Select(row => new { row.Name, row.Filter }).ToListAsync(cancellationToken);
        var others = lists.Select(row => (What: "list", row.Name, Node: AudienceQuery.Sound(reader, row.Filter!))) // the condition above
            .Concat(segments.Select(row => (What: "segment", row.Name, Node: AudienceQuery.Sound(reader, row.Filter)))).ToList();
        var known = await DynamicLists.AmongAsync(db, db.Workspace, reader, others.SelectMany(other => DynamicLists.NamedIn(other.Node)).Concat(DynamicLists.NamedIn(node)), cancellationToken);
        var after = known.With(list, name, node);
        foreach (var other in others.Where(other => after.SizeOf(other.Node) > FilterReader.MostLeaves && known.SizeOf(other.Node) < after.SizeOf(other.Node)))
        {
            errors.Add(path, $"With it the {other.What} “{other.Name}”, which leads to this list, would have more than {FilterReader.MostLeaves} conditions.");
        }
    }
}
