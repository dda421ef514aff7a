using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Campaigns;

/// <summary>How a campaign's begin is meant, beside its instant.</summary>
/// <param name="TimeZone">IANA zone of its wall time; null: the workspace's.</param>
/// <param name="RecipientLocalTime">Whether each recipient's own clock must have arrived at that wall time.</param>
public sealed record CampaignSchedule(string? TimeZone = null, bool RecipientLocalTime = false)
{
    private static readonly LocalDateTimePattern Wall = LocalDateTimePattern.GeneralIso;

    /// <summary>The wall time of an instant at home.</summary>
    public static string WallOf(DateTimeOffset instant, string homeZone) =>
        Wall.Format(Instant.FromDateTimeOffset(instant).InZone(DateTimeZoneProviders.Tzdb[homeZone]).LocalDateTime);

    /// <summary>The first instant at which some recipient's clock may have arrived: the easternmost comes first.</summary>
    public static DateTimeOffset FirstOn(string wall, string homeZone)
    {
        var local = Wall.Parse(wall).Value;
        return DialingPlan.Zones.Append(homeZone).Min(zone => local.InZoneLeniently(DateTimeZoneProviders.Tzdb[zone]).ToDateTimeOffset()).ToUniversalTime();
    }
}

/// <summary>Days and hours that a campaign wants for itself, as given.</summary>
/// <param name="Start">"09:00".</param>
/// <param name="End">"18:00", later than the start.</param>
/// <param name="Days">MO to SU; none: every day.</param>
/// <param name="TimeZone"><c>recipient</c> or an IANA name.</param>
public sealed record CampaignWindow(string Start, string End, IReadOnlyList<string> Days, string TimeZone)
{
    /// <summary>The recipient's own clock.</summary>
    public const string Recipient = "recipient";

    /// <summary>The days as calendars write them, Monday first.</summary>
    public static IReadOnlyList<string> DayNames { get; } = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// <summary>The hours as rules are written.</summary>
    public string Hours => $"{Start}-{End}";

    /// <summary>The days as timetables take them.</summary>
    public int DayBits => Days.Count == 0
        ? SendingWindow.EveryDay
        : Days.Aggregate(0, (bits, day) => bits | SendingWindow.Bit((IsoDayOfWeek)(1 + DayNames.ToList().IndexOf(day))));

    /// <summary>The zone; null: the recipient's.</summary>
    public string? Zone => TimeZone == Recipient ? null : TimeZone;

    /// <summary>Whether the hours open before they close.</summary>
    public bool IsOpen => LocalHours.TryParse(Hours, out _);
}
