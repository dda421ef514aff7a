using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace Carillon.Server.Web.Shell;

/// <summary>Writes instants as the viewer reads them: in the zone of the viewer's browser, and in the workspace's until that is known.</summary>
public sealed class ViewerClock(TimeProvider time, Viewer viewer)
{
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-US");
    private DateTimeZone _workspace = DateTimeZone.Utc;

    /// <summary>The zone's name.</summary>
    public string ZoneName => Zone.Id;

    /// <summary>Today, where the viewer is.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Local(time.GetUtcNow()));

    private DateTimeZone Zone => (viewer.Zone is { } name ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) : null) ?? _workspace;

    /// <summary>Uses a zone of the IANA database where the browser told none; an unknown name leaves UTC.</summary>
    public void UseZone(string name) => _workspace = DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? DateTimeZone.Utc;

    /// <summary>The day of an instant.</summary>
    public DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(Local(at));

    /// <summary>The time of day.</summary>
    public string Hour(DateTimeOffset at) => Local(at).ToString("h:mm tt", Words);

    /// <summary>The first instant of a day.</summary>
    public DateTimeOffset StartOf(DateOnly day) => Zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToDateTimeOffset().ToUniversalTime();

    /// <summary>Day and time, the year only where it is another.</summary>
    public string Text(DateTimeOffset at)
    {
        var local = Local(at);
        return local.Year == Local(time.GetUtcNow()).Year ? local.ToString("MMM d, h:mm tt", Words) : local.ToString("MMM d, yyyy, h:mm tt", Words);
    }

    /// <summary>The time of today, the day of another.</summary>
    public string Short(DateTimeOffset at)
    {
        var (local, now) = (Local(at), Local(time.GetUtcNow()));
        return local.Date == now.Date ? local.ToString("h:mm tt", Words) : local.Year == now.Year ? local.ToString("MMM d", Words) : local.ToString("MMM d, yyyy", Words);
    }

    /// <summary>Everything, with the zone.</summary>
    public string Full(DateTimeOffset at) => $"{Local(at).ToString("dddd, MMMM d, yyyy, h:mm:ss tt", Words)} ({Zone.Id})";

    /// <summary>As a field for date and time holds it.</summary>
    public string ForField(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Reads such a field; an hour that the clocks skip becomes the one after, one that comes twice the earlier. Null: it is none.</summary>
    public DateTimeOffset? FromField(string? text) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? Zone.ResolveLocal(LocalDateTime.FromDateTime(local), Resolvers.LenientResolver).ToDateTimeOffset().ToUniversalTime()
            : null;

    private DateTime Local(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(Zone).ToDateTimeUnspecified();
}
