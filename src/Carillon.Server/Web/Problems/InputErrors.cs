using System.Globalization;
using Carillon.Primitives;
using Carillon.Server.Web.Api;

namespace Carillon.Server.Web.Problems;

/// <summary>
/// Collects what is wrong with input, by field path in camelCase, so that the caller hears everything at once. Its reading
/// methods turn text into values and note what could not be read.
/// </summary>
public sealed class InputErrors
{
    /// <summary>The code where nothing more special is wrong.</summary>
    public const string Invalid = "invalid";

    /// <summary>The code where a field is not known, or only the server sets it.</summary>
    public const string UnknownField = "unknown-field";

    private readonly SortedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    /// <summary>Whether anything is wrong.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>The problem's code: that of the first error with a special one, else <c>invalid</c>.</summary>
    public string Code { get; private set; } = Invalid;

    /// <summary>One line that names the fields.</summary>
    public string Detail => Code is UnknownField
        ? $"Not known here, or set by the server only: {string.Join(", ", _errors.Keys)}."
        : $"Please mend: {string.Join(", ", _errors.Keys)}.";

    /// <summary>Messages by field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ByField =>
        _errors.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value);

    /// <summary>Notes one error.</summary>
    public void Add(string field, string message, string code = Invalid)
    {
        if (!_errors.TryGetValue(field, out var messages))
        {
            _errors.Add(field, messages = []);
        }

        messages.Add(message);
        Code = Code is Invalid ? code : Code;
    }

    /// <summary>Text that must be there; trimmed.</summary>
    public string Text(string field, string? text, int mostLetters)
    {
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length is 0)
        {
            Add(field, "is required");
        }

        return OptionalText(field, trimmed, mostLetters) ?? "";
    }

    /// <summary>Text that may be left out; trimmed, null when empty.</summary>
    public string? OptionalText(string field, string? text, int mostLetters)
    {
        var trimmed = text?.Trim();
        if (trimmed?.Length > mostLetters)
        {
            Add(field, $"must have at most {mostLetters} characters");
        }

        return string.IsNullOrEmpty(trimmed) ? null : trimmed;
    }

    /// <summary>A number as people write it.</summary>
    /// <param name="field">The field's path.</param>
    /// <param name="text">Any human form; null or empty gives null without an error.</param>
    /// <param name="defaultRegion">The workspace's country.</param>
    public PhoneNumber? Phone(string field, string? text, string defaultRegion)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        // E.164 is taken by its form: short ranges for tests are not in any country's plan.
        if (PhoneNumber.TryParse(text, defaultRegion, out var number) || PhoneNumber.TryParseE164(text.Trim(), out number))
        {
            return number;
        }

        Add(field, $"is not a phone number (read with the country {defaultRegion})");
        return null;
    }

    /// <summary>An id from a query; null without an error when absent.</summary>
    public TId? Id<TId>(string field, string? text)
        where TId : struct, IId<TId>
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Primitives.Id.TryParse<TId>(text, out var id))
        {
            return id;
        }

        Add(field, "is not an id");
        return null;
    }

    /// <summary>An instant from a query (RFC 3339 with its offset, or a date, read as its first moment in UTC); null without an error when absent.</summary>
    public DateTimeOffset? Instant(string field, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (InstantConverter.TryParse(text, out var at))
        {
            return at;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && InstantConverter.IsSensible(day.Year))
        {
            return new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        }

        Add(field, InstantConverter.Expected);
        return null;
    }

    /// <summary>One of an enum's names as the API writes them; null without an error when absent.</summary>
    public TEnum? OneOf<TEnum>(string field, string? text)
        where TEnum : struct, Enum
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (EnumNames<TEnum>.TryParse(text, out var value))
        {
            return value;
        }

        Add(field, EnumNames<TEnum>.Expected);
        return null;
    }

    /// <summary>Yes or no from a query; null without an error when absent.</summary>
    public bool? YesNo(string field, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text is "true" or "false")
        {
            return text is "true";
        }

        Add(field, "must be true or false");
        return null;
    }
}
