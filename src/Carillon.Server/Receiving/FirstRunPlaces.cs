using System.Globalization;
using Carillon.Access;
using NodaTime.TimeZones;
using PhoneNumbers;

namespace Carillon.Server.Receiving;

/// <summary>Countries for people to choose from, and the one that a time zone lies in.</summary>
internal static class FirstRunPlaces
{
    private static readonly string[] First = ["US", "CA"];

    /// <summary>All whose numbers can be read; those whose rules are known stand first.</summary>
    public static IReadOnlyList<(string Code, string Name)> Countries { get; } =
    [
        .. PhoneNumberUtil.GetInstance().GetSupportedRegions().Select(code => (Code: code, Name: NameOf(code)))
            .OrderBy(country => First.Contains(country.Code) ? Array.IndexOf(First, country.Code) : First.Length).ThenBy(country => country.Name, StringComparer.Ordinal),
    ];

    /// <summary>The country that a zone of the IANA database lies in; null: in none, or in one whose numbers cannot be read.</summary>
    public static string? CountryOf(string zone) =>
        TzdbDateTimeZoneSource.Default.ZoneLocations?.FirstOrDefault(place => place.ZoneId == zone)?.CountryCode is { } code && Workspace.IsRegion(code) ? code : null;

    private static string NameOf(string code)
    {
        try
        {
            return new RegionInfo(code).EnglishName;
        }
        catch (ArgumentException)
        {
            return code; // an island that this machine's list of countries does not know
        }
    }
}
