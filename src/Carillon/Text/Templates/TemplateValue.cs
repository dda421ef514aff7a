using System.Globalization;

namespace Carillon.Text.Templates;

/// <summary>Values inside a template: nothing, text, a number, true or false, or the words of a split text.</summary>
internal static class TemplateValue
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint
        | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    /// <summary>Stands for a result longer than any text may be; the rendering ends there.</summary>
    public static readonly object TooLong = new();

    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        decimal number => number.ToString("0.#############################", CultureInfo.InvariantCulture),
        string[] words => string.Concat(words),
        _ => "",
    };

    public static int Length(object? value) => value switch
    {
        string text => text.Length,
        string[] words => words.Sum(word => word.Length + 8),
        _ when ReferenceEquals(value, TooLong) => MessageTemplate.MaxLength + 1,
        _ => 0,
    };

    /// <summary>The number a value is or spells, or null.</summary>
    public static decimal? Number(object? value) => value switch
    {
        decimal number => number,
        string text when decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>Text that spells a number equals that number; nothing equals an empty text.</summary>
    public static bool AreEqual(object? left, object? right)
    {
        if (left is decimal || right is decimal)
        {
            return Number(left) is { } one && Number(right) is { } other && one == other;
        }

        if (left is bool || right is bool)
        {
            return Equals(left, right);
        }

        return string.Equals(Comparable(left), Comparable(right), StringComparison.Ordinal);
    }

    /// <summary>Below, at or above zero as left is to right; null when either is nothing. Numbers by size, else by letters.</summary>
    public static int? Compare(object? left, object? right)
    {
        if (left is null or bool || right is null or bool)
        {
            return null;
        }

        if (Number(left) is { } one && Number(right) is { } other)
        {
            return one.CompareTo(other);
        }

        return left is decimal || right is decimal ? null : string.CompareOrdinal(Text(left), Text(right));
    }

    private static string Comparable(object? value) => value is string text && string.IsNullOrWhiteSpace(text) ? "" : Text(value);
}
