using NodaTime.TimeZones;

namespace Carillon.Primitives;

/// <summary>
/// Names of time zones. What is stored is a name of the IANA data that rules and places are reckoned with; what Windows calls a zone is converted
/// on the way in. A bare distance from UTC ("UTC+05") is no zone: it has no clock changes and no place.
/// </summary>
public static class TimeZoneName
{
    private const int MostLetters = 64;

    /// <summary>The IANA name that a text means; null: it names no zone.</summary>
    public static string? Of(string? text) =>
        text is not { Length: > 0 and <= MostLetters } ? null
        : TzdbDateTimeZoneSource.Default.CanonicalIdMap.ContainsKey(text) ? text
        : TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping.TryGetValue(text, out var name) ? name
        : null;
}
