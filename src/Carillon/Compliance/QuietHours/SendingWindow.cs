using Carillon.Compliance.RulePacks;
using NodaTime;

namespace Carillon.Compliance.QuietHours;

/// <summary>Days and hours that a campaign wants for itself, inside what the law allows.</summary>
/// <param name="Hours">The hours of those days.</param>
/// <param name="Days">The days, bit 1 Monday to bit 7 Sunday; never none.</param>
/// <param name="TimeZone">IANA zone of the clock; null: the recipient's, and where several are possible all of them.</param>
public sealed record SendingWindow(LocalHours Hours, int Days, string? TimeZone)
{
    /// <summary>The rule that decisions cite.</summary>
    public const string Rule = "campaign-window";

    /// <summary>Every day.</summary>
    public const int EveryDay = 0b1111_1110;

    /// <summary>The bit of a day.</summary>
    public static int Bit(IsoDayOfWeek day) => 1 << (int)day;

    /// <summary>The hours of a day; null: none.</summary>
    public LocalHours? On(LocalDate day) => (Days & Bit(day.DayOfWeek)) == 0 ? null : Hours;
}
