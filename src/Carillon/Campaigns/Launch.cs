using Carillon.Access;
using Carillon.Campaigns.Planning;
using Carillon.Compliance;
using Carillon.Compliance.QuietHours;
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
        var people = await planner.PeopleAsync(db, run, campaign.Audience, run.LaunchedUpTo, most, cancellationToken);
        var isLast = people.Count < PageSize;
        var now = time.GetUtcNow();
        var rows = await RecipientsAsync(db, campaign, run, people, now, cancellationToken);
        var page = new RecipientPage(
            run.Id, run.WorkspaceId, campaign.Id, run.SenderId, run.Purpose, run.Channel, run.LaunchedUpTo,
            people.Count == 0 ? run.LaunchedUpTo : people[^1], isLast, now, campaign.ExpiresAt, rows);
        return await database.Dialect.WriteRecipientsAsync(page, cancellationToken) && !isLast;
    }

    /// <summary>A page of recipients as the plan says.</summary>
    private async Task<List<NewRecipient>> RecipientsAsync(
        CarillonDb db, Campaign campaign, CampaignRun run, IReadOnlyList<ContactId> people, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pool = await PoolPick.OfAsync(db, campaign, cancellationToken);
        var before = pool is null ? 0 : await db.OutboundMessages.CountAsync(message => message.RunId == run.Id, cancellationToken);
        var keep = await db.Set<Workspace>().AsNoTracking().Where(row => row.Id == run.WorkspaceId).Select(row => row.QuietHoursFor).SingleAsync(cancellationToken);
        var terms = new PlanTerms(run, keep, now, campaign.ExpiresAt, IsSenderActive: true, IsForecast: false, campaign.Audience)
        {
            Rules = await db.WorkspaceRules.AsNoTracking().SingleOrDefaultAsync(row => row.WorkspaceId == run.WorkspaceId, cancellationToken),
        };
        var pack = (terms.Rules?.Over(hours.Pack) ?? hours.Pack).Version;
        var planned = await planner.PlanAsync(db, terms, people, cancellationToken);
        var senders = pool is null ? null : await pool.ForAsync(db, run.WorkspaceId, planned, before, cancellationToken);
        return [.. planned.Select((person, i) => person.RestsUntil is { } until
            ? Recipient(person, pack, until, ReviewRest.Reason, senders?[i])
            : Recipient(person, pack, person.Open.Earliest, person.IsHeld ? WaitReasons.QuietHours : null, senders?[i]))];
    }

    private NewRecipient Recipient(PlannedRecipient person, string pack, DateTimeOffset earliest, string? reason, SenderId? sender) => new(
        Id.New<MessageId>(time), person.Contact, person.To, person.Variant, person.Skip, earliest, person.ExpiresAt, reason, Note(person, pack), sender);

    private static DecisionNote? Note(PlannedRecipient person, string pack) => person switch
    {
        { Facts: null } => null,
        { Skip: not null } => new DecisionNote(nameof(DecisionKind.Refused), person.Rule ?? SendGate.ExpiryRule, pack, null, SendDecision.Told(person.Facts)),
        { RestsUntil: { } until } => new DecisionNote(nameof(DecisionKind.Held), SendGate.ReviewRule, pack, until, SendDecision.Told(person.Facts)),
        { IsHeld: true } => new DecisionNote(
            nameof(DecisionKind.Held), person.Rule ?? SendGate.ExpiryRule, pack, person.Open.Earliest, SendDecision.Told(person.Facts)),
        _ => null,
    };
}
