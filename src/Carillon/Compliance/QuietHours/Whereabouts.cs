using System.Collections.Concurrent;
using Carillon.Primitives;
using NodaTime.TimeZones;

namespace Carillon.Compliance.QuietHours;

/// <summary>
/// All that is known about where a recipient is: the contact's own zone and state and those of the number. The contact's word
/// settles which of the number's several it is; where it is none of them, both bind. Equal knowledge is one object.
/// </summary>
/// <param name="Zones">Every zone whose clock must allow.</param>
/// <param name="Regions">Every state or province whose law must allow.</param>
public sealed record Whereabouts(IReadOnlyList<string> Zones, IReadOnlyList<string> Regions)
{
    private const int MostKept = 20_000;
    private static readonly ConcurrentDictionary<(string Prefix, string? Zone, string? Region), Whereabouts> Known = [];

    /// <summary>Whether neither contact nor number tells a zone.</summary>
    public bool IsUnknown => Zones.Count == 0;

    /// <summary>Puts together what a number and a contact tell.</summary>
    /// <param name="number">The number that will be texted.</param>
    /// <param name="timeZone">The contact's own zone, if stated.</param>
    /// <param name="region">The contact's state of residence, if stated.</param>
    public static Whereabouts Of(PhoneNumber number, string? timeZone, string? region)
    {
        if (Known.Count > MostKept)
        {
            Known.Clear();
        }

        return Known.GetOrAdd((DialingPlan.PrefixOf(number), timeZone, region), key => Find(DialingPlan.Of(key.Prefix), key.Zone, key.Region));
    }

    private static Whereabouts Find(NumberPlace number, string? timeZone, string? region)
    {
        var stated = string.IsNullOrWhiteSpace(region) ? null : RulePacks.Regions.Canonical(region);
        var regions = Settle(number.Regions, stated);
        var zone = ZoneId(timeZone);
        var zones = Settle(number.Zones, zone);
        if (zone is null && stated is not null && !number.Regions.Contains(stated))
        {
            zones = [.. zones.Union(DialingPlan.ZonesOf(stated))];
        }

        return new Whereabouts(zones, regions);
    }

    /// <summary>One of the number's several settles it; another binds beside them.</summary>
    private static IReadOnlyList<string> Settle(IReadOnlyList<string> ofNumber, string? stated) =>
        stated is null ? ofNumber : ofNumber.Contains(stated) ? [stated] : [.. ofNumber, stated];

    /// <summary>The zone's name as the data of numbers writes it; names that mean the same zone are one. A name that nobody knows tells nothing.</summary>
    private static string? ZoneId(string? timeZone) => string.IsNullOrWhiteSpace(timeZone)
        ? null
        : TzdbDateTimeZoneSource.Default.CanonicalIdMap.TryGetValue(timeZone, out var id) ? id : null;
}
