using System.Collections.Frozen;

namespace Carillon.Text.Templates;

/// <summary>A filter: its name, how many arguments it takes, and what it does.</summary>
/// <param name="Name">As authors write it.</param>
/// <param name="Least">Arguments it needs.</param>
/// <param name="Most">Arguments it takes.</param>
/// <param name="WantsNumber">Whether its first argument is a number.</param>
/// <param name="Apply">Never throws: what makes no sense gives nothing.</param>
internal sealed record TemplateFilter(string Name, int Least, int Most, bool WantsNumber, Func<object?, object?[], object?> Apply);

/// <summary>The filters that bodies may use. Pure, free of culture, and without regular expressions.</summary>
internal static class TemplateFilters
{
    public const string DefaultName = "default";

    /// <summary>Known, and answered with a sentence of its own until short links exist.</summary>
    public const string TrackName = "track";

    private static readonly FrozenDictionary<string, TemplateFilter> All = new[]
    {
        new TemplateFilter(DefaultName, 1, 1, false, (value, a) => IsEmpty(value) ? a[0] : value),
        Words("upcase", text => text.ToUpperInvariant()),
        Words("downcase", text => text.ToLowerInvariant()),
        Words("capitalize", Capitalize),
        Words("strip", text => text.Trim()),
        Words("lstrip", text => text.TrimStart()),
        Words("rstrip", text => text.TrimEnd()),
        Words("strip_newlines", text => text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal)),
        Words("url_encode", Uri.EscapeDataString),
        new TemplateFilter("append", 1, 1, false, (value, a) => TemplateValue.Text(value) + TemplateValue.Text(a[0])),
        new TemplateFilter("prepend", 1, 1, false, (value, a) => TemplateValue.Text(a[0]) + TemplateValue.Text(value)),
        new TemplateFilter("replace", 1, 2, false, (value, a) => Replace(value, a[0], a.Length > 1 ? a[1] : null)),
        new TemplateFilter("replace_first", 1, 2, false, (value, a) => ReplaceFirst(value, a[0], a.Length > 1 ? a[1] : null)),
        new TemplateFilter("remove", 1, 1, false, (value, a) => Replace(value, a[0], null)),
        new TemplateFilter("remove_first", 1, 1, false, (value, a) => ReplaceFirst(value, a[0], null)),
        new TemplateFilter("truncate", 0, 2, true, (value, a) => Truncate(value, Whole(a, 0, 50), a.Length > 1 ? TemplateValue.Text(a[1]) : "...")),
        new TemplateFilter("truncatewords", 0, 2, true, (value, a) => TruncateWords(value, Whole(a, 0, 15), a.Length > 1 ? TemplateValue.Text(a[1]) : "...")),
        new TemplateFilter("slice", 1, 2, true, (value, a) => Slice(value, Whole(a, 0, 0), Whole(a, 1, 1))),
        new TemplateFilter("size", 0, 0, false, (value, _) => value is string[] words ? (decimal)words.Length : TemplateValue.Text(value).Length),
        new TemplateFilter("split", 1, 1, false, (value, a) => Split(value, TemplateValue.Text(a[0]))),
        new TemplateFilter("first", 0, 0, false, (value, _) => value is string[] words ? words.FirstOrDefault() : value),
        new TemplateFilter("last", 0, 0, false, (value, _) => value is string[] words ? words.LastOrDefault() : value),
        new TemplateFilter("join", 0, 1, false, (value, a) => Join(value, a.Length > 0 ? TemplateValue.Text(a[0]) : " ")),
        Sum("plus", (left, right) => left + right),
        Sum("minus", (left, right) => left - right),
        Sum("times", (left, right) => left * right),
        Sum("divided_by", (left, right) => left.Scale == 0 && right.Scale == 0 ? Math.Floor(left / right) : left / right),
        Sum("modulo", (left, right) => left - (right * Math.Floor(left / right))),
        new TemplateFilter("round", 0, 1, true, (value, a) => Figure(value, n => Math.Round(n, Math.Clamp(Whole(a, 0, 0), 0, 28), MidpointRounding.AwayFromZero))),
        new TemplateFilter("ceil", 0, 0, false, (value, _) => Figure(value, Math.Ceiling)),
        new TemplateFilter("floor", 0, 0, false, (value, _) => Figure(value, Math.Floor)),
        new TemplateFilter("abs", 0, 0, false, (value, _) => Figure(value, Math.Abs)),
        new TemplateFilter("date", 1, 1, false, (value, a) => TemplateDates.Format(value, TemplateValue.Text(a[0]))),
    }.ToFrozenDictionary(filter => filter.Name, StringComparer.Ordinal);

    /// <summary>The names, for the sentence that refuses another one.</summary>
    public static string Names => string.Join(", ", All.Keys.Order(StringComparer.Ordinal));

    public static TemplateFilter? Find(string name) => All.GetValueOrDefault(name);

    private static TemplateFilter Words(string name, Func<string, string> change) =>
        new(name, 0, 0, false, (value, _) => value is null ? null : change(TemplateValue.Text(value)));

    private static TemplateFilter Sum(string name, Func<decimal, decimal, decimal> sum) =>
        new(name, 1, 1, true, (value, a) => TemplateValue.Number(a[0]) is { } right ? Figure(value, left => sum(left, right)) : null);

    private static decimal? Figure(object? value, Func<decimal, decimal> change)
    {
        if (TemplateValue.Number(value) is not { } number)
        {
            return null;
        }

        try
        {
            return change(number);
        }
        catch (Exception beyond) when (beyond is OverflowException or DivideByZeroException)
        {
            // A sum without a result prints nothing, as every sum with what is no number.
            return null;
        }
    }

    private static int Whole(object?[] arguments, int index, int otherwise) =>
        index < arguments.Length && TemplateValue.Number(arguments[index]) is { } number
            ? (int)Math.Clamp(number, -MessageTemplate.MaxLength, MessageTemplate.MaxLength)
            : otherwise;

    private static bool IsEmpty(object? value) => value is null or false || (value is string text && string.IsNullOrWhiteSpace(text));

    private static string Capitalize(string text)
    {
        var first = 0;
        while (first < text.Length && char.IsWhiteSpace(text[first]))
        {
            first++;
        }

        return first == text.Length
            ? text
            : string.Concat(text.AsSpan(0, first), text.Substring(first, 1).ToUpperInvariant(), text[(first + 1)..].ToLowerInvariant());
    }

    private static object? Replace(object? value, object? from, object? to)
    {
        var (text, search, replacement) = (TemplateValue.Text(value), TemplateValue.Text(from), TemplateValue.Text(to));
        if (text.Length == 0 || search.Length == 0)
        {
            return value;
        }

        // Counted first only where the result could be too long: a short text full of matches may ask for gigabytes.
        if ((long)text.Length / search.Length * replacement.Length > MessageTemplate.MaxLength)
        {
            var count = text.AsSpan().Count(search);
            if (text.Length + ((long)count * (replacement.Length - search.Length)) > MessageTemplate.MaxLength)
            {
                return TemplateValue.TooLong;
            }
        }

        return text.Replace(search, replacement, StringComparison.Ordinal);
    }

    private static object? ReplaceFirst(object? value, object? from, object? to)
    {
        var (text, search) = (TemplateValue.Text(value), TemplateValue.Text(from));
        var at = search.Length == 0 ? -1 : text.IndexOf(search, StringComparison.Ordinal);
        return at < 0 ? value : string.Concat(text.AsSpan(0, at), TemplateValue.Text(to), text.AsSpan(at + search.Length));
    }

    private static object? Truncate(object? value, int length, string ending)
    {
        var text = TemplateValue.Text(value);
        return value is null || text.Length <= length ? value : string.Concat(text.AsSpan(0, Math.Max(0, length - ending.Length)), ending);
    }

    private static string? TruncateWords(object? value, int count, string ending)
    {
        if (value is null)
        {
            return null;
        }

        var text = TemplateValue.Text(value);
        var end = -1;
        for (var words = 0; words < Math.Max(1, count); words++)
        {
            end = text.IndexOf(' ', end + 1);
            if (end < 0)
            {
                return text;
            }
        }

        return string.Concat(text.AsSpan(0, end), ending);
    }

    private static string? Slice(object? value, int offset, int length)
    {
        if (value is null)
        {
            return null;
        }

        var text = TemplateValue.Text(value);
        var start = offset < 0 ? text.Length + offset : offset;
        var end = Math.Min(text.Length, start + length);
        start = Math.Max(0, start);
        return start >= end ? "" : text[start..end];
    }

    private static object? Split(object? value, string separator)
    {
        if (value is null)
        {
            return null;
        }

        var text = TemplateValue.Text(value);
        return text.AsSpan().Count(separator) > MessageTemplate.MaxLength / 8
            ? TemplateValue.TooLong
            : text.Split(separator, StringSplitOptions.RemoveEmptyEntries);
    }

    private static object? Join(object? value, string glue)
    {
        if (value is not string[] words)
        {
            return value;
        }

        return (long)words.Length * glue.Length > MessageTemplate.MaxLength ? TemplateValue.TooLong : string.Join(glue, words);
    }
}
