using System.Globalization;

namespace Carillon.Compliance.RulePacks;

/// <summary>Hours of one local day, from their opening up to but without their close; both in minutes of the day.</summary>
/// <param name="Open">The first minute inside.</param>
/// <param name="Close">The first minute outside again, at most 1440.</param>
public readonly record struct LocalHours(int Open, int Close)
{
    private const int MinutesOfADay = 24 * 60;

    /// <summary>The whole day.</summary>
    public static LocalHours AllDay { get; } = new(0, MinutesOfADay);

    /// <summary>Reads "09:00-21:30"; false for anything else, and for hours that close before they open.</summary>
    public static bool TryParse(string text, out LocalHours hours)
    {
        hours = default;
        var parts = text.Split('-');
        if (parts.Length != 2 || !TryParseMinute(parts[0], out var open) || !TryParseMinute(parts[1], out var close) || close <= open)
        {
            return false;
        }

        hours = new LocalHours(open, close);
        return true;
    }

    /// <summary>Reads "09:00", up to "24:00".</summary>
    public static bool TryParseMinute(string? text, out int minute)
    {
        minute = 0;
        if (text is not { Length: 5 } || text[2] != ':'
            || !int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            || !int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var rest) || rest > 59)
        {
            return false;
        }

        minute = (hour * 60) + rest;
        return minute <= MinutesOfADay;
    }

    /// <summary>Whether every minute of these lies in the others.</summary>
    public bool IsWithin(LocalHours other) => Open >= other.Open && Close <= other.Close;

    /// <summary>"09:00-21:30".</summary>
    public override string ToString() => $"{Clock(Open)}-{Clock(Close)}";

    private static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
