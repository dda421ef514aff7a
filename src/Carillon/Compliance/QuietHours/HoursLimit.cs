using Carillon.Compliance.RulePacks;
using NodaTime;

namespace Carillon.Compliance.QuietHours;

/// <summary>One rule by one clock. Only wall time that was obtained from an instant is compared; no offset is ever added.</summary>
/// <param name="Rule">What decisions cite.</param>
/// <param name="Zone">The clock.</param>
/// <param name="On">The hours of a local day; null: none.</param>
/// <param name="Margin">Nothing starts this close to the end.</param>
internal sealed record HoursLimit(string Rule, DateTimeZone Zone, Func<LocalDate, LocalHours?> On, Duration Margin)
{
    private const int MinutesOfADay = 24 * 60;

    /// <summary>Whether a message may start at an instant.</summary>
    public bool Allows(Instant instant) => IsInside(instant) && (Margin == Duration.Zero || IsInside(instant + Margin));

    /// <summary>Every instant of a local day at which the answer can change.</summary>
    public IEnumerable<Instant> Edges(LocalDate day)
    {
        foreach (var edge in Turns(day))
        {
            yield return edge;
            if (Margin > Duration.Zero)
            {
                yield return edge - Margin;
            }
        }
    }

    private bool IsInside(Instant instant)
    {
        var local = instant.InZone(Zone).LocalDateTime;
        return On(local.Date) is { } hours && local.NanosecondOfDay >= hours.Open * NodaConstants.NanosecondsPerMinute
            && local.NanosecondOfDay < hours.Close * NodaConstants.NanosecondsPerMinute;
    }

    private IEnumerable<Instant> Turns(LocalDate day)
    {
        var start = Zone.AtStartOfDay(day).ToInstant();
        yield return start;
        var interval = Zone.GetZoneInterval(start);
        if (interval.HasEnd && interval.End < start + Duration.FromHours(26))
        {
            yield return interval.End;
        }

        if (On(day) is not { } hours)
        {
            yield break;
        }

        foreach (var turn in At(day, hours.Open).Concat(At(day, hours.Close)))
        {
            yield return turn;
        }
    }

    /// <summary>The instants of a wall time: two in the hour that comes twice; in the hour that does not come, the moment it is leapt over.</summary>
    private IEnumerable<Instant> At(LocalDate day, int minute)
    {
        var wall = minute == MinutesOfADay ? day.PlusDays(1).AtMidnight() : day.At(LocalTime.FromMinutesSinceMidnight(minute));
        var mapping = Zone.MapLocal(wall);
        return mapping.Count switch
        {
            0 => [mapping.LateInterval.Start],
            1 => [mapping.Single().ToInstant()],
            _ => [mapping.First().ToInstant(), mapping.Last().ToInstant()],
        };
    }
}
