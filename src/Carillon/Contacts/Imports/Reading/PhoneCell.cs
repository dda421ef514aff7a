using System.Buffers;
using System.Globalization;
using Carillon.Primitives;

namespace Carillon.Contacts.Imports.Reading;

/// <summary>
/// Reads numbers as spreadsheets hold them: marks that nobody sees, a quote or formula around the digits, a trailing
/// <c>.0</c>, digits in other scripts. A number that a spreadsheet rounded (<c>1.4155E+10</c>) is not guessed. Plain North
/// American numbers are looked up by their first six digits, which is all their plan asks for; the library is asked once for each.
/// </summary>
internal static class PhoneCell
{
    private const int MostPlain = 20;
    private static readonly SearchValues<char> Separators = SearchValues.Create(" -.()");

    // By the first six digits of a ten-digit number: 0 not asked yet, 1 valid, 2 not.
    private static readonly byte[] Exchanges = new byte[1_000_000];

    private static readonly HashSet<string> SharesOne = new(StringComparer.Ordinal)
    {
        "US", "CA", "AG", "AI", "AS", "BB", "BM", "BS", "DM", "DO", "GD", "GU", "JM", "KN", "KY", "LC", "MP", "MS", "PR", "SX", "TC", "TT", "VC", "VG", "VI",
    };

    /// <summary>Reads a cell; on failure says why in a stable word.</summary>
    public static bool TryRead(string cell, string defaultRegion, out PhoneNumber number, out string problem)
    {
        problem = "invalid-phone";
        if (TryReadPlain(cell, defaultRegion, out number, out var isValid))
        {
            return isValid;
        }

        var text = Clean(cell);
        if (IsRounded(ref text))
        {
            problem = "rounded-phone";
            number = default;
            return false;
        }

        return PhoneNumber.TryParse(text, defaultRegion, out number);
    }

    /// <summary>Whether a cell looks like a number that can be texted; for guessing columns.</summary>
    public static bool IsLikely(string cell, string defaultRegion) => TryRead(cell, defaultRegion, out _, out _);

    /// <summary>The common forms without the library; false when the cell is none of them.</summary>
    private static bool TryReadPlain(string cell, string defaultRegion, out PhoneNumber number, out bool isValid)
    {
        (number, isValid) = (default, false);
        Span<char> digits = stackalloc char[11];
        var isWithPlus = cell.Length > 0 && cell[0] == '+';
        var count = DigitsOf(cell.AsSpan(isWithPlus ? 1 : 0), digits);
        var isWithCode = count == 11 && digits[0] == '1';
        if (!isWithCode && (count != 10 || isWithPlus))
        {
            return false;
        }

        var national = isWithCode ? digits[1..] : digits[..10];
        if (national[0] is '0' or '1' || (!isWithPlus && !SharesOne.Contains(defaultRegion)))
        {
            return false;
        }

        isValid = IsInPlan(national);
        number = isValid ? PhoneNumber.FromStored(string.Concat("+1", national)) : default;
        return true;
    }

    /// <summary>Copies the digits and answers how many; -1 where anything but digits and their usual separators stands.</summary>
    private static int DigitsOf(ReadOnlySpan<char> text, Span<char> digits)
    {
        var count = 0;
        foreach (var letter in text)
        {
            if (char.IsAsciiDigit(letter))
            {
                if (count == digits.Length)
                {
                    return -1;
                }

                digits[count++] = letter;
            }
            else if (!Separators.Contains(letter))
            {
                return -1;
            }
        }

        return text.Length <= MostPlain ? count : -1;
    }

    private static bool IsInPlan(ReadOnlySpan<char> national)
    {
        var exchange = int.Parse(national[..6], NumberStyles.None, CultureInfo.InvariantCulture);
        if (Exchanges[exchange] == 0)
        {
            Exchanges[exchange] = PhoneNumber.TryParse(string.Concat("+1", national), "US", out _) ? (byte)1 : (byte)2;
        }

        return Exchanges[exchange] == 1;
    }

    private static string Clean(string cell)
    {
        var text = Invisible.Strip(cell).Trim();
        if (text.StartsWith("=\"", StringComparison.Ordinal) && text.EndsWith('"') && text.Length > 3)
        {
            text = text[2..^1];
        }

        text = text.TrimStart('\'').Trim();
        var dot = text.LastIndexOf('.');
        var isWholeNumber = dot > 6 && text.AsSpan(dot + 1).Trim('0').IsEmpty && dot < text.Length - 1 && !text.AsSpan(0, dot).ContainsAnyExceptInRange('0', '9');
        return isWholeNumber ? text[..dot] : text;
    }

    /// <summary>Whether scientific writing lost digits; when it lost none, the text becomes the number.</summary>
    private static bool IsRounded(ref string text)
    {
        var exponent = text.IndexOf('E', StringComparison.OrdinalIgnoreCase);
        if (exponent < 1 || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        var kept = text[..exponent].Count(char.IsAsciiDigit);
        text = value.ToString("0", CultureInfo.InvariantCulture);
        return kept < text.Length || value != decimal.Truncate(value);
    }
}
