using System.Globalization;
using System.Text.Json;
using Carillon.Storage;

namespace Carillon.Audiences.Filters;

/// <summary>
/// Leaves over own fields, which are texts: a number in the filter asks for texts that are numbers, a day for texts that begin
/// with one, true and false for these words.
/// </summary>
internal static class AttributeLeaf
{
    private const string DayFormat = "yyyy-MM-dd";

    public static FilterNode? Read(LeafInput leaf, string name, DateTimeOffset now)
    {
        var source = new TextSource(TextField.Attribute, name);
        switch (leaf.Op)
        {
            case "eq":
                return leaf.Value is { } value && Is(source, value) is { } same ? same : leaf.WrongValue("must be text, a number, true or false");
            case "ne":
                return leaf.Value is { } other && Is(source, other) is { } equal ? new FilterNode.Not(equal) : leaf.WrongValue("must be text, a number, true or false");
            case "in":
                return leaf.Items() is { } items && items.Select(item => Is(source, item)).ToList() is var parts && !parts.Contains(null)
                    ? new FilterNode.Any([.. parts.OfType<FilterNode>()])
                    : leaf.WrongValue("must be a list of texts, numbers, true or false");
            case "lt" or "lte" or "gt" or "gte":
                return Ordered(leaf, name);
            case "contains" or "startsWith":
                return leaf.OneText() is { } part ? new FilterNode.Leaf(new FilterTest.TextHas(source, part, leaf.Op is "startsWith")) : null;
            case "exists":
                return leaf.Exists(new FilterNode.Leaf(new FilterTest.TextExists(source)));
            case "withinDays":
                return leaf.Days() is { } days ? Within(name, now, days) : null;
            case "notWithinDays":
                return leaf.Days() is { } since ? new FilterNode.Not(Within(name, now, since)) : null;
            default:
                return leaf.WrongOp("eq, ne, lt, lte, gt, gte, in, contains, startsWith, exists, withinDays, notWithinDays");
        }
    }

    private static FilterNode? Is(TextSource source, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => new FilterNode.Leaf(new FilterTest.TextIs(source, [value.GetString() ?? ""])),
        JsonValueKind.Number => NumberLeaf.Compared("eq", new NumberSource(source.Attribute), value.GetDouble()),
        JsonValueKind.True => new FilterNode.Leaf(new FilterTest.TextIs(source, ["true", "True", "TRUE"])),
        JsonValueKind.False => new FilterNode.Leaf(new FilterTest.TextIs(source, ["false", "False", "FALSE"])),
        JsonValueKind.Undefined or JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null => null,
        _ => null,
    };

    private static FilterNode? Ordered(LeafInput leaf, string name)
    {
        if (leaf.Value is { ValueKind: JsonValueKind.Number } number)
        {
            return NumberLeaf.Compared(leaf.Op, new NumberSource(name), number.GetDouble());
        }

        if (leaf.Value is { ValueKind: JsonValueKind.String } text && SqlTexts.Day(text.GetString()) is { } word
            && DateOnly.TryParseExact(word, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and < 9000)
        {
            return new FilterNode.Leaf(leaf.Op switch
            {
                "lt" => new FilterTest.DayRange(name, null, Word(day.AddDays(-1))),
                "lte" => new FilterTest.DayRange(name, null, Word(day)),
                "gt" => new FilterTest.DayRange(name, Word(day.AddDays(1)), null),
                _ => new FilterTest.DayRange(name, Word(day), null),
            });
        }

        return leaf.WrongValue("must be a number, or a day such as 2026-11-27");
    }

    private static FilterNode.Leaf Within(string name, DateTimeOffset now, int days)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return new FilterNode.Leaf(new FilterTest.DayRange(name, Word(today.AddDays(-days)), Word(today)));
    }

    private static string Word(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);
}
