using System.Collections.Frozen;
using NodaTime;

namespace Carillon.Compliance.RulePacks;

/// <summary>What carriers let a registered brand and use case send.</summary>
public sealed record CarrierRules
{
    /// <summary>What a decision about the day's cap cites.</summary>
    public required string DayRule { get; init; }

    /// <summary>Whose midnight ends the carrier's day.</summary>
    public required DateTimeZone DayZone { get; init; }

    /// <summary>Caps by trust score, highest first.</summary>
    public required IReadOnlyList<ScoreTier> Tiers { get; init; }

    /// <summary>Segments a day of a low-volume use case.</summary>
    public required int LowVolume { get; init; }

    /// <summary>Segments a day of a sole proprietor.</summary>
    public required int SoleProprietor { get; init; }

    /// <summary>Providers' codes that say the carrier's day is used up.</summary>
    public required FrozenSet<string> DailyCapErrors { get; init; }

    /// <summary>What a decision about the minute's cap cites.</summary>
    public required string MinuteRule { get; init; }

    /// <summary>Texts a minute by class.</summary>
    public required FrozenDictionary<string, int> TextsPerMinute { get; init; }

    /// <summary>The class of a use case that names none.</summary>
    public required string UnknownClass { get; init; }

    /// <summary>Segments a day for a score. Between two borders that differ by source, the lower cap.</summary>
    public int SegmentsPerDay(int score) => Tiers.FirstOrDefault(tier => score >= tier.SurelyFrom)?.Segments ?? Tiers[^1].Segments;
}

/// <summary>A cap for scores from a border on.</summary>
/// <param name="From">The lowest border that a source names.</param>
/// <param name="SurelyFrom">The highest.</param>
/// <param name="Segments">Segments a day for the whole brand.</param>
public sealed record ScoreTier(int From, int SurelyFrom, int Segments);
