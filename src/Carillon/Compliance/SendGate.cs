using Carillon.Compliance.Consent;
using Carillon.Compliance.RulePacks;
using Carillon.Primitives;
using NodaTime;

namespace Carillon.Compliance;

/// <summary>
/// The last check of one message, over facts that the caller read in the transaction that starts the send. Pure: the same
/// facts give the same decision, on any node. The order: whether anything may leave, then the law's own: the person's word, then consent, then lists and words, then the
/// sender, then how often, then when, then the carriers' caps.
/// </summary>
public static class SendGate
{
    /// <summary>Somebody let nothing leave.</summary>
    public const string StopRule = "sending-stop";

    /// <summary>A person who is not there any more.</summary>
    public const string GoneRule = "person-gone";

    /// <summary>A person without a number.</summary>
    public const string NoNumberRule = "no-number";

    /// <summary>A stored reason never to text the number.</summary>
    public const string SuppressionRule = "suppression";

    /// <summary>No consent for the purpose.</summary>
    public const string ConsentRule = "consent";

    /// <summary>Marketing that relies on a do-not-call list needs a fresh one.</summary>
    public const string ListRule = "do-not-call-age";

    /// <summary>A sender that the carriers do not let send.</summary>
    public const string RegistrationRule = "sender-registration";

    /// <summary>At most one marketing message waits for a number on a day.</summary>
    public const string PendingRule = "frequency-pending";

    /// <summary>A text of the number may be an opt-out, and a person has not read it yet.</summary>
    public const string ReviewRule = "opt-out-review";

    /// <summary>It lay past its time.</summary>
    public const string ExpiryRule = "expiry";

    /// <summary>When it is looked again whether a review that is past its day has become an opt-out.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromMinutes(1);

    /// <summary>When it is looked again whether what only a person ends has ended.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <summary>What the rules say of one message.</summary>
    public static GateDecision Decide(SendFacts facts, RulePack pack)
    {
        if (facts.IsStopped)
        {
            return new GateDecision.Hold(facts.At + Soon, StopRule) { IsOpenEnded = true };
        }

        if (facts.IsPersonGone)
        {
            return new GateDecision.Refuse(SkipReason.NoNumber, GoneRule);
        }

        if (Binding(facts) is { } reason)
        {
            return new GateDecision.Refuse(reason, SuppressionRule);
        }

        if (facts.ExpiresAt <= facts.At)
        {
            return new GateDecision.Refuse(SkipReason.Expired, ExpiryRule);
        }

        return (GateDecision?)Consent(facts)
            ?? List(facts)
            ?? (facts.Objection is { } objection ? new GateDecision.Refuse(objection.Reason, objection.Rule) : null)
            ?? (facts.IsSenderActive ? null : new GateDecision.Refuse(SkipReason.SenderInactive, RegistrationRule))
            ?? Frequency(facts, pack)
            ?? Pending(facts, pack)
            ?? Review(facts)
            ?? Hours(facts, pack)
            ?? Carrier(facts)
            ?? GateDecision.Allow.It;
    }

    /// <summary>Marketing goes to who agreed to it; an answer or notice also to who said nothing; nothing to who wants nothing.</summary>
    private static GateDecision.Refuse? Consent(SendFacts facts) => facts switch
    {
        { IsKeywordAnswer: true } => null,
        { Consent: ConsentStatus.Unsubscribed } => new GateDecision.Refuse(SkipReason.OptedOut, ConsentRule),
        { Purpose: Purpose.Marketing, Consent: not ConsentStatus.Subscribed } => new GateDecision.Refuse(SkipReason.NoConsent, ConsentRule),
        _ => null,
    };

    private static GateDecision.Hold? List(SendFacts facts) =>
        facts is { IsListOld: true, Purpose: Purpose.Marketing, IsKeywordAnswer: false } ? new GateDecision.Hold(facts.At + Soon, ListRule) { IsOpenEnded = true } : null;

    private static GateDecision.Refuse? Frequency(SendFacts facts, RulePack pack)
    {
        if (facts.IsKeywordAnswer || facts.Recent.Count == 0 || (facts.Campaign is null && facts.WroteAt > facts.At - pack.Keywords.Conversation))
        {
            return null;
        }

        if (facts.Purpose == Purpose.Marketing)
        {
            foreach (var cap in pack.MarketingCaps)
            {
                if (facts.Recent.Count(sent => sent is { Purpose: Purpose.Marketing, IsReply: false } && sent.At > facts.At - cap.Span) >= cap.Most)
                {
                    return new GateDecision.Refuse(SkipReason.FrequencyCap, cap.Id);
                }
            }
        }

        foreach (var cap in pack.HardCaps.Where(cap => facts.Place.Regions.Contains(cap.Region)))
        {
            if (facts.Recent.Count(sent => !sent.IsReply && (facts.Campaign is null || sent.Campaign == facts.Campaign) && sent.At > facts.At - cap.Span) >= cap.Most)
            {
                return new GateDecision.Refuse(SkipReason.FrequencyCap, cap.Id);
            }
        }

        return null;
    }

