using System.Globalization;
using System.Text.Json;
using Carillon.Storage;

namespace Carillon.Audiences.Filters;

/// <summary>Leaves over instants. A value is an instant or a day (UTC); a day means all of it.</summary>
internal static class InstantLeaf
{
    private static readonly TimeSpan Least = TimeSpan.FromMicroseconds(1);

    public static FilterNode? Read(LeafInput leaf, InstantField field, DateTimeOffset now)
    {
        switch (leaf.Op)
        {
            case "exists":
                return leaf.Exists(Range(field, null, null));
            case "withinDays":
                return leaf.Days() is { } days ? Range(field, now.Stored().AddDays(-days), null) : null;
            case "notWithinDays":
                return leaf.Days() is { } since ? new FilterNode.Not(Range(field, now.Stored().AddDays(-since), null)) : null;
            case "eq" or "ne" or "lt" or "lte" or "gt" or "gte":
                return Span(leaf.Value) is { } span ? Compared(leaf.Op, field, span.From, span.Before) : leaf.WrongValue("must be an instant such as 2026-11-27T09:00:00Z, or a day such as 2026-11-27");
            default:
                return leaf.WrongOp("eq, ne, lt, lte, gt, gte, exists, withinDays, notWithinDays");
        }
    }

    private static FilterNode Compared(string op, InstantField field, DateTimeOffset from, DateTimeOffset before) => op switch
    {
        "eq" => Range(field, from, before),
        "ne" => new FilterNode.Not(Range(field, from, before)),
        "lt" => Range(field, null, from),
        "lte" => Range(field, null, before),
        "gt" => Range(field, before, null),
        _ => Range(field, from, null),
    };

    private static FilterNode.Leaf Range(InstantField field, DateTimeOffset? from, DateTimeOffset? before) => new(new FilterTest.InstantRange(field, from, before));

    private static (DateTimeOffset From, DateTimeOffset Before)? Span(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.String } text || text.GetString() is not { Length: >= 10 and <= 40 } word || !char.IsAsciiDigit(word[0]))
        {
            return null;
        }

        if (DateOnly.TryParseExact(word, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and < 9000)
        {
            var from = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
            return (from, from.AddDays(1));
        }

        return HasOffset(word) && DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) && at.Year is >= 1900 and < 9000
            ? (at.ToUniversalTime().Stored(), at.ToUniversalTime().Stored() + Least)
            : null;
    }

    private static bool HasOffset(string word) => word[10] is 'T' or 't' or ' ' && (word[^1] is 'Z' or 'z' || word.AsSpan(11).IndexOfAny('+', '-') >= 0);
}
