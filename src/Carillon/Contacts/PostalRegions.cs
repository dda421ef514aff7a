using System.Globalization;
using Carillon.Primitives;

namespace Carillon.Contacts;

/// <summary>
/// The state that a postal code of the United States or Canada lies in (compliance.md §4.1): by the first three digits of a ZIP code (USPS, Publication 65), by the
/// first letter of a Canadian one (Canada Post). A state's hours are only ever added to those of the number, so a code that straddles a border loosens nothing.
/// </summary>
public static class PostalRegions
{
    /// <summary>The own fields a code stands in.</summary>
    private static readonly string[] Fields = ["zip", "zip_code", "zipcode", "postal_code", "postalcode", "postcode"];

    /// <summary>First and last of the first three digits, and whose they are. What belongs to nobody, or to the forces abroad, is left out.</summary>
    private static readonly (int First, int Last, string State)[] Ranges =
    [
        (5, 5, "NY"), (6, 7, "PR"), (8, 8, "VI"), (9, 9, "PR"), (10, 27, "MA"), (28, 29, "RI"), (30, 38, "NH"), (39, 49, "ME"), (50, 54, "VT"), (55, 55, "MA"), (56, 59, "VT"), (60, 69, "CT"),
        (70, 89, "NJ"), (100, 149, "NY"), (150, 196, "PA"), (197, 199, "DE"), (200, 200, "DC"), (201, 201, "VA"), (202, 205, "DC"), (206, 219, "MD"), (220, 246, "VA"), (247, 268, "WV"),
        (270, 289, "NC"), (290, 299, "SC"), (300, 319, "GA"), (320, 339, "FL"), (341, 342, "FL"), (344, 344, "FL"), (346, 347, "FL"), (349, 349, "FL"), (350, 369, "AL"), (370, 385, "TN"),
        (386, 397, "MS"), (398, 399, "GA"), (400, 427, "KY"), (430, 459, "OH"), (460, 479, "IN"), (480, 499, "MI"), (500, 528, "IA"), (530, 549, "WI"), (550, 567, "MN"), (570, 577, "SD"),
        (580, 588, "ND"), (590, 599, "MT"), (600, 629, "IL"), (630, 658, "MO"), (660, 679, "KS"), (680, 693, "NE"), (700, 714, "LA"), (716, 729, "AR"), (730, 732, "OK"), (733, 733, "TX"),
        (734, 749, "OK"), (750, 799, "TX"), (800, 816, "CO"), (820, 831, "WY"), (832, 838, "ID"), (840, 847, "UT"), (850, 865, "AZ"), (870, 884, "NM"), (885, 885, "TX"), (889, 898, "NV"),
        (900, 961, "CA"), (967, 968, "HI"), (970, 979, "OR"), (980, 994, "WA"), (995, 999, "AK"),
    ];

    /// <summary>Letters of Canadian codes, and the province of each.</summary>
    private static readonly (string Letters, string Province)[] Provinces =
    [
        ("A", "NL"), ("B", "NS"), ("C", "PE"), ("E", "NB"), ("GHJ", "QC"), ("KLMNP", "ON"), ("R", "MB"), ("S", "SK"), ("T", "AB"), ("V", "BC"), ("Y", "YT"),
    ];

    /// <summary>The state of the code among a person's own fields; null: they have none that is read, or the number is of another part of the world.</summary>
    public static string? Of(IEnumerable<KeyValuePair<string, string>> fields, PhoneNumber? phone)
    {
        if (phone?.E164.StartsWith("+1", StringComparison.Ordinal) == false)
        {
            return null;
        }

        foreach (var (name, value) in fields)
        {
            if (Fields.Contains(name, StringComparer.OrdinalIgnoreCase) && Of(value) is { } region)
            {
                return region;
            }
        }

        return null;
    }

    /// <summary>
    /// The state of a code: five digits, or nine with a hyphen, of the United States (four where a spreadsheet took the zero before them away); <c>K1A 0B1</c> of
    /// Canada. Null: it is none, or of no state.
    /// </summary>
    public static string? Of(string? code)
    {
        var text = (code ?? "").Trim().ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal);
        if (text is [var letter, >= '0' and <= '9', >= 'A' and <= 'Z', >= '0' and <= '9', >= 'A' and <= 'Z', >= '0' and <= '9'])
        {
            return letter == 'X' ? (text[1] == '0' && text[2] is 'A' or 'B' or 'C' ? "CA-NU" : "CA-NT")
                : Array.Find(Provinces, place => place.Letters.Contains(letter, StringComparison.Ordinal)).Province is { } province ? $"CA-{province}"
                : null;
        }

        var digits = text is [_, _, _, _, _, '-', _, _, _, _] && text[6..].All(char.IsAsciiDigit) ? text[..5] : text;
        return digits.Length is 4 or 5 && digits.All(char.IsAsciiDigit) ? OfZip(int.Parse(digits, CultureInfo.InvariantCulture)) : null;
    }

    private static string? OfZip(int code) => code switch
    {
        96799 => "US-AS",
        >= 96910 and <= 96932 => "US-GU",
        >= 96950 and <= 96952 => "US-MP",
        _ => Array.Find(Ranges, range => range.First <= code / 100 && code / 100 <= range.Last).State is { } state ? $"US-{state}" : null,
    };
}
