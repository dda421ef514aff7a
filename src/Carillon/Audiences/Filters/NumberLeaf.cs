using System.Text.Json;

namespace Carillon.Audiences.Filters;

/// <summary>Leaves over numbers.</summary>
internal static class NumberLeaf
{
    public static FilterNode? Read(LeafInput leaf, NumberSource source)
    {
        switch (leaf.Op)
        {
            case "exists":
                return leaf.Exists(new FilterNode.Leaf(new FilterTest.NumberExists(source)));
            case "in":
                return leaf.Items() is { } items && items.All(item => item.ValueKind is JsonValueKind.Number)
                    ? new FilterNode.Any([.. items.Select(item => Compared("eq", source, item.GetDouble()))])
                    : leaf.WrongValue("must be a list of numbers");
            case "eq" or "ne" or "lt" or "lte" or "gt" or "gte":
                return leaf.Value is { ValueKind: JsonValueKind.Number } value ? Compared(leaf.Op, source, value.GetDouble()) : leaf.WrongValue("must be a number");
            default:
                return leaf.WrongOp("eq, ne, lt, lte, gt, gte, in, exists");
        }
    }

    public static FilterNode Compared(string op, NumberSource source, double value) => op switch
    {
        "ne" => new FilterNode.Not(Range(source, value, true, value, true)),
        "lt" => Range(source, null, false, value, false),
        "lte" => Range(source, null, false, value, true),
        "gt" => Range(source, value, false, null, false),
        "gte" => Range(source, value, true, null, false),
        _ => Range(source, value, true, value, true),
    };

    private static FilterNode.Leaf Range(NumberSource source, double? from, bool hasFrom, double? to, bool hasTo) => new(new FilterTest.NumberRange(source, from, hasFrom, to, hasTo));
}
