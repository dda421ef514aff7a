using NodaTime;

namespace Carillon.Sending.Pacing;

/// <summary>
/// One limit over more than a second. Minutes and hours slide: no sixty seconds and no sixty minutes hold more than the limit. A day
/// is a calendar day of a zone. A total never comes back (the first of a canary, a sum of money).
/// </summary>
/// <param name="Key">Whose limit, unique with the period.</param>
/// <param name="Period">Over what.</param>
/// <param name="Limit">At most so much.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Words">Who limits, for people: "the sender's 300 a minute".</param>
/// <param name="Zone">Whose days; for other periods without meaning.</param>
public sealed record PaceRule(string Key, PacePeriod Period, long Limit, PaceUnit Unit, string Words, string Zone = "UTC")
{
    /// <summary>A request leaves up to two seconds after its permit, so a sliding window is held that much longer.</summary>
    private const long Margin = 3;

    /// <summary>The key of its row.</summary>
    public string RowKey => $"{Key}:{Period}";

    /// <summary>What one message uses.</summary>
    public long WeightOf(PaceLoad load) => Unit switch
    {
        PaceUnit.Message => 1,
        PaceUnit.Segment => Math.Max(1, load.Segments),
        PaceUnit.Money => load.CostMicros,
        _ => throw new ArgumentOutOfRangeException(nameof(load), Unit, null),
    };

    /// <summary>The part of the window that an instant belongs to.</summary>
    public long PartOf(DateTimeOffset now) => Period switch
    {
        PacePeriod.Minute => now.ToUnixTimeSeconds(),
        PacePeriod.Hour => now.ToUnixTimeSeconds() / 30 * 30,
        PacePeriod.Day => DayStart(now, 0).ToUnixTimeSeconds(),
        PacePeriod.Total => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(now), Period, null),
    };

    /// <summary>When use of a part is free again; null: never.</summary>
    public DateTimeOffset? FreeAt(long part, DateTimeOffset now) => Period switch
    {
        PacePeriod.Minute => DateTimeOffset.FromUnixTimeSeconds(part + 60 + Margin),
        PacePeriod.Hour => DateTimeOffset.FromUnixTimeSeconds(part + 30 + 3600 + Margin),
        PacePeriod.Day => DayStart(now, 1),
        PacePeriod.Total => null,
        _ => throw new ArgumentOutOfRangeException(nameof(part), Period, null),
    };

    /// <summary>Whether use of a part still counts.</summary>
    public bool Counts(long part, DateTimeOffset now) => Period switch
    {
        PacePeriod.Day => part >= PartOf(now),
        PacePeriod.Total => true,
        PacePeriod.Minute or PacePeriod.Hour => FreeAt(part, now) > now,
        _ => throw new ArgumentOutOfRangeException(nameof(part), Period, null),
    };

    private DateTimeOffset DayStart(DateTimeOffset now, int daysOn)
    {
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(Zone) ?? DateTimeZone.Utc;
        return zone.AtStartOfDay(Instant.FromDateTimeOffset(now).InZone(zone).Date.PlusDays(daysOn)).ToDateTimeOffset().ToUniversalTime();
    }
}

/// <summary>Over what a limit is counted.</summary>
public enum PacePeriod
{
    Minute,
    Hour,
    Day,
    Total,
}

/// <summary>What a limit counts.</summary>
public enum PaceUnit
{
    Message,
    Segment,
    Money,
}

/// <summary>What one message weighs.</summary>
/// <param name="Segments">Billing parts.</param>
/// <param name="CostMicros">What it costs, in millionths.</param>
public readonly record struct PaceLoad(int Segments, long CostMicros);

/// <summary>What was granted.</summary>
/// <param name="Count">How many of the messages, from the first.</param>
/// <param name="By">The rule that stopped the next one; null: none did.</param>
/// <param name="NextAt">When the next one may go; null: all may, or never by itself.</param>
public readonly record struct PaceGrant(int Count, PaceRule? By, DateTimeOffset? NextAt);
