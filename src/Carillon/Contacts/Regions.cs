using System.Buffers;
using System.Collections.Frozen;
using Carillon.Access;

namespace Carillon.Contacts;

/// <summary>
/// States of residence (ISO 3166-2). Those of the United States, with its districts and territories, and of Canada are known by name, because rules
/// ask for them; of other countries the country and the form are checked: <c>GB-ENG</c>.
/// </summary>
public static class Regions
{
    private static readonly (string Code, string Name)[] Known =
    [
        ("US-AL", "Alabama"), ("US-AK", "Alaska"), ("US-AZ", "Arizona"), ("US-AR", "Arkansas"), ("US-CA", "California"), ("US-CO", "Colorado"),
        ("US-CT", "Connecticut"), ("US-DE", "Delaware"), ("US-DC", "District of Columbia"), ("US-FL", "Florida"), ("US-GA", "Georgia"),
        ("US-HI", "Hawaii"), ("US-ID", "Idaho"), ("US-IL", "Illinois"), ("US-IN", "Indiana"), ("US-IA", "Iowa"), ("US-KS", "Kansas"),
        ("US-KY", "Kentucky"), ("US-LA", "Louisiana"), ("US-ME", "Maine"), ("US-MD", "Maryland"), ("US-MA", "Massachusetts"), ("US-MI", "Michigan"),
        ("US-MN", "Minnesota"), ("US-MS", "Mississippi"), ("US-MO", "Missouri"), ("US-MT", "Montana"), ("US-NE", "Nebraska"), ("US-NV", "Nevada"),
        ("US-NH", "New Hampshire"), ("US-NJ", "New Jersey"), ("US-NM", "New Mexico"), ("US-NY", "New York"), ("US-NC", "North Carolina"),
        ("US-ND", "North Dakota"), ("US-OH", "Ohio"), ("US-OK", "Oklahoma"), ("US-OR", "Oregon"), ("US-PA", "Pennsylvania"), ("US-RI", "Rhode Island"),
        ("US-SC", "South Carolina"), ("US-SD", "South Dakota"), ("US-TN", "Tennessee"), ("US-TX", "Texas"), ("US-UT", "Utah"), ("US-VT", "Vermont"),
        ("US-VA", "Virginia"), ("US-WA", "Washington"), ("US-WV", "West Virginia"), ("US-WI", "Wisconsin"), ("US-WY", "Wyoming"),
        ("US-AS", "American Samoa"), ("US-GU", "Guam"), ("US-MP", "Northern Mariana Islands"), ("US-PR", "Puerto Rico"), ("US-VI", "Virgin Islands"),
        ("US-UM", "United States Minor Outlying Islands"),
        ("CA-AB", "Alberta"), ("CA-BC", "British Columbia"), ("CA-MB", "Manitoba"), ("CA-NB", "New Brunswick"), ("CA-NL", "Newfoundland and Labrador"),
        ("CA-NS", "Nova Scotia"), ("CA-NT", "Northwest Territories"), ("CA-NU", "Nunavut"), ("CA-ON", "Ontario"), ("CA-PE", "Prince Edward Island"),
        ("CA-QC", "Quebec"), ("CA-SK", "Saskatchewan"), ("CA-YT", "Yukon"),
    ];

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private static readonly FrozenSet<string> Codes = Known.Select(region => region.Code).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Names =
        Known.Append(("CA-QC", "Québec")).ToFrozenDictionary(region => region.Item2, region => region.Item1, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is a code as it is stored: <c>US-FL</c>.</summary>
    public static bool IsKnown(string code) => Codes.Contains(code) || IsElsewhere(code);

    /// <summary>Reads a code in any case, a short code (<c>FL</c>, of the given country first) or a name (<c>Florida</c>).</summary>
    public static bool TryRead(string text, string country, out string code)
    {
        var word = text.Trim();
        code = word.ToUpperInvariant();
        if (IsKnown(code))
        {
            return true;
        }

        if (word.Length == 2)
        {
            var other = country == "CA" ? "US" : "CA";
            foreach (var place in new[] { country, other })
            {
                code = $"{place}-{word.ToUpperInvariant()}";
                if (Codes.Contains(code))
                {
                    return true;
                }
            }

            return false;
        }

        return Names.TryGetValue(word, out code!); // null only with false
    }

    private static bool IsElsewhere(string code) => code is [_, _, '-', _, ..] && code.Length <= 6 && code[..2] is not ("US" or "CA")
        && Workspace.IsRegion(code[..2]) && !code.AsSpan(3).ContainsAnyExcept(Letters);
}
