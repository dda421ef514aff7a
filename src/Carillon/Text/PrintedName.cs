namespace Carillon.Text;

/// <summary>A name as a text may print it: phone books and exports put numbers and notes of their own where a name should stand.</summary>
public static class PrintedName
{
    private const int DigitsOfNumber = 10;

    /// <summary>The name; null where it is none: it begins as a number does (<c>+1</c>, a bracket), has ten digits or more, or says that OpenPhone made it.</summary>
    public static string? Of(string? name) => name is null || IsNumber(name.AsSpan().Trim()) || name.Contains("(from OpenPhone)", StringComparison.OrdinalIgnoreCase) ? null : name;

    private static bool IsNumber(ReadOnlySpan<char> name)
    {
        var digits = 0;
        foreach (var letter in name)
        {
            digits += char.IsAsciiDigit(letter) ? 1 : 0;
        }

        return digits >= DigitsOfNumber || name.StartsWith("+1") || name is ['(', ..];
    }
}
