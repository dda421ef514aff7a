using NodaTime;
using NodaTime.Text;

namespace Carillon.Server.Web.Api;

/// <summary>A date alone, as people give it: a day of the workspace's zone.</summary>
public static class WorkspaceDay
{
    /// <summary>When a day begins, or one of the days after it; null where the text is no date, or none that makes sense.</summary>
    /// <param name="zone">The workspace's zone.</param>
    /// <param name="text">Perhaps a date: <c>2026-11-28</c>.</param>
    /// <param name="daysLater">How many days after it; with 1 it is the first instant after the day.</param>
    public static DateTimeOffset? BeginOf(DateTimeZone zone, string? text, int daysLater = 0) =>
        text?.Length == "2026-11-28".Length && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: > 1970 and < 2100 } day }
            ? zone.AtStartOfDay(day.PlusDays(daysLater)).ToDateTimeOffset().ToUniversalTime()
            : null;
}
