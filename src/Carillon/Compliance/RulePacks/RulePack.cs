using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using NodaTime;

namespace Carillon.Compliance.RulePacks;

/// <summary>The legal and carrier figures, as data: one version of them, read and checked.</summary>
public sealed record RulePack
{
    private static readonly Lazy<RulePack> Shipped = new(ReadShipped);

    /// <summary>The pack in this program.</summary>
    public static RulePack BuiltIn => Shipped.Value;

    /// <summary>What decisions name beside the rule.</summary>
    public required string Version { get; init; }

    /// <summary>When this version was made to hold.</summary>
    public required LocalDate From { get; init; }

    /// <summary>From this day a stop to one kind of message ends all of them, whatever the workspace chose.</summary>
    public required LocalDate RevokeAllFrom { get; init; }

    /// <summary>The country-wide rule of the United States.</summary>
    public required QuietRule Federal { get; init; }

    /// <summary>Hours for people of whom neither zone nor state is known.</summary>
    public required QuietRule Unknown { get; init; }

    /// <summary>One rule that satisfies every other.</summary>
    public required QuietRule Simple { get; init; }

    /// <summary>Marketing messages a day under the simple rule.</summary>
    public required int SimplePerDay { get; init; }

    /// <summary>Every law about hours, by region.</summary>
    public required ILookup<string, QuietRule> QuietRules { get; init; }

    /// <summary>Lists of holidays by id.</summary>
    public required FrozenDictionary<string, HolidayList> Holidays { get; init; }

    /// <summary>Caps on marketing, everywhere.</summary>
    public required IReadOnlyList<FrequencyRule> MarketingCaps { get; init; }

    /// <summary>Caps on all texts, where a state says so.</summary>
    public required IReadOnlyList<FrequencyRule> HardCaps { get; init; }

    /// <summary>How old a do-not-call list may be, in days.</summary>
    public required int DoNotCallDays { get; init; }

    /// <summary>The spans around an inbound text.</summary>
    public required KeywordRules Keywords { get; init; }

    /// <summary>The answers to keywords, in English.</summary>
    public required KeywordTexts Confirmations { get; init; }

    /// <summary>Carriers' caps.</summary>
    public required CarrierRules Carriers { get; init; }

    /// <summary>Rules about words, as written in the pack.</summary>
    public required JsonElement Content { get; init; }

    /// <summary>Whether every list of holidays knows the year.</summary>
    public bool KnowsYear(int year) => Holidays.Values.All(list => list.Years.ContainsKey(year));

    /// <summary>The laws of a state or province: its own, else its country's, else the federal one by caution.</summary>
    public IEnumerable<QuietRule> RulesOf(string region) =>
        QuietRules.Contains(region) ? QuietRules[region]
        : QuietRules.Contains(Country(region)) ? QuietRules[Country(region)]
        : [Federal];

    /// <summary>The first part of a region: its country.</summary>
    public static string Country(string region) => region.Split('-')[0];

    private static RulePack ReadShipped()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Carillon.Compliance.RulePacks.north-america.json")
            ?? throw new InvalidOperationException("The rule pack is not in the program.");
        using var reader = new StreamReader(stream);
        return RulePackReader.Read(reader.ReadToEnd()) switch
        {
            RulePackReading.Accepted accepted => accepted.Pack,
            RulePackReading.Refused refused => throw new InvalidOperationException($"The rule pack cannot be used: {string.Join("; ", refused.Problems)}"),
            _ => throw new InvalidOperationException("A pack is accepted or refused."),
        };
    }
}

/// <summary>Spans around what people write to us.</summary>
/// <param name="OptOut">Words that are a wish to get no more.</param>
/// <param name="OptIn">Words that lift it.</param>
/// <param name="Help">Words that ask for help.</param>
/// <param name="ConfirmWithin">The lawful answer leaves within this or not at all.</param>
/// <param name="ExemptReply">How long an answer to an inbound text is free of quiet hours.</param>
/// <param name="Conversation">How long after an inbound text replies count for no cap.</param>
/// <param name="Source">Where it is written.</param>
public sealed record KeywordRules(
    IReadOnlyList<string> OptOut, IReadOnlyList<string> OptIn, IReadOnlyList<string> Help, TimeSpan ConfirmWithin, TimeSpan ExemptReply, TimeSpan Conversation, string Source);

/// <summary>The answers to keywords, in English; the brand, the contact and the number of texts stand in braces.</summary>
/// <param name="OptOut">After an opt-out.</param>
/// <param name="Help">After a call for help.</param>
/// <param name="Source">Where it is written.</param>
public sealed record KeywordTexts(string OptOut, string Help, string Source);
