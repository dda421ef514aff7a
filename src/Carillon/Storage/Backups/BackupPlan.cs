using NodaTime;
using NodaTime.TimeZones;

namespace Carillon.Storage.Backups;

/// <summary>A backup a day.</summary>
/// <param name="Hour">The hour of the day, 0 to 23.</param>
/// <param name="Kept">How many of those made by this plan stay.</param>
public sealed record BackupPlan(int Hour, int Kept)
{
    /// <summary>At most so many stay.</summary>
    public const int MostKept = 90;

    /// <summary>Whether it can be kept to.</summary>
    public bool IsPossible => Hour is >= 0 and < 24 && Kept is >= 1 and <= MostKept;

    /// <summary>The first run after an instant. An hour that the clocks skip is the one after, one that comes twice the earlier.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset after, DateTimeZone zone)
    {
        var day = Instant.FromDateTimeOffset(after).InZone(zone).Date;
        var run = On(day, zone);
        return run > after ? run : On(day.PlusDays(1), zone);
    }

    private DateTimeOffset On(LocalDate day, DateTimeZone zone) =>
        zone.ResolveLocal(day.At(new LocalTime(Hour, 0)), Resolvers.LenientResolver).ToDateTimeOffset().ToUniversalTime();
}
