using System.Globalization;
using System.Text.Json.Serialization;
using Carillon.Access;
using Carillon.Audiences;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns.Planning;

/// <summary>Why one person may or may not be texted at this moment: the plan of a campaign to that person alone, with every reason that stands behind it.</summary>
public sealed class TextingCheck(CarillonDb db, RecipientPlanner planner, LegalHours hours, TimeProvider time)
{
    /// <summary>The answer for a purpose; null: there is no such contact.</summary>
    public async Task<TextingAnswer?> OfAsync(ContactId id, Purpose purpose, CancellationToken cancellationToken)
    {
        if (await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } contact)
        {
            return null;
        }

        var now = time.GetUtcNow().Stored();
        if (contact.Phone is not { } phone)
        {
            return new TextingAnswer(purpose, false, null, [new TextingReason(TextingEffect.Forbids, "no-number", $"No number is known.", "The contact")]);
        }

        var workspace = await db.Set<Workspace>().AsNoTracking().SingleAsync(row => row.Id == db.Workspace, cancellationToken);
        var rules = await db.WorkspaceRules.AsNoTracking().SingleOrDefaultAsync(row => row.WorkspaceId == db.Workspace, cancellationToken);
        var terms = new PlanTerms(Imagined(workspace, purpose, now), workspace.QuietHoursFor, now, null, IsSenderActive: true, IsForecast: true, new Audience()) { Rules = rules };
        var planned = (await planner.PlanAsync(db, terms, [id], cancellationToken))[0];
        var reasons = new List<TextingReason>();
        reasons.AddRange(await SuppressionsAsync(phone, cancellationToken));
        reasons.Add(await ConsentAsync(phone, purpose, cancellationToken));
        AddReview(planned, reasons);
        AddSkip(planned, reasons);
        AddHours(planned, now, reasons);
        return new TextingAnswer(purpose, planned.Skip is null && planned.Open.Earliest <= now && planned.RestsUntil is null, planned.Skip is null ? planned.Open.Earliest : null, reasons);
    }

    /// <summary>A run that never was, to this person only.</summary>
    private static CampaignRun Imagined(Workspace workspace, Purpose purpose, DateTimeOffset now) => new()
    {
        Id = default,
        WorkspaceId = workspace.Id,
        CampaignId = default,
        Purpose = purpose,
        Channel = Channel.Sms,
        SenderId = default,
        Texts = [new RunText("", 1, "")],
        Hours = RunHours.Lawful,
        CreatedAt = now,
    };

    private async Task<List<TextingReason>> SuppressionsAsync(PhoneNumber phone, CancellationToken cancellationToken)
    {
        var rows = await db.OfScope<Suppression>().AsNoTracking().Where(row => row.Phone == phone && row.Channel == Channel.Sms).OrderBy(row => row.At).ToListAsync(cancellationToken);
        var said = rows.Exists(row => row.Reason == SkipReason.OptedOut)
            ? await db.OfScope<ConsentEvent>().AsNoTracking().Where(row => row.Phone == phone && row.Kind == ConsentEventKind.OptOut).OrderByDescending(row => row.At).ThenByDescending(row => row.Id)
                .FirstOrDefaultAsync(cancellationToken)
            : null;
        return rows.ConvertAll(row => new TextingReason(
            TextingEffect.Forbids, SendGate.SuppressionRule, $"{Word(row.Reason)} since {row.At}.",
            row.Reason == SkipReason.OptedOut && said is not null ? Text($"Ledger entry {said.LedgerSequence}: {said.Method}, \"{said.Keyword ?? said.Text}\", by {said.Actor}")
                : row.ImportId is { } import ? $"Suppression file {import}" : "The list of suppressed numbers"));
    }

    private async Task<TextingReason> ConsentAsync(PhoneNumber phone, Purpose purpose, CancellationToken cancellationToken)
    {
        var state = await db.OfScope<ConsentState>().AsNoTracking().SingleOrDefaultAsync(row => row.Phone == phone && row.Channel == Channel.Sms && row.Purpose == purpose, cancellationToken);
        const string Law = "47 CFR 64.1200(a)(2), (f)(9); CASL s.10";
        return state switch
        {
            { Status: ConsentStatus.Subscribed, ExpiresAt: { } end } when end <= time.GetUtcNow() && purpose == Purpose.Marketing => new TextingReason(
                TextingEffect.Forbids, SendGate.ConsentRule, $"Agreed until {end}: that is over.", state.Source ?? "The ledger of consent"),
            { Status: ConsentStatus.Subscribed, ExpiresAt: { } end } => new TextingReason(
                TextingEffect.Allows, SendGate.ConsentRule, $"Agreed, confirmed {state.ConfirmedAt}, until {end}.", state.Source ?? "The ledger of consent"),
            { Status: ConsentStatus.Subscribed } => new TextingReason(
                TextingEffect.Allows, SendGate.ConsentRule, $"Agreed, confirmed {state.ConfirmedAt}.", state.Source ?? "The ledger of consent"),
            { Status: ConsentStatus.Unsubscribed } => new TextingReason(TextingEffect.Forbids, SendGate.ConsentRule, $"Wants nothing.", "The ledger of consent"),
            _ when purpose == Purpose.Marketing => new TextingReason(TextingEffect.Forbids, SendGate.ConsentRule, $"Nobody recorded that this number agreed to marketing.", Law),
            _ => new TextingReason(TextingEffect.Allows, SendGate.ConsentRule, $"An answer or a notice may go to who said nothing.", Law),
        };
    }

    private static void AddReview(PlannedRecipient planned, List<TextingReason> reasons)
    {
        if (planned.RestsUntil is { } until)
        {
            reasons.Add(new TextingReason(TextingEffect.Delays, SendGate.ReviewRule, $"A text of theirs may be an opt-out: somebody reads it until {until}.", "47 CFR 64.1200(a)(10)"));
        }
    }

    private void AddSkip(PlannedRecipient planned, List<TextingReason> reasons)
    {
        if (planned.Skip is { } skip && planned.Rule is { } rule && rule is not (SendGate.SuppressionRule or SendGate.ConsentRule))
        {
            reasons.Add(new TextingReason(TextingEffect.Forbids, rule, $"{Word(skip)}.", SourceOf(rule)));
        }
        else if (planned is { Skip: SkipReason.Unreachable } && reasons.TrueForAll(reason => reason.Effect != TextingEffect.Forbids))
        {
            reasons.Add(new TextingReason(TextingEffect.Forbids, SendGate.SuppressionRule, $"The number does not answer.", "The contact"));
        }
    }

    private void AddHours(PlannedRecipient planned, DateTimeOffset now, List<TextingReason> reasons)
    {
        if (planned.Open.Rule is not { } rule)
        {
            return;
        }

        var zones = planned.Place is { IsUnknown: false } place ? string.Join(", ", place.Zones) : "no zone known";
        reasons.Add(planned.Open.Earliest > now
            ? new TextingReason(TextingEffect.Delays, rule, $"Not before {planned.Open.Earliest} ({zones}).", SourceOf(rule))
            : new TextingReason(TextingEffect.Allows, rule, $"Open until {planned.Open.Latest} ({zones}).", SourceOf(rule)));
    }

    private string SourceOf(string rule) => RuleLine.Find(hours.Pack, rule)?.Source ?? "A setting of the workspace";

    private static string Word(SkipReason reason) => reason switch
    {
        SkipReason.OptedOut => "Opted out",
        SkipReason.DoNotCall => "On a do-not-call list",
        SkipReason.Complaint => "Complained",
        SkipReason.Unreachable => "Unreachable",
        SkipReason.Landline => "A landline",
        SkipReason.Invalid => "No valid number",
        SkipReason.FrequencyCap => "Texted often enough",
        SkipReason.Expired => "No permitted hour before a message would be too late",
        SkipReason.NoConsent or SkipReason.NoNumber or SkipReason.Duplicate or SkipReason.RecentlyContacted or SkipReason.AgeUnverified or SkipReason.Content
            or SkipReason.SenderInactive or SkipReason.Holdout => reason.ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Whether somebody may be texted now, and why.</summary>
/// <param name="Purpose">For what.</param>
/// <param name="MayNow">Whether a text could leave at this moment.</param>
/// <param name="NotBefore">The first permitted instant; null: none while these reasons stand.</param>
/// <param name="Reasons">Everything that allows, delays or forbids it.</param>
public sealed record TextingAnswer(Purpose Purpose, bool MayNow, DateTimeOffset? NotBefore, IReadOnlyList<TextingReason> Reasons);

/// <summary>One reason.</summary>
/// <param name="Effect">What it does.</param>
/// <param name="Rule">The rule's id.</param>
/// <param name="Words">For people; its instants are written as whoever reads them wants.</param>
/// <param name="Source">Where it is written.</param>
public sealed record TextingReason(TextingEffect Effect, string Rule, [property: JsonIgnore] FormattableString Words, string Source)
{
    /// <summary>For people, with instants in UTC.</summary>
    public string Says => Say(at => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));

    /// <summary>For people.</summary>
    /// <param name="at">How an instant is written.</param>
    public string Say(Func<DateTimeOffset, string> at) =>
        string.Format(CultureInfo.InvariantCulture, Words.Format, [.. Words.GetArguments().Select(part => part is DateTimeOffset instant ? at(instant.ToUniversalTime()) : part)]);
}

/// <summary>What a reason does.</summary>
public enum TextingEffect
{
    Allows,
    Delays,
    Forbids,
}
