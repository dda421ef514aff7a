using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Carillon.Server.Web.Api;

/// <summary>Instants are RFC 3339 with an offset; they are answered in UTC with <c>Z</c> and microseconds at most.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public const string Expected = "must be an instant with its offset, such as 2026-01-31T09:30:00Z or 2026-01-31T04:30:00-05:00";

    private const int FinestDigits = 7;

    private static readonly string[] Forms = ["yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-ddTHH:mmK"];

    public static bool IsSensible(int year) => year is >= 1900 and < 2300;

    public static bool TryParse(string? text, out DateTimeOffset at)
    {
        at = default;
        if (text is not { Length: >= 17 and <= 64 } || !HasOffset(text)
            || !DateTimeOffset.TryParseExact(WithoutFinest(text).ToUpperInvariant(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var read)
            || !IsSensible(read.Year))
        {
            return false;
        }

        at = read;
        return true;
    }

    public static string Write(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && TryParse(reader.GetString(), out var at) ? at : throw new JsonInputException(Expected);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Write(value));

    /// <summary>A second may have any number of digits after its point (RFC 3339 §5.6); what is finer than our clock's step is cut off.</summary>
    private static string WithoutFinest(string text)
    {
        var first = text.IndexOf('.', StringComparison.Ordinal) + 1;
        var end = first;
        while (first > 0 && end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - first > FinestDigits ? text.Remove(first + FinestDigits, end - first - FinestDigits) : text;
    }

    private static bool HasOffset(string text) => text[^1] is 'Z' or 'z' || (text[^3] is ':' && text[^6] is '+' or '-');
}
