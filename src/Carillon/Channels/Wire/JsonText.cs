using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Carillon.Channels.Wire;

/// <summary>Lenient looks into JSON that others wrote: what is missing or of another kind is null.</summary>
internal static class JsonText
{
    /// <summary>A member of an object, or an undefined element.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A member that is a text or a number, as text.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name).AsText();

    /// <summary>The element itself as text, if it is a text or a number.</summary>
    public static string? AsText(this JsonElement element) =>
        element.ValueKind is JsonValueKind.String ? Words(element)
        : element.ValueKind is JsonValueKind.Number ? element.GetRawText()
        : null;

    /// <summary>A member that is an instant.</summary>
    public static DateTimeOffset? Instant(this JsonElement element, string name) => ReadInstant(element.Text(name));

    /// <summary>The entries of a member that is a list; none otherwise.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>An instant in any form the providers write (RFC 3339, RFC 2822), in UTC.</summary>
    public static DateTimeOffset? ReadInstant(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    private static string? Words(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair or broken UTF-8: better as it was written than not at all.
            return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element).Trim("\""u8));
        }
    }
}
