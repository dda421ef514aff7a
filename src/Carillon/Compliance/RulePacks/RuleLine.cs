using System.Globalization;
using Carillon.Compliance.Content;

namespace Carillon.Compliance.RulePacks;

/// <summary>One rule as people read it.</summary>
/// <param name="Id">What decisions cite.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Region">Whose law; null: everywhere.</param>
/// <param name="Says">What it says.</param>
/// <param name="From">The first day it holds; null: always.</param>
/// <param name="Until">The last day it holds; null: it stands.</param>
/// <param name="Source">Where it is written.</param>
/// <param name="Note">What a reader should know.</param>
public sealed record RuleLine(string Id, RuleKind Kind, string? Region, string Says, DateOnly? From, DateOnly? Until, string Source, string? Note)
{
    /// <summary>Every rule of a pack.</summary>
    public static IReadOnlyList<RuleLine> Of(RulePack pack) =>
    [
        .. pack.QuietRules.SelectMany(rules => rules).Select(Line),
        Line(pack.Unknown) with { Note = $"By the clock of {pack.Unknown.Zone}, where neither zone nor state is known" },
        Line(pack.Simple) with { Note = $"One rule for all; {pack.SimplePerDay} a day" },
        .. pack.MarketingCaps.Select(cap => Line(cap, "marketing texts")),
        .. pack.HardCaps.Select(cap => Line(cap, "texts of any kind about one subject")),
        .. pack.Carriers.Tiers.Select(tier => new RuleLine(
            pack.Carriers.DayRule, RuleKind.Carrier, null, Text($"T-Mobile, score from {tier.SurelyFrom}: {tier.Segments} segments a day for the brand"), null, null,
            "Twilio and Hustle on daily limits", tier.From == tier.SurelyFrom ? null : Text($"The border is {tier.From} or {tier.SurelyFrom} by source; the lower cap holds between them"))),
        .. pack.Carriers.TextsPerMinute.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new RuleLine(
            pack.Carriers.MinuteRule, RuleKind.Carrier, null, Text($"AT&T, class {entry.Key}: {entry.Value} texts a minute for the use case"), null, null, "Bandwidth on message classes", null)),
        Line("keywords-opt-out", $"An opt-out: {Words(pack.Keywords.OptOut)}; and other wording in the same spirit", pack.Keywords.Source) with
        {
            Note = Text($"Answered once, within {pack.Keywords.ConfirmWithin.TotalMinutes} minutes or not at all: \"{pack.Confirmations.OptOut}\" ({pack.Confirmations.Source})"),
        },
        Line("keywords-opt-in", $"Lifts an opt-out: {Words(pack.Keywords.OptIn)}", pack.Keywords.Source),
        Line("keywords-help", $"A call for help: {Words(pack.Keywords.Help)}", pack.Keywords.Source) with { Note = $"Answered: \"{pack.Confirmations.Help}\" ({pack.Confirmations.Source})" },
        new RuleLine(SendGate.ListRule, RuleKind.Revocation, "US", Text($"A do-not-call list that marketing relies on is at most {pack.DoNotCallDays} days old"), null, null, "47 CFR 64.1200(c)(2)(i)(D); FCC 23-107", null),
        new RuleLine(AgeGate.Rule, RuleKind.Content, null, $"Marketing about alcohol, tobacco or gambling goes only to contacts with a date in {AgeGate.Attribute}", null, null, "CTIA Messaging Principles (May 2023); carriers' codes of conduct", null),
        new RuleLine("revoke-all", RuleKind.Revocation, "US", "A stop to one kind of message ends all kinds", Day(pack.RevokeAllFrom), null, "47 CFR 64.1200(a)(10); DA 26-12", null),
        .. GateRules.All,
    ];

    /// <summary>The rule that a decision cites; null: one that the pack does not know.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="id">The rule's id, such as <c>words.cannabis</c>.</param>
    public static RuleLine? Find(RulePack pack, string id) => Reader(pack)(id);

    /// <summary>As <see cref="Find"/>, for many of one pack.</summary>
    public static Func<string, RuleLine?> Reader(RulePack pack)
    {
        var lines = Of(pack);
        return id => lines.FirstOrDefault(line => line.Id == id || (line.Id == GateRules.ContentWords && id.StartsWith(GateRules.ContentWords + ".", StringComparison.Ordinal)));
    }

    private static RuleLine Line(QuietRule rule) => new(
        rule.Id, RuleKind.QuietHours, rule.Region.Length == 0 ? null : rule.Region,
        $"Monday to Friday {Hours(rule.Weekdays)}, Saturday {Hours(rule.Saturday)}, Sunday {Hours(rule.Sunday)}{(rule.Holidays is { } list ? $", no holidays ({list.Id})" : "")}",
        Day(rule.From), rule.Until is { } until ? Day(until) : null, rule.Source, rule.Note);

    private static RuleLine Line(FrequencyRule cap, string what) => new(
        cap.Id, RuleKind.Frequency, cap.Region, Text($"At most {cap.Most} {what} in {cap.Span.TotalHours} hours"), null, null, cap.Source, null);

    private static RuleLine Line(string id, string says, string source) => new(id, RuleKind.Revocation, null, says, null, null, source, null);

    private static string Words(IReadOnlyList<string> keywords) => string.Join(", ", keywords.Select(word => word.ToUpperInvariant()));

    private static string Hours(LocalHours? hours) => hours?.ToString() ?? "none";

    private static DateOnly Day(NodaTime.LocalDate day) => day.ToDateOnly();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What a rule is about.</summary>
public enum RuleKind
{
    QuietHours,
    Frequency,
    Carrier,
    Revocation,
    Content,
    Gate,
}
