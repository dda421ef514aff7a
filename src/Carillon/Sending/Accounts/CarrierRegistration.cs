using System.Text.Json.Serialization;
using Carillon.Compliance.RulePacks;
using Carillon.Primitives;

namespace Carillon.Sending.Accounts;

/// <summary>What the carriers registered for a sender: its brand and its use case. Where it is entered, their caps bind; where it is not, only the provider's own refusals do.</summary>
/// <param name="Brand">The brand, as its registry names it. All senders of a workspace with the same brand share its day.</param>
/// <param name="Kind">What kind of brand or use case it is.</param>
/// <param name="Score">The brand's trust score, 0 to 100; null: not vetted, which counts as the lowest.</param>
/// <param name="UseCase">The registered use case, whose senders share its minute; null: the sender's own.</param>
/// <param name="AttClass">AT&amp;T's class of the use case; null: the pack's class for those that name none.</param>
/// <param name="Covers">The kinds of messages that the use case was registered for; null: both.</param>
/// <param name="SampleMessages">The sample messages it was registered with; null: not entered.</param>
public sealed record CarrierRegistration(
    string Brand, BrandKind Kind = BrandKind.Standard, int? Score = null, string? UseCase = null, string? AttClass = null, IReadOnlyList<Purpose>? Covers = null,
    IReadOnlyList<string>? SampleMessages = null)
{
    /// <summary>A registry takes no use case with fewer samples.</summary>
    public const int LeastSamples = 2;

    /// <summary>Classes whose minute is each number's own.</summary>
    private static readonly string[] OfEachNumber = ["G", "N"];

    /// <summary>Whether the minute is the sender's alone.</summary>
    [JsonIgnore]
    public bool IsMinuteOfNumber => UseCase is null || OfEachNumber.Contains(AttClass);

    /// <summary>Whether messages of a purpose may leave under this registration.</summary>
    public bool Allows(Purpose purpose) => Covers is not { Count: > 0 } || Covers.Contains(purpose);

    /// <summary>Segments a day that T-Mobile takes of the brand; null: not capped.</summary>
    public int? SegmentsPerDay(CarrierRules rules) => Kind switch
    {
        BrandKind.Standard => rules.SegmentsPerDay(Score ?? 0),
        BrandKind.LowVolume => rules.LowVolume,
        BrandKind.SoleProprietor => rules.SoleProprietor,
        BrandKind.Uncapped => null,
        _ => throw new ArgumentOutOfRangeException(nameof(rules), Kind, null),
    };

    /// <summary>Texts a minute that AT&amp;T takes of the use case.</summary>
    public int TextsPerMinute(CarrierRules rules) => rules.TextsPerMinute[AttClass ?? rules.UnknownClass];
}

/// <summary>What a brand or its use case is to the carriers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BrandKind>))]
public enum BrandKind
{
    Standard,
    LowVolume,
    SoleProprietor,

    /// <summary>Governments, verified non-profits and political senders: T-Mobile sets no day's cap.</summary>
    Uncapped,
}
