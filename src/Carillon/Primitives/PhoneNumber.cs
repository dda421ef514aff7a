using System.Diagnostics.CodeAnalysis;
using PhoneNumbers;

namespace Carillon.Primitives;

/// <summary>An E.164 number, and so the key of consent: people change, numbers stay.</summary>
public readonly record struct PhoneNumber
{
    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();
    private readonly string? _e164;

    private PhoneNumber(string e164) => _e164 = e164;

    /// <summary>The number as <c>+15551234567</c>.</summary>
    public string E164 => _e164 ?? throw new InvalidOperationException("A number that was never parsed.");

    /// <summary>Reads a number as people write it.</summary>
    /// <param name="text">Any human form, with or without a country code.</param>
    /// <param name="defaultRegion">The country (ISO 3166-1, "US") of a number written without its code.</param>
    /// <param name="number">The number read.</param>
    /// <returns>Whether it is a valid number of its country's plan.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, string defaultRegion, out PhoneNumber number)
    {
        number = default;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 64)
        {
            return false;
        }

        try
        {
            var parsed = Library.Parse(text, defaultRegion);
            if (!Library.IsValidNumber(parsed) || parsed.HasExtension)
            {
                return false;
            }

            number = new PhoneNumber(Library.Format(parsed, PhoneNumberFormat.E164));
            return true;
        }
        catch (NumberParseException)
        {
            // The library answers "not a number" this way; it is an outcome here.
            return false;
        }
    }

    /// <summary>Reads a number that is E.164 already (a provider's or our own writing); checks its form only, so short test ranges pass.</summary>
    public static bool TryParseE164([NotNullWhen(true)] string? text, out PhoneNumber number)
    {
        number = default;
        if (text is null || text.Length is < 8 or > 16 || text[0] != '+' || text[1] == '0' || text.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        number = new PhoneNumber(text);
        return true;
    }

    /// <summary>Wraps a number that was stored by us.</summary>
    public static PhoneNumber FromStored(string e164) => new(e164);

    /// <summary>The number with its middle hidden, for logs and traces: <c>+1415•••0123</c>.</summary>
    public string Masked => E164.Length < 10 ? "•••" : $"{E164[..5]}•••{E164[^4..]}";

    /// <summary>The number as <c>+15551234567</c>.</summary>
    public override string ToString() => E164;
}
