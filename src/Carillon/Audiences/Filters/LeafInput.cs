using System.Text.Json;
using Carillon.Contacts;
using Carillon.Primitives;

namespace Carillon.Audiences.Filters;

/// <summary>A leaf as it was written, with readings of its value; a reading that fails says so and gives null.</summary>
internal sealed record LeafInput(string Path, string Field, string Op, JsonElement? Value, FieldErrors Errors)
{
    private const int MostValues = 1000;
    private const int MostInText = 4000;

    public FilterNode? UnknownField(IReadOnlyList<string> fields)
    {
        Errors.AddUnknown($"{Path}.field", $"\"{(Field.Length > 80 ? Field[..80] + "…" : Field)}\" is no field; there are {string.Join(", ", fields)} and attributes.X");
        return null;
    }

    public FilterNode? WrongOp(string ops)
    {
        Errors.Add($"{Path}.op", $"{Field} has {ops}, not {Op}");
        return null;
    }

    public FilterNode? WrongValue(string message)
    {
        Errors.Add($"{Path}.value", Value is null ? "is required" : message);
        return null;
    }

    /// <summary>The node or its opposite, as the value says; without a value the node.</summary>
    public FilterNode? Exists(FilterNode node) => Value?.ValueKind switch
    {
        null or JsonValueKind.True => node,
        JsonValueKind.False => new FilterNode.Not(node),
        JsonValueKind.Undefined or JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null => WrongValue("must be true or false"),
        _ => WrongValue("must be true or false"),
    };

    public string? OneText()
    {
        if (Value is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: <= MostInText } text && !text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        WrongValue($"must be text of at most {MostInText} characters");
        return null;
    }

    public IReadOnlyList<string>? Texts()
    {
        if (Items() is { } items && items.All(item => item.ValueKind is JsonValueKind.String))
        {
            return [.. items.Select(item => item.GetString() ?? "")];
        }

        WrongValue($"must be a list of 1 to {MostValues} texts");
        return null;
    }

    /// <summary>The items of a list; null, without a word, when it is none or too long.</summary>
    public IReadOnlyList<JsonElement>? Items() =>
        Value is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() is > 0 and <= MostValues ? [.. list.EnumerateArray()] : null;

    public IReadOnlyList<TEnum>? Choices<TEnum>(bool isList)
        where TEnum : struct, Enum
    {
        var texts = isList ? Items() : Value is { } value ? [value] : null;
        var values = new List<TEnum>();
        foreach (var item in texts ?? [])
        {
            var name = item.ValueKind is JsonValueKind.String ? item.GetString() : null;
            if (Enum.GetValues<TEnum>().Where(choice => NameOf(choice) == name).Select(choice => (TEnum?)choice).FirstOrDefault() is not { } found)
            {
                values.Clear();
                break;
            }

            values.Add(found);
        }

        if (values.Count > 0)
        {
            return values;
        }

        WrongValue($"must be {(isList ? "a list of " : "")}one of {string.Join(", ", Enum.GetValues<TEnum>().Select(NameOf))}");
        return null;
    }

    public IReadOnlyList<TId>? Ids<TId>(bool isList)
        where TId : struct, IId<TId>
    {
        var items = isList ? Items() : Value is { } value ? [value] : null;
        var ids = new List<TId>();
        foreach (var item in items ?? [])
        {
            if (item.ValueKind is not JsonValueKind.String || !Id.TryParse<TId>(item.GetString(), out var id))
            {
                ids.Clear();
                break;
            }

            ids.Add(id);
        }

        if (ids.Count > 0)
        {
            return ids;
        }

        WrongValue(isList ? "must be a list of ids" : "must be an id");
        return null;
    }

    /// <summary>A count of days back from now.</summary>
    public int? Days()
    {
        if (Value is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var days) && days is >= 0 and <= 36_500)
        {
            return days;
        }

        WrongValue("must be a whole number of days from 0 to 36500");
        return null;
    }

    private static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
