using System.Globalization;

namespace Carillon.Compliance.Content;

/// <summary>
/// What may be advertised only to people of an age that somebody verified. Carriers let such texts pass to lists with an age gate alone: the date of birth is
/// asked for when a person joins, and what stays of it is the day of the check, an attribute of the contact (CTIA Messaging Principles; compliance rules, section 8).
/// </summary>
/// <param name="Category">What it is: alcohol.</param>
/// <param name="Age">From which age on, in years.</param>
public sealed record AgeGate(string Category, int Age)
{
    /// <summary>The rule's id in decisions.</summary>
    public const string Rule = "age-gate";

    /// <summary>The contact's attribute with the day or instant of the check (ISO 8601).</summary>
    public const string Attribute = "age_verified_at";

    /// <summary>Whether the attributes say that the age was checked, and not in the future. Anything but a date says nothing.</summary>
    public static bool IsPassed(IReadOnlyDictionary<string, string> attributes, DateTimeOffset now) =>
        attributes.TryGetValue(Attribute, out var text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        && text.Length >= "2026-01-31".Length && at <= now;
}
