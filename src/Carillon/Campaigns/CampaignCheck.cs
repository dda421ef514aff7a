using Carillon.Audiences;
using Carillon.Compliance.Content;
using Carillon.Compliance.Suppressions;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage;
using Carillon.Text;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>What a campaign must have before it may start, and what is wrong with its words.</summary>
public static class CampaignCheck
{
    /// <summary>What is missing or wrong, by field; empty when it may start.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ForStartAsync(
        CarillonDb db, FirstTouch firstTouch, Campaign campaign, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var missing = new Dictionary<string, string>(Words(campaign));
        if (campaign.Audience.IsEmpty)
        {
            missing["audience"] = "Choose at least one list, segment, filter or contact.";
        }

        foreach (var (field, gone) in await AudienceAsync(db, campaign.Audience with { ContactIds = [] }, cancellationToken))
        {
            missing.TryAdd(field, gone);
        }

        if (campaign.PoolId is not null)
        {
            if (await PoolPick.OfAsync(db, campaign, cancellationToken) is null)
            {
                missing["from"] = "The pool has no sender any more.";
            }
        }
        else if (campaign.SenderId is not { } senderId)
        {
            missing["from"] = "Choose a sender.";
        }
        else if (!await db.Senders.AnyAsync(sender => sender.Id == senderId && sender.Channel == campaign.Channel, cancellationToken))
        {
            missing["from"] = "The sender does not exist any more.";
        }

        if (!missing.ContainsKey("from") && await UseCaseCheck.ProblemAsync(db, campaign, cancellationToken) is { } uncovered)
        {
            missing["from"] = uncovered;
        }

        if (campaign.Body is null && campaign.Variants.Count == 0)
        {
            missing["body"] = "Write a message.";
        }

        foreach (var (field, finding) in await CampaignLint.CheckAsync(db, campaign, cancellationToken))
        {
            if (finding.Weight is ContentWeight.Block && (finding.Rule != FirstTouch.Rule || await firstTouch.IsForAnybodyAsync(db, campaign, now, cancellationToken)))
            {
                missing.TryAdd(field, finding.Message);
            }
        }

        if (await ScrubProblemAsync(db, campaign.WorkspaceId, campaign.Purpose, now, cancellationToken) is { } stale)
        {
            missing.TryAdd("audience", stale);
        }

        if (campaign.ExpiresAt is { } expires && expires <= now)
        {
            missing["schedule.expiresAt"] = "The campaign would have expired already.";
        }

        return missing;
    }

    /// <summary>Why the do-not-call list that marketing of this workspace relies on is not good enough; null: it is, or none is relied on.</summary>
    public static async Task<string?> ScrubProblemAsync(CarillonDb db, WorkspaceId workspace, Purpose purpose, DateTimeOffset now, CancellationToken cancellationToken) =>
        purpose is Purpose.Marketing ? await DoNotCallScrub.ProblemAsync(db, workspace, now, cancellationToken) : null;

    /// <summary>What is wrong with the words, by field: a body that does not parse, with the place.</summary>
    public static IReadOnlyDictionary<string, string> Words(Campaign campaign)
    {
        var wrong = new Dictionary<string, string>();
        if (campaign.Body is { } body && BodyProblem(body) is { } problem)
        {
            wrong["body"] = problem;
        }

        for (var i = 0; i < campaign.Variants.Count; i++)
        {
            if (BodyProblem(campaign.Variants[i].Body) is { } ofVariant)
            {
                wrong[$"variants[{i}].body"] = ofVariant;
            }
        }

        return wrong;
    }

    /// <summary>Which of the audience's lists and contacts do not exist, by field.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> AudienceAsync(CarillonDb db, Audience audience, CancellationToken cancellationToken)
    {
        var wrong = new Dictionary<string, string>();
        var lists = audience.Lists.Concat(audience.ExcludeLists).Distinct().ToList();
        var known = await db.Set<ContactList>().Where(list => lists.Contains(list.Id)).Select(list => list.Id).ToListAsync(cancellationToken);
        Name("audience.lists", audience.Lists);
        Name("audience.excludeLists", audience.ExcludeLists);
        var people = audience.ContactIds.Distinct().ToList();
        var knownPeople = await db.Set<Contact>().Where(contact => people.Contains(contact.Id)).Select(contact => contact.Id).ToListAsync(cancellationToken);
        if (people.Except(knownPeople).ToList() is { Count: > 0 } strangers)
        {
            wrong["audience.contactIds"] = $"No such contact: {strangers[0]}.";
        }

        var segments = audience.Segments.Concat(audience.ExcludeSegments).Distinct().ToList();
        var knownSegments = await db.Segments.Where(segment => segments.Contains(segment.Id)).Select(segment => segment.Id).ToListAsync(cancellationToken);
        NameSegment("audience.segments", audience.Segments);
        NameSegment("audience.excludeSegments", audience.ExcludeSegments);
        return wrong;

        void NameSegment(string field, IReadOnlyList<SegmentId> asked)
        {
            if (asked.Except(knownSegments).ToList() is { Count: > 0 } unknown)
            {
                wrong[field] = $"No such segment: {unknown[0]}.";
            }
        }

        void Name(string field, IReadOnlyList<ContactListId> asked)
        {
            if (asked.Except(known).ToList() is { Count: > 0 } unknown)
            {
                wrong[field] = $"No such list: {unknown[0]}.";
            }
        }
    }

    /// <summary>What it leaves from that is not there, by field.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FromAsync(CarillonDb db, Campaign campaign, CancellationToken cancellationToken)
    {
        var wrong = new Dictionary<string, string>();
        if (campaign.SenderId is { } sender && !await db.Senders.AnyAsync(row => row.Id == sender && row.Channel == campaign.Channel, cancellationToken))
        {
            wrong["from.senderId"] = $"No such sender: {sender}.";
        }

        if (campaign.PoolId is { } pool && !await db.SenderPools.AnyAsync(row => row.Id == pool, cancellationToken))
        {
            wrong["from.poolId"] = $"No such pool: {pool}.";
        }

        return wrong;
    }

    private static string? BodyProblem(string body) => MessageTemplate.Parse(body, "brand") switch
    {
        TemplateReading.Refused refused => refused.Message,
        TemplateReading.Parsed { Template.UnknownVariables: [var first, ..] } => $"Nothing is known under the name '{first}'.",
        TemplateReading.Parsed when string.IsNullOrWhiteSpace(body) => "Write a message.",
        TemplateReading.Parsed => null,
        _ => throw new InvalidOperationException("A body is read or refused."),
    };
}
