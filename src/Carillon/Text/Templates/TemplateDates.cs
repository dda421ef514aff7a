using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Carillon.Text.Templates;

/// <summary>The <c>date</c> filter: <c>%B %-d, %Y</c> on a date as files and forms write it.</summary>
internal static class TemplateDates
{
    private static readonly FrozenDictionary<char, string> Parts = new Dictionary<char, string>
    {
        ['Y'] = "yyyy",
        ['y'] = "yy",
        ['m'] = "MM",
        ['B'] = "MMMM",
        ['b'] = "MMM",
        ['d'] = "dd",
        ['e'] = "%d",
        ['A'] = "dddd",
        ['a'] = "ddd",
        ['H'] = "HH",
        ['I'] = "hh",
        ['l'] = "%h",
        ['M'] = "mm",
        ['S'] = "ss",
        ['p'] = "tt",
        ['F'] = "yyyy-MM-dd",
        ['R'] = "HH:mm",
    }.ToFrozenDictionary();

    /// <summary>The first sign of a format that is not known; null when all are.</summary>
    public static string? UnknownPart(string format)
    {
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                continue;
            }

            var start = i++;
            i += i < format.Length && format[i] == '-' ? 1 : 0;
            if (i >= format.Length || (format[i] != '%' && !Parts.ContainsKey(format[i])))
            {
                return format[start..Math.Min(format.Length, i + 1)];
            }
        }

        return null;
    }

    /// <summary>The date in that form; what is no date stays as it is.</summary>
    public static object? Format(object? value, string format)
    {
        if (value is not string text || format.Length == 0
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
        {
            return value;
        }

        var result = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 >= format.Length)
            {
                result.Append(format[i]);
                continue;
            }

            i++;
            var isShort = format[i] == '-' && i + 1 < format.Length;
            i += isShort ? 1 : 0;
            var part = Parts.TryGetValue(format[i], out var known) ? date.ToString(known, CultureInfo.InvariantCulture) : format[i].ToString();
            result.Append(isShort && part.Length > 1 ? part.TrimStart('0') : part);
        }

        return result.ToString();
    }
}
