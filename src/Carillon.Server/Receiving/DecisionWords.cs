using System.Text.Json;

namespace Carillon.Server.Receiving;

/// <summary>The facts of a decision in words.</summary>
internal static class DecisionWords
{
    /// <summary>The words.</summary>
    /// <param name="facts">JSON, as the decision keeps it.</param>
    /// <param name="told">How an instant is written.</param>
    public static string Of(string facts, Func<DateTimeOffset, string> told)
    {
        try
        {
            var read = JsonSerializer.Deserialize<JsonElement>(facts);
            return string.Join(" · ", read.EnumerateObject().Select(fact => (fact.Name, Value: Value(fact.Value, told))).Where(fact => fact.Value.Length > 0).Select(fact => $"{Name(fact.Name)}: {fact.Value}"));
        }
        catch (JsonException)
        {
            // Facts that somebody made unreadable must not take the list away.
            return facts;
        }
    }

    private static string Name(string fact) => fact switch
    {
        "zones" => "zones",
        "regions" => "states",
        "recent" => "texts before",
        "wroteAt" => "wrote",
        "expiresAt" => "too late after",
        _ => fact,
    };

    private static string Value(JsonElement value, Func<DateTimeOffset, string> told) => value.ValueKind switch
    {
        JsonValueKind.String when value.TryGetDateTimeOffset(out var at) && value.GetString() is { Length: > 15 } => told(at),
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(part => part.ToString())),
        JsonValueKind.Null => "",
        JsonValueKind.Undefined or JsonValueKind.Object or JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or _ => value.ToString(),
    };
}
