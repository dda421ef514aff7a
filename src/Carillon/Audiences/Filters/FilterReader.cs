using System.Text.Json;
using Carillon.Contacts;
using Carillon.Primitives;

namespace Carillon.Audiences.Filters;

/// <summary>
/// Reads a filter from JSON: <c>{"all": […]}</c>, <c>{"any": […]}</c>, <c>{"not": …}</c> or a leaf
/// <c>{"field", "op", "value"}</c>. What is wrong is said with its place, such as <c>filter.all[1].value</c>.
/// </summary>
/// <param name="now">What "within the last days" is counted from.</param>
/// <param name="defaultRegion">The country of numbers without a code.</param>
public sealed class FilterReader(DateTimeOffset now, string defaultRegion)
{
    /// <summary>How deep all, any and not may stand within each other.</summary>
    public const int MostDepth = 10;

    /// <summary>The most leaves of a filter.</summary>
    public const int MostLeaves = 200;

    private static readonly string[] Members = ["all", "any", "not", "field", "op", "value"];
    private readonly LeafReader _leaves = new(now, defaultRegion);
    private int _leafCount;

    /// <summary>The lists that the filters read so far name, with their place.</summary>
    public IReadOnlyList<Named<ContactListId>> Lists => _leaves.Lists;

    /// <summary>The campaigns that they name, with their place.</summary>
    public IReadOnlyList<Named<CampaignId>> Campaigns => _leaves.Campaigns;

    /// <summary>Reads a filter; null when something is wrong, which then stands in the errors.</summary>
    /// <param name="json">The filter.</param>
    /// <param name="path">Where it stands at the edge.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public FilterNode? Read(JsonElement json, string path, FieldErrors errors)
    {
        _leafCount = 0;
        FilterNode? node = null;
        try
        {
            node = Node(json, path, 0, errors);
        }
        catch (InvalidOperationException)
        {
            // JSON may hold half of a pair of surrogates, which is no text; the reader throws only when it is asked for it.
            errors.Add(path, "holds text that is not Unicode");
        }

        if (_leafCount > MostLeaves)
        {
            errors.Add(path, $"has more than {MostLeaves} conditions");
        }

        return errors.IsEmpty ? node : null;
    }

    private FilterNode? Node(JsonElement json, string path, int depth, FieldErrors errors)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            errors.Add(path, "must be an object: all, any, not, or field, op and value");
            return null;
        }

        if (!HasKnownMembers(json, path, errors))
        {
            return null;
        }

        var kinds = Members[..3].Where(kind => json.TryGetProperty(kind, out _)).ToList();
        var isLeaf = Members[3..].Any(member => json.TryGetProperty(member, out _));
        if (kinds.Count + (isLeaf ? 1 : 0) != 1)
        {
            errors.Add(path, "must have exactly one of all, any and not, or else field, op and value");
            return null;
        }

        if (isLeaf)
        {
            _leafCount++;
            return _leaves.Read(json, path, errors);
        }

        if (depth >= MostDepth)
        {
            errors.Add(path, $"all, any and not stand more than {MostDepth} deep within each other here");
            return null;
        }

        var inside = json.GetProperty(kinds[0]);
        return kinds[0] is "not"
            ? Node(inside, $"{path}.not", depth + 1, errors) is { } inner ? new FilterNode.Not(inner) : null
            : Parts(inside, $"{path}.{kinds[0]}", kinds[0] is "all", depth, errors);
    }

    private FilterNode? Parts(JsonElement list, string path, bool isAll, int depth, FieldErrors errors)
    {
        if (list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            errors.Add(path, "must be a list with at least one condition");
            return null;
        }

        var parts = new List<FilterNode>();
        foreach (var (item, at) in list.EnumerateArray().Select((item, at) => (item, at)))
        {
            if (_leafCount > MostLeaves)
            {
                return null;
            }

            if (Node(item, $"{path}[{at}]", depth + 1, errors) is { } part)
            {
                parts.Add(part);
            }
        }

        return isAll ? new FilterNode.All(parts) : new FilterNode.Any(parts);
    }

    private static bool HasKnownMembers(JsonElement json, string path, FieldErrors errors)
    {
        var isKnown = true;
        foreach (var member in json.EnumerateObject().Where(member => !Members.Contains(member.Name)))
        {
            errors.AddUnknown($"{path}.{member.Name}", "is not known here");
            isKnown = false;
        }

        return isKnown;
    }
}

/// <summary>A list or a campaign that a filter names.</summary>
/// <param name="Path">Where.</param>
/// <param name="Id">Which.</param>
/// <typeparam name="TId">The kind of id.</typeparam>
public readonly record struct Named<TId>(string Path, TId Id)
    where TId : struct, IId<TId>;
