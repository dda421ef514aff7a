using Carillon.Audiences;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Content;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Compliance.Reviews;
using Carillon.Contacts;
using Carillon.Experiments;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Carillon.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns.Planning;

/// <summary>
/// Decides for each person of a page what would be sent and when, by the rules of the gate. The launch writes what this says and the plan
/// shows what this says, so that they cannot differ.
/// </summary>
public sealed class RecipientPlanner(LegalHours hours, AudienceQuery audiences)
{
    /// <summary>How long a message lives that has no end of its own.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    /// <summary>Up to a page of a campaign's people behind a mark, in the order of their ids. Relative days are counted from the run's beginning.</summary>
    public Task<IReadOnlyList<ContactId>> PeopleAsync(
        CarillonDb db, CampaignRun run, Audience audience, ContactId? after, int most, CancellationToken cancellationToken) =>
        audiences.PageAsync(db, run.WorkspaceId, audience, after, most, run.CreatedAt, cancellationToken);

    /// <summary>Plans a page of people, in the order given; who is not there any more is left out.</summary>
    public async Task<IReadOnlyList<PlannedRecipient>> PlanAsync(CarillonDb db, PlanTerms terms, IReadOnlyList<ContactId> people, CancellationToken cancellationToken)
    {
        if (people.Count == 0)
        {
            return [];
        }

        // Asked for by the ids alone: with the workspace in the question SQLite looks through all of its people for every page. The wall stands behind it.
        var found = await db.Set<Contact>().AsNoTracking().Where(contact => people.Contains(contact.Id)).ToListAsync(cancellationToken);
        var contacts = found.Where(contact => contact.WorkspaceId == terms.Run.WorkspaceId).ToDictionary(contact => contact.Id);
        var numbers = contacts.Values.Select(contact => contact.Phone).OfType<PhoneNumber>().ToList();
        var facts = await PageFacts.ReadAsync(db, terms, people, numbers, cancellationToken);
        var weights = terms.Run.Texts.ConvertAll(text => text.Weight);
        var law = new Law(
            (terms.Run.Hours ?? RunHours.Lawful).Wish(terms.Run.Purpose, terms.Keep, terms.Rules?.Own),
            terms.Rules?.Over(hours.Pack) ?? hours.Pack,
            terms.Run.Purpose is Purpose.Marketing && terms.Run.Texts.Exists(text => ContentRules.Shipped.AgeGateOf(text.Body) is not null));
        return [.. people.Where(contacts.ContainsKey).Select(id => Plan(terms, contacts[id], facts, law, weights))];
    }

    private PlannedRecipient Plan(PlanTerms terms, Contact contact, PageFacts facts, Law law, IReadOnlyList<int> weights)
    {
        var planned = new PlannedRecipient
        {
            Contact = contact.Id,
            To = contact.Phone,
            Variant = terms.Run.Texts[Assignment.Of(terms.Run.CampaignId, "variant", contact.Id, weights)].Variant,
            FellDueAt = terms.From,
            ExpiresAt = terms.ExpiresAt ?? terms.From + Life,
            Open = new OpenTime(terms.From, null, null),
            Person = new PersonFacts(contact.FirstName, contact.LastName, contact.Email, contact.TimeZone, contact.Region, contact.Attributes),
        };
        return contact.Phone is { } number
            ? Judge(terms, planned, number, contact, facts, law)
            : planned with
            {
                Skip = SkipReason.NoNumber,
                Rule = SendGate.NoNumberRule,
                Facts = new SendFacts { At = terms.From, ExpiresAt = planned.ExpiresAt, Purpose = terms.Run.Purpose, Campaign = terms.Run.CampaignId, Suppressions = [], Place = new Whereabouts([], []), Hours = Timetable.Always },
            };
    }

    private PlannedRecipient Judge(PlanTerms terms, PlannedRecipient planned, PhoneNumber number, Contact contact, PageFacts facts, Law law)
    {
        var place = Whereabouts.Of(number, planned.Person.TimeZone, planned.Person.Region);
        planned = planned with { Place = place };
        var due = (terms.Run.Hours ?? RunHours.Lawful).DueFor(place, terms.From);
        var table = hours.Of(place, law.Wish);
        var open = table.Next(due);
        var at = open?.Earliest ?? due;
        var seen = new SendFacts
        {
            At = at,
            ExpiresAt = terms.ExpiresAt ?? due + Life,
            Purpose = terms.Run.Purpose,
            Campaign = terms.Run.CampaignId,
            IsSenderActive = terms.IsSenderActive,
            Suppressions = [.. facts.Suppressions[number]],
            Consent = facts.ConsentOf(number, at),
            Objection = Objection(terms, contact, facts, law),
            Place = place,
            Hours = table,
            Pending = [.. facts.Pending[number]],
            ReviewUntil = facts.Resting.TryGetValue(number, out var until) ? until : null,
            Recent = [.. facts.Recent[number]],
        };
        planned = planned with { FellDueAt = due, ExpiresAt = seen.ExpiresAt.Value, Open = open ?? planned.Open, Facts = seen, Rule = open?.Rule };
        return SendGate.Decide(seen, law.Pack) switch
        {
            GateDecision.Refuse refuse => planned with { Skip = refuse.Reason, Rule = refuse.Rule },
            GateDecision.Hold { Rule: SendGate.ReviewRule } rest => planned with { RestsUntil = rest.Until, Open = table.Next(rest.Until) ?? new OpenTime(rest.Until, null, null), Rule = rest.Rule },
            GateDecision.Allow or GateDecision.Hold => planned,
            var other => throw new InvalidOperationException($"No rule for {other}."),
        };
    }

