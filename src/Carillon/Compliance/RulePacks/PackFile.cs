using System.Text.Json;
using System.Text.Json.Serialization;

namespace Carillon.Compliance.RulePacks;

/// <summary>A rule pack as it is written; a member that is unknown or missing is refused while it is read.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PackFile(
    string Version, string From, string? Note, PackFile.RevokeAllEntry RevokeAll, PackFile.QuietHoursEntry QuietHours, IReadOnlyList<PackFile.HolidayEntry> Holidays,
    PackFile.FrequencyEntry Frequency, PackFile.DoNotCallEntry DoNotCall, PackFile.KeywordEntry Keywords, PackFile.ConfirmationEntry Confirmations, PackFile.CarrierEntry Carriers, JsonElement Content)
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        PropertyNameCaseInsensitive = false,
    };

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record RevokeAllEntry(string Id, string From, string Source);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record QuietHoursEntry(string Federal, UnknownEntry Unknown, SimpleEntry Simple, IReadOnlyList<RuleEntry> Rules);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record UnknownEntry(string Id, string TimeZone, string Window, string Source);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record SimpleEntry(string Id, string? MonFri, string? Sat, string? Sun, string Holidays, int PerDay, string Source);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record RuleEntry(
        string Id, string Region, string From, string? MonFri, string? Sat, string? Sun, string Source,
        string? Until = null, string? Holidays = null, string? TimeZone = null, string? Note = null);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record HolidayEntry(string Id, string Source, IReadOnlyDictionary<string, IReadOnlyList<string>> Years);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record FrequencyEntry(IReadOnlyList<CapEntry> Marketing, IReadOnlyList<CapEntry> Hard);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record CapEntry(string Id, int Most, int Hours, string Source, string? Region = null, string? From = null);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record DoNotCallEntry(string Id, int MostDays, string Source);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record KeywordEntry(
        string Source, IReadOnlyList<string> OptOut, IReadOnlyList<string> OptIn, IReadOnlyList<string> Help, int ConfirmWithinMinutes, int ExemptReplyMinutes, int ConversationHours);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record ConfirmationEntry(string Source, IReadOnlyDictionary<string, string> OptOut, IReadOnlyDictionary<string, string> Help);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record CarrierEntry(DayCapEntry TMobile, MinuteCapEntry Att);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record DayCapEntry(
        string Id, string Per, string TimeZone, string Source, IReadOnlyList<TierEntry> Tiers, int LowVolume, int SoleProprietor, IReadOnlyList<string> DailyCapErrors);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record TierEntry(IReadOnlyList<int> ScoreFrom, int Segments);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record MinuteCapEntry(string Id, string Per, string Source, IReadOnlyDictionary<string, int> TextsPerMinute, string UnknownClass);
}
