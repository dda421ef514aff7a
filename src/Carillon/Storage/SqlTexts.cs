using System.Globalization;
using System.Text.Json;

namespace Carillon.Storage;

/// <summary>
/// What queries ask of texts in a way that both engines answer alike, whatever their collation: each engine translates these,
/// and the bodies say what they mean. Only ASCII letters have two cases here, but for <see cref="Searched"/>.
/// </summary>
public static class SqlTexts
{
    internal const int MostDigits = 15;
    internal const string NumberPattern = "^-?[0-9]{1,15}(?:\\.[0-9]{1,15})?$";
    internal const string DayPattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}";

    /// <summary>The text with its ASCII letters small.</summary>
    public static string? Folded(string? text) => text is null ? null : string.Create(text.Length, text, static (letters, from) =>
    {
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
        }
    });

    /// <summary>Whether a text is as a pattern of <see cref="Pattern"/> says, small and capital ASCII letters being alike.</summary>
    public static bool IsLike(string? text, string pattern) => throw new InvalidOperationException("Is said in SQL only.");

    /// <summary>The pattern of texts that have a part somewhere or at their start.</summary>
    public static string Pattern(string part, bool isAtStart) =>
        (isAtStart ? "" : "%") + Folded(part)!.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%"; // not null

    /// <summary>
    /// What the search box looks through: all that a person is called and reached by, a line each, in small letters. On PostgreSQL it is, word by
    /// word, the expression that the index <c>ix_contact_search</c> was made over.
    /// </summary>
    public static string Searched(string? firstName, string? lastName, string? email, string? phone) =>
        string.Join('\n', firstName, lastName, email, phone).ToLowerInvariant();

    /// <summary>A field of a JSON object of texts; null when it has none of this name.</summary>
    public static string? Field(string json, string name) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(json, Conversions.Json)?.GetValueOrDefault(name);

    /// <summary>The number a text is, as <c>-12.5</c>, at most 15 digits before and after the point; null for any other text.</summary>
    public static double? Number(string? text)
    {
        var digits = text.AsSpan();
        digits = digits is ['-', ..] ? digits[1..] : digits;
        var point = digits.IndexOf('.');
        return point < 0
            ? AreDigits(digits) ? Parsed(text) : null
            : AreDigits(digits[..point]) && AreDigits(digits[(point + 1)..]) ? Parsed(text) : null;
    }

    /// <summary>The day a text begins with, as <c>2026-11-27</c>; null where it begins otherwise.</summary>
    public static string? Day(string? text) =>
        text is [_, _, _, _, '-', _, _, '-', _, _, ..] && AreDigits(text.AsSpan(0, 4)) && AreDigits(text.AsSpan(5, 2)) && AreDigits(text.AsSpan(8, 2)) ? text[..10] : null;

    private static bool AreDigits(ReadOnlySpan<char> text) => text.Length is > 0 and <= MostDigits && !text.ContainsAnyExceptInRange('0', '9');

    private static double Parsed(string? text) => double.Parse(text ?? "", NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
