using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Carillon.Primitives;
using NodaTime.TimeZones;

namespace Carillon.Compliance.QuietHours;

/// <summary>
/// Where a number may be: the union of all zones under its area code, because the longest prefix names one where several are
/// possible, and the state the area code belongs to. A toll-free code is nowhere, and so is one that the data does not know.
/// </summary>
public static class DialingPlan
{
    private const string NorthAmerica = "+1";
    private static readonly Lazy<Book> Data = new(Read);

    /// <summary>Every zone that some number can be in.</summary>
    public static IReadOnlyCollection<string> Zones => Data.Value.Zones;

    /// <summary>The part of a number that tells where it is: area code in North America, else the country's code; empty where it tells nothing.</summary>
    public static string PrefixOf(PhoneNumber number)
    {
        var digits = number.E164;
        if (digits.StartsWith(NorthAmerica, StringComparison.Ordinal))
        {
            return digits.Length >= 5 && Data.Value.Places.ContainsKey(digits[1..5]) ? digits[1..5] : "";
        }

        for (var length = 1; length <= 3 && length < digits.Length; length++)
        {
            if (Data.Value.Places.ContainsKey(digits.Substring(1, length)))
            {
                return digits.Substring(1, length);
            }
        }

        return "";
    }

    /// <summary>What a prefix tells.</summary>
    public static NumberPlace Of(string prefix) => Data.Value.Places.GetValueOrDefault(prefix, NumberPlace.Unknown);

    /// <summary>Every zone of a state or province, as far as its area codes tell.</summary>
    public static IReadOnlyList<string> ZonesOf(string region) => Data.Value.ByRegion.GetValueOrDefault(region, []);

    private static Book Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Carillon.Compliance.QuietHours.DialingPlan.json")
            ?? throw new InvalidOperationException("The dialing plan is not in the program.");
        var file = JsonSerializer.Deserialize<PlanFile>(stream, JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException("The dialing plan is empty.");
        var places = file.Areas.ToDictionary(area => $"1{area.Key}", area => new NumberPlace(Canonical(area.Value.Zones), area.Value.Regions));
        foreach (var (code, zones) in file.Countries)
        {
            places[code] = new NumberPlace(Canonical(zones), []);
        }

        return new Book(
            places.ToFrozenDictionary(),
            [.. places.Values.SelectMany(place => place.Zones).Distinct().Order(StringComparer.Ordinal)],
            places.Values.SelectMany(place => place.Regions.SelectMany(region => place.Zones.Select(zone => (region, zone)))).Distinct()
                .GroupBy(pair => pair.region, pair => pair.zone).ToFrozenDictionary(group => group.Key, IReadOnlyList<string> (group) => [.. group]));
    }

    private static IReadOnlyList<string> Canonical(IReadOnlyList<string> zones) =>
        [.. zones.Select(zone => TzdbDateTimeZoneSource.Default.CanonicalIdMap[zone]).Distinct().Order(StringComparer.Ordinal)];

    private sealed record Book(FrozenDictionary<string, NumberPlace> Places, IReadOnlyList<string> Zones, FrozenDictionary<string, IReadOnlyList<string>> ByRegion);

    private sealed record PlanFile(string Source, IReadOnlyDictionary<string, AreaEntry> Areas, IReadOnlyDictionary<string, IReadOnlyList<string>> Countries);

    private sealed record AreaEntry(IReadOnlyList<string> Zones, IReadOnlyList<string> Regions);
}

/// <summary>Where numbers with one prefix may be.</summary>
/// <param name="Zones">IANA zones.</param>
/// <param name="Regions">States or provinces; none outside the United States and Canada.</param>
public sealed record NumberPlace(IReadOnlyList<string> Zones, IReadOnlyList<string> Regions)
{
    /// <summary>A number that tells nothing.</summary>
    public static NumberPlace Unknown { get; } = new([], []);
}