    /// <summary>Of two marketing messages that wait for a number on one of its days the earlier stays.</summary>
    private static GateDecision.Refuse? Pending(SendFacts facts, RulePack pack)
    {
        if (facts.Purpose != Purpose.Marketing || facts.Pending.Count == 0)
        {
            return null;
        }

        var clock = facts.Place is { IsUnknown: false } place ? DateTimeZoneProviders.Tzdb[place.Zones[0]] : pack.Unknown.Zone ?? DateTimeZone.Utc;
        return facts.Pending.Any(due => due <= facts.At && Day(due) == Day(facts.At)) ? new GateDecision.Refuse(SkipReason.FrequencyCap, PendingRule) : null;

        LocalDate Day(DateTimeOffset instant) => Instant.FromDateTimeOffset(instant).InZone(clock).Date;
    }

    /// <summary>Marketing rests while a text of the number may be an opt-out: also past its day, until the clock's own decision is written.</summary>
    private static GateDecision.Hold? Review(SendFacts facts) => facts is { Purpose: Purpose.Marketing, IsKeywordAnswer: false, ReviewUntil: { } until }
        ? new GateDecision.Hold(until > facts.At ? until : facts.At + Overdue, ReviewRule)
        : null;

    private static GateDecision? Hours(SendFacts facts, RulePack pack)
    {
        if (facts.IsKeywordAnswer || (facts is { Purpose: Purpose.Transactional, Campaign: null } && (facts.IsOneTimeCode || facts.WroteAt > facts.At - pack.Keywords.ExemptReply)))
        {
            return null;
        }

        if (facts.Hours.Next(facts.At) is not { } open)
        {
            return new GateDecision.Refuse(SkipReason.Expired, facts.Hours.Forbids(facts.At) ?? ExpiryRule);
        }

        if (open.Earliest <= facts.At)
        {
            return null;
        }

        var rule = open.Rule ?? ExpiryRule;
        return open.Earliest >= facts.ExpiresAt ? new GateDecision.Refuse(SkipReason.Expired, rule) : new GateDecision.Hold(open.Earliest, rule);
    }

    /// <summary>A carrier's cap: last of all, because it is only counted for what may leave.</summary>
    private static GateDecision? Carrier(SendFacts facts) => facts.CarrierHold is not { } hold || facts.IsKeywordAnswer || hold.Until <= facts.At ? null
        : hold.Until >= facts.ExpiresAt ? new GateDecision.Refuse(SkipReason.Expired, hold.Rule)
        : new GateDecision.Hold(hold.Until, hold.Rule);

    /// <summary>The weightiest reason that binds this message.</summary>
    private static SkipReason? Binding(SendFacts facts)
    {
        SkipReason? binding = null;
        foreach (var reason in facts.Suppressions)
        {
            if (!(facts.IsKeywordAnswer && LetsAnswer(reason)) && (binding is null || Weight(reason) < Weight(binding.Value)))
            {
                binding = reason;
            }
        }

        return binding;
    }

    /// <summary>
    /// Whether the lawful answer to a keyword passes a reason: who wrote to us gets it, opted out or not and whatever list the number is on. To a
    /// line that takes no texts, and to a number that is none, nothing goes.
    /// </summary>
    private static bool LetsAnswer(SkipReason reason) => reason is SkipReason.OptedOut or SkipReason.DoNotCall or SkipReason.Complaint or SkipReason.Unreachable;

    /// <summary>A person's own word is told before what carriers and lists say, whatever order the rows came in.</summary>
    private static int Weight(SkipReason reason) => reason switch
    {
        SkipReason.OptedOut => 0,
        SkipReason.Complaint => 1,
        SkipReason.DoNotCall => 2,
        SkipReason.Invalid => 3,
        SkipReason.Landline => 4,
        SkipReason.Unreachable => 5,
        SkipReason.NoConsent or SkipReason.NoNumber or SkipReason.Duplicate or SkipReason.RecentlyContacted or SkipReason.FrequencyCap
            or SkipReason.AgeUnverified or SkipReason.Content or SkipReason.SenderInactive or SkipReason.Holdout or SkipReason.Expired => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
