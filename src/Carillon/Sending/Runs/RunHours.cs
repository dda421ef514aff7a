using Carillon.Access;
using Carillon.Compliance.OwnRules;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Primitives;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Sending.Runs;

/// <summary>The hours that a run keeps, as they were at its start.</summary>
/// <param name="Law">Which law.</param>
/// <param name="Window">Hours of its own, "09:00-18:00"; null: none.</param>
/// <param name="Days">Days of its own, as <see cref="SendingWindow.Days"/>.</param>
/// <param name="WindowZone">The clock of its own hours; null: the recipient's.</param>
/// <param name="HomeZone">The clock where a recipient's is unknown.</param>
/// <param name="LocalStart">The wall time, ISO 8601, at which each recipient's clock must have arrived; null: everybody at once.</param>
public sealed record RunHours(QuietHoursRule Law, string? Window, int Days, string? WindowZone, string HomeZone, string? LocalStart)
{
    /// <summary>No hours but the law's.</summary>
    public static RunHours Lawful { get; } = new(QuietHoursRule.Strictest, null, SendingWindow.EveryDay, null, "America/New_York", null);

    /// <summary>The hours as timetables are asked for them.</summary>
    public HoursWish Wish(Purpose purpose, QuietHoursFor keep, OwnHours? own = null) => new(
        purpose == Purpose.Marketing || keep == QuietHoursFor.All ? Law : null,
        Window is not null && LocalHours.TryParse(Window, out var hours) ? new SendingWindow(hours, Days, WindowZone) : null,
        HomeZone)
    {
        Own = own,
    };

    /// <summary>When a recipient falls due: when every clock that may be theirs has arrived at the wall time.</summary>
    public DateTimeOffset DueFor(Whereabouts place, DateTimeOffset begun)
    {
        if (LocalStart is null)
        {
            return begun;
        }

        var wall = LocalDateTimePattern.GeneralIso.Parse(LocalStart).Value;
        var zones = place.IsUnknown ? [HomeZone] : place.Zones;
        var last = zones.Max(zone => wall.InZoneLeniently(DateTimeZoneProviders.Tzdb[zone]).ToDateTimeOffset());
        return last.ToUniversalTime() > begun ? last.ToUniversalTime() : begun;
    }
}
