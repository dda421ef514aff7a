using System.Collections.Concurrent;
using Carillon.Compliance.OwnRules;
using Carillon.Compliance.RulePacks;
using NodaTime;

namespace Carillon.Compliance.QuietHours;

/// <summary>
/// Makes timetables from what the pack says and what a campaign wants. Recipients of whom the same is known share one, so that a
/// hundred thousand of them cost a few hundred.
/// </summary>
/// <param name="pack">The rules.</param>
/// <param name="margin">Nothing starts this close to the end of a legal window.</param>
public sealed class LegalHours(RulePack pack, TimeSpan margin)
{
    private const int MostKept = 50_000;
    private readonly ConcurrentDictionary<(Whereabouts Place, HoursWish Wish), Timetable> _tables = [];
    private readonly Duration _margin = Duration.FromTimeSpan(margin);

    /// <summary>The rules.</summary>
    public RulePack Pack => pack;

    /// <summary>When a recipient may be texted.</summary>
    public Timetable Of(Whereabouts place, HoursWish wish)
    {
        if (wish is { Law: null, Window: null })
        {
            return Timetable.Always;
        }

        if (_tables.Count > MostKept)
        {
            _tables.Clear();
        }

        return _tables.GetOrAdd((place, wish), Make);
    }

    /// <summary>The laws that bind a recipient.</summary>
    public IReadOnlyList<QuietRule> Rules(Whereabouts place, QuietHoursRule law)
    {
        if (place.IsUnknown)
        {
            return [pack.Unknown];
        }

        var own = law == QuietHoursRule.Strictest
            ? place.Regions.SelectMany(pack.RulesOf)
            : place.Regions.SelectMany(region => pack.RulesOf(RulePack.Country(region)));
        var isAllElsewhere = place.Regions.Count > 0 && place.Regions.All(region => RulePack.Country(region) != pack.Federal.Region && pack.QuietRules.Contains(RulePack.Country(region)));
        return [.. own.Concat(isAllElsewhere ? [] : [pack.Federal]).DistinctBy(rule => rule.Id)];
    }

    private Timetable Make((Whereabouts Place, HoursWish Wish) key)
    {
        var (place, wish) = key;
        var limits = new List<HoursLimit>();
        if (wish.Law is { } law)
        {
            foreach (var rule in Rules(place, law))
            {
                var zones = place.Zones.Select(Zone);
                limits.AddRange((rule.Zone is null ? zones : zones.Append(rule.Zone).Distinct()).Select(zone => new HoursLimit(rule.Id, zone, rule.On, _margin)));
            }
        }

        if (wish is { Law: not null, Own: { } own })
        {
            limits.AddRange((place.IsUnknown ? [pack.Unknown.Zone ?? DateTimeZone.Utc] : place.Zones.Select(Zone)).SelectMany(zone => Limits(own, zone)));
        }

        if (wish.Window is { } window)
        {
            limits.AddRange(Clocks(place, window, wish.HomeZone).Select(zone => new HoursLimit(SendingWindow.Rule, Zone(zone), window.On, Duration.Zero)));
        }

        return new Timetable(limits);
    }

    private IEnumerable<HoursLimit> Limits(OwnHours own, DateTimeZone zone)
    {
        if (own.IsSimple)
        {
            yield return new HoursLimit(pack.Simple.Id, zone, pack.Simple.On, _margin);
        }

        yield return new HoursLimit(WorkspaceRules.HoursRule, zone, On, _margin);

        LocalHours? On(LocalDate day) =>
            (own.NoSundays && day.DayOfWeek == IsoDayOfWeek.Sunday) || (own.NoHolidays && pack.Simple.Holidays?.Covers(day) == true) ? null : own.Hours;
    }

    /// <summary>The recipient's clocks; where none is known, home's.</summary>
    private static IReadOnlyList<string> Clocks(Whereabouts place, SendingWindow window, string homeZone) =>
        window.TimeZone is { } zone ? [zone] : place.IsUnknown ? [homeZone] : place.Zones;

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];
}

/// <summary>Which hours somebody's messages keep.</summary>
/// <param name="Law">Which law; null: the message is free of quiet hours.</param>
/// <param name="Window">The campaign's own hours; null: none.</param>
/// <param name="HomeZone">The clock for a campaign's own hours where the recipient's is unknown.</param>
public sealed record HoursWish(QuietHoursRule? Law, SendingWindow? Window, string HomeZone)
{
    /// <summary>Hours that the workspace keeps beside the law's, wherever the law's are kept; null: none.</summary>
    public OwnHours? Own { get; init; }
}
