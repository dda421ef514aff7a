using Carillon.Access;
using Carillon.Campaigns.Planning;
using Carillon.Compliance;
using Carillon.Compliance.QuietHours;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Carillon.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>
/// Writes the recipients of a run, page by page in the order of contacts' ids. Each page commits with the run's mark, so a
/// launch that dies goes on behind the last page, and two launches of one run cannot both write a page.
/// </summary>
public sealed class Launch(Database database, RecipientPlanner planner, LegalHours hours, TimeProvider time)
{
    private const int PageSize = 5000;

    /// <summary>Writes the next page. True: there is more to write.</summary>
    public async Task<bool> NextPageAsync(CampaignId campaignId, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(row => row.Id == campaignId, cancellationToken);
        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(row => row.Id == campaign.RunId, cancellationToken);
        if (run is null or { LaunchedAt: not null } || run.State is RunState.Cancelled or RunState.Completed)
        {
            return false;
        }

        var written = campaign.Audience.Limit is null ? 0 : await db.OutboundMessages.CountAsync(message => message.RunId == run.Id, cancellationToken);
        var most = Math.Min(PageSize, campaign.Audience.Limit - written ?? PageSize);
        var people = await PeopleAsync(db, campaign.Audience, run.LaunchedUpTo, most, cancellationToken);
        var isLast = people.Count < PageSize;
        var now = time.GetUtcNow();
        var rows = await RecipientsAsync(db, campaign, run, people, now, cancellationToken);
        var page = new RecipientPage(
            run.Id, run.WorkspaceId, campaign.Id, run.SenderId, run.Purpose, run.Channel, run.LaunchedUpTo,
            people.Count == 0 ? run.LaunchedUpTo : people[^1], isLast, now, campaign.ExpiresAt, rows);
        return await database.Dialect.WriteRecipientsAsync(page, cancellationToken) && !isLast;
    }

    /// <summary>Up to a page of people behind a mark: members of any list and those named, but none of the excluded.</summary>
    internal static async Task<List<ContactId>> PeopleAsync(CarillonDb db, Audience audience, ContactId? after, int most, CancellationToken cancellationToken)
    {
        var mark = after ?? default;
        var lists = audience.Lists.ToList();
        var excluded = audience.ExcludeLists.ToList();
        var members = db.Set<ListMember>().AsNoTracking()
            .Where(member => lists.Contains(member.ListId) && member.ContactId > mark)
            .Select(member => member.ContactId);
        var listed = await Without(members).Distinct().OrderBy(id => id).Take(most).ToListAsync(cancellationToken);
        var named = audience.ContactIds.Where(id => id > mark).Distinct().Order().Take(most).ToList();
        var present = await Without(db.Set<Contact>().AsNoTracking().Where(contact => named.Contains(contact.Id)).Select(contact => contact.Id)).ToListAsync(cancellationToken);
        return [.. listed.Union(present).Order().Take(most)];

        IQueryable<ContactId> Without(IQueryable<ContactId> people) => excluded.Count == 0
            ? people
            : people.Where(id => !db.Set<ListMember>().Any(member => excluded.Contains(member.ListId) && member.ContactId == id));
    }

    /// <summary>A page of recipients as the plan says.</summary>
    private async Task<List<NewRecipient>> RecipientsAsync(
        CarillonDb db, Campaign campaign, CampaignRun run, List<ContactId> people, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keep = await db.Set<Workspace>().AsNoTracking().Where(row => row.Id == run.WorkspaceId).Select(row => row.QuietHoursFor).SingleAsync(cancellationToken);
        var terms = new PlanTerms(run, keep, now, campaign.ExpiresAt, IsSenderActive: true, IsForecast: false);
        var planned = await planner.PlanAsync(db, terms, people, cancellationToken);
        return [.. planned.Select(person => new NewRecipient(
            Id.New<MessageId>(time), person.Contact, person.To, person.Variant, person.Skip, person.Open.Earliest, person.ExpiresAt,
            person.IsHeld ? WaitReasons.QuietHours : null, Note(person)))];
    }

    private DecisionNote? Note(PlannedRecipient person) => person switch
    {
        { Facts: null } => null,
        { Skip: not null } => new DecisionNote(nameof(DecisionKind.Refused), person.Rule ?? SendGate.ExpiryRule, hours.Pack.Version, null, SendDecision.Told(person.Facts)),
        { IsHeld: true } => new DecisionNote(
            nameof(DecisionKind.Held), person.Rule ?? SendGate.ExpiryRule, hours.Pack.Version, person.Open.Earliest, SendDecision.Told(person.Facts)),
        _ => null,
    };
}
