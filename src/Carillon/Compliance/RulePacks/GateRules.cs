using Carillon.Compliance.OwnRules;
using Carillon.Compliance.QuietHours;

namespace Carillon.Compliance.RulePacks;

/// <summary>What the last check before a text asks beside the pack's own rules; decisions cite them by the same ids.</summary>
internal static class GateRules
{
    private const string House = "A rule of this program";

    /// <summary>All of them, in the order of the check.</summary>
    public static IReadOnlyList<RuleLine> All { get; } =
    [
        Line(SendGate.StopRule, "While somebody let nothing leave, everything waits", House),
        Line(SendGate.GoneRule, "Nobody is texted who was deleted or erased", House),
        Line(SendGate.NoNumberRule, "Nobody is texted without a number", House),
        Line(SendGate.SuppressionRule, "A number that opted out, stands on a do-not-call list, complained, takes no texts or cannot be reached is never texted", "47 CFR 64.1200(a)(10), (c)(2); CASL s. 11; CTIA Messaging Principles (May 2023)"),
        Line(SendGate.ExpiryRule, "What lay past its time is not sent any more", House),
        Line(SendGate.ConsentRule, "Marketing goes only to people who agreed to it, and nothing to people who left", "47 CFR 64.1200(a)(2), (f)(9); CASL s. 6; CTIA Messaging Principles (May 2023)"),
        Line("shortener", "No links of public shorteners, which carriers block", "Carriers' codes of conduct") with { Kind = RuleKind.Content },
        Line("raw-ip-link", "Links name a domain, not a machine's address", "Carriers' codes of conduct") with { Kind = RuleKind.Content },
        Line(ContentWords, "No texts about what carriers refuse: cannabis, illegal drugs, hate, phishing", "CTIA Messaging Principles (May 2023); carriers' codes of conduct") with { Kind = RuleKind.Content },
        Line(SendGate.RegistrationRule, "Only a sender whose registration is active sends", "The Campaign Registry and toll-free verification, by the carriers' rules"),
        Line(SendGate.PendingRule, "Of two marketing texts that wait for a number on one day the earlier stays", House),
        Line(SendGate.ReviewRule, "Marketing rests while a text that may be an opt-out has not been read", "47 CFR 64.1200(a)(10): any reasonable means"),
        Line(WorkspaceRules.HoursRule, "The workspace's own hours, above", "A setting of the workspace"),
        Line(SendingWindow.Rule, "The campaign's own days and hours", "A setting of the campaign"),
    ];

    /// <summary>The line of a rule that begins with this and names what was found behind a dot.</summary>
    public const string ContentWords = "words";

    private static RuleLine Line(string id, string says, string source) => new(id, RuleKind.Gate, null, says, null, null, source, null);
}
