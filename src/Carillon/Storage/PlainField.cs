using System.Buffers.Text;
using System.Text.Json;

namespace Carillon.Storage;

/// <summary>
/// A field of a JSON object of texts, found in its bytes without reading the object. The serializer writes no blanks and escapes quotes and all that is not
/// ASCII, so a raw quote stands nowhere but around names and values. What is asked for, digits, points and dashes, is never escaped.
/// </summary>
internal static class PlainField
{
    private const int MostDigits = SqlTexts.MostDigits;
    private const int DayLength = 10;

    /// <summary>What stands before the value of a field.</summary>
    public static string Mark(string name) => JsonSerializer.Serialize(name, Conversions.Json) + ":\"";

    /// <summary>The field with its value, as a whole object has it somewhere when, and only when, the field is this text.</summary>
    public static string Whole(string name, string value) => Mark(name) + JsonSerializer.Serialize(value, Conversions.Json)[1..];

    /// <summary>The field's number; null where it has none, or is none.</summary>
    public static double? Number(ReadOnlySpan<byte> json, ReadOnlySpan<byte> mark)
    {
        var text = Value(json, mark);
        var digits = text is [(byte)'-', ..] ? text[1..] : text;
        var point = digits.IndexOf((byte)'.');
        var isNumber = point < 0 ? AreDigits(digits) : AreDigits(digits[..point]) && AreDigits(digits[(point + 1)..]);
        return isNumber && Utf8Parser.TryParse(text, out double number, out var length) && length == text.Length ? number : null;
    }

    /// <summary>The day that the field's text begins with; empty where it begins otherwise.</summary>
    public static ReadOnlySpan<byte> Day(ReadOnlySpan<byte> json, ReadOnlySpan<byte> mark)
    {
        var text = Value(json, mark);
        return text is [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _, ..] && AreDigits(text[..4]) && AreDigits(text[5..7]) && AreDigits(text[8..DayLength]) ? text[..DayLength] : [];
    }

    /// <summary>The value as it stands between its quotes; empty where there is no such field.</summary>
    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> json, ReadOnlySpan<byte> mark)
    {
        var at = mark.IsEmpty ? -1 : json.IndexOf(mark);
        if (at < 0)
        {
            return [];
        }

        var rest = json[(at + mark.Length)..];
        return rest[..Math.Max(0, rest.IndexOf((byte)'"'))];
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => text.Length is > 0 and <= MostDigits && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