    private static (SkipReason Reason, string Rule)? Objection(PlanTerms terms, Contact contact, PageFacts facts, Law law)
    {
        if (contact.Status == ContactStatus.Unreachable)
        {
            return (SkipReason.Unreachable, SendGate.SuppressionRule);
        }

        if (law.HasAgeGate && !AgeGate.IsPassed(contact.Attributes, terms.From))
        {
            return (SkipReason.AgeUnverified, AgeGate.Rule);
        }

        return AudienceQuery.Skip(terms.Audience, contact.LineType, facts.RecentlyContacted.Contains(contact.Id)) is { } skip ? (skip, AudienceQuery.Rule) : null;
    }

    /// <summary>The rules of a page: its hours, the pack with what the workspace keeps beside it, and whether one of the texts is for people of a checked age only.</summary>
    private readonly record struct Law(HoursWish Wish, RulePack Pack, bool HasAgeGate);

    /// <summary>What is stored of the numbers of a page.</summary>
    private sealed record PageFacts(
        ILookup<PhoneNumber, SkipReason> Suppressions,
        IReadOnlyDictionary<PhoneNumber, (ConsentStatus Status, DateTimeOffset? ExpiresAt)> Consents,
        ILookup<PhoneNumber, DateTimeOffset> Pending,
        ILookup<PhoneNumber, RecentMessage> Recent,
        IReadOnlySet<ContactId> RecentlyContacted,
        IReadOnlyDictionary<PhoneNumber, DateTimeOffset> Resting)
    {
        private static readonly MessageStatus[] Taken =
            [MessageStatus.Sending, MessageStatus.InDoubt, MessageStatus.Accepted, MessageStatus.Sent, MessageStatus.Delivered, MessageStatus.Undelivered];

        public static async Task<PageFacts> ReadAsync(
            CarillonDb db, PlanTerms terms, IReadOnlyList<ContactId> people, List<PhoneNumber> numbers, CancellationToken cancellationToken)
        {
            var run = terms.Run;
            var suppressed = await db.WithNumbers<Suppression>(run.WorkspaceId, numbers, nameof(Suppression.Phone), row => numbers.Contains(row.Phone))
                .Where(row => row.Channel == run.Channel)
                .Select(row => new { row.Phone, row.Reason })
                .ToListAsync(cancellationToken);
            var consents = await db.WithNumbers<ConsentState>(run.WorkspaceId, numbers, nameof(ConsentState.Phone), row => numbers.Contains(row.Phone))
                .Where(row => row.Channel == run.Channel && row.Purpose == run.Purpose)
                .Select(row => new { row.Phone, row.Status, row.ExpiresAt })
                .ToListAsync(cancellationToken);
            var messages = db
                .WithNumbers<OutboundMessage>(run.WorkspaceId, numbers, nameof(OutboundMessage.To), row => row.To != null && numbers.Contains(row.To.Value))
                .Where(row => row.CampaignId != run.CampaignId);
            var pending = run.Purpose == Purpose.Transactional ? [] : await messages
                .Where(row => row.Purpose == Purpose.Marketing && row.Status == MessageStatus.Queued && (row.ExpiresAt == null || row.ExpiresAt > terms.From))
                .Select(row => new { row.To, row.DueAt })
                .ToListAsync(cancellationToken);
            var since = terms.From - NumberFacts.Span;
            var recent = !terms.IsForecast ? [] : await messages
                .Where(row => row.ChangedAt > since && row.Kind != MessageKind.KeywordAnswer
                    && (Taken.Contains(row.Status) || (row.Status == MessageStatus.Failed && row.SentAt != null)))
                .Select(row => new { row.To, At = row.SentAt ?? row.ChangedAt, row.Purpose, row.CampaignId })
                .ToListAsync(cancellationToken);
            var contacted = terms.Audience.MinDaysSinceContact is null
                ? []
                : await AudienceQuery.RecentlyContacted(db, run.WorkspaceId, terms.Audience, run.CreatedAt).Where(id => people.Contains(id)).Distinct().ToHashSetAsync(cancellationToken);
            return new PageFacts(
                suppressed.ToLookup(row => row.Phone, row => row.Reason),
                consents.ToDictionary(row => row.Phone, row => (row.Status, row.ExpiresAt)),
                pending.ToLookup(row => row.To!.Value, row => row.DueAt), // the query asks for numbers
                recent.ToLookup(row => row.To!.Value, row => new RecentMessage(row.At, row.Purpose, row.CampaignId, false)), // as above
                contacted,
                await RestingAsync(db, run, numbers, cancellationToken));
        }

        /// <summary>What stands at the instant at which it would start.</summary>
        public ConsentStatus ConsentOf(PhoneNumber number, DateTimeOffset at) =>
            Consents.TryGetValue(number, out var consent) ? ConsentState.At(consent.Status, consent.ExpiresAt, at) : ConsentStatus.Unknown;

        /// <summary>Numbers whose last text a person still has to read: no marketing before that.</summary>
        private static async Task<IReadOnlyDictionary<PhoneNumber, DateTimeOffset>> RestingAsync(CarillonDb db, CampaignRun run, List<PhoneNumber> numbers, CancellationToken cancellationToken) =>
            run.Purpose is not Purpose.Marketing
                ? new Dictionary<PhoneNumber, DateTimeOffset>()
                : await db.WithNumbers<OptOutReview>(run.WorkspaceId, numbers, nameof(OptOutReview.Phone), review => numbers.Contains(review.Phone))
                    .Where(review => review.Channel == run.Channel && review.Status == ReviewStatus.Open)
                    .GroupBy(review => review.Phone)
                    .Select(group => new { Phone = group.Key, Until = group.Max(review => review.DueAt) })
                    .ToDictionaryAsync(row => row.Phone, row => row.Until, cancellationToken);
    }
}
