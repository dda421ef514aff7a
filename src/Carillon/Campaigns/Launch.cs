using Carillon.Audiences;
using Carillon.Compliance;
using Carillon.Contacts;
using Carillon.Experiments;
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
public sealed class Launch(Database database, AudienceQuery audiences, TimeProvider time)
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
        var people = await audiences.PageAsync(db, run.WorkspaceId, campaign.Audience, run.LaunchedUpTo, most, run.CreatedAt, cancellationToken);
        var isLast = people.Count < PageSize;
        var now = time.GetUtcNow();
        var rows = await RecipientsAsync(db, campaign, run, people, now, cancellationToken);
        var page = new RecipientPage(
            run.Id, run.WorkspaceId, campaign.Id, run.SenderId, run.Purpose, run.Channel, run.LaunchedUpTo,
            people.Count == 0 ? run.LaunchedUpTo : people[^1], isLast, now, campaign.ExpiresAt, rows);
        return await database.Dialect.WriteRecipientsAsync(page, cancellationToken) && !isLast;
    }

    private async Task<List<NewRecipient>> RecipientsAsync(
        CarillonDb db, Campaign campaign, CampaignRun run, IReadOnlyList<ContactId> people, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (people.Count == 0)
        {
            return [];
        }

        var contacts = await db.Set<Contact>().AsNoTracking()
            .Where(contact => contact.WorkspaceId == run.WorkspaceId && people.Contains(contact.Id))
            .Select(contact => new { contact.Id, contact.Phone, contact.Status, contact.LineType })
            .ToListAsync(cancellationToken);
        var suppressed = await db.Set<Suppression>().AsNoTracking()
            .Where(row => row.WorkspaceId == run.WorkspaceId && row.Channel == run.Channel
                && db.Set<Contact>().Any(contact => people.Contains(contact.Id) && contact.Phone == row.Phone))
            .Select(row => new { row.Phone, row.Reason })
            .ToListAsync(cancellationToken);
        var recent = campaign.Audience.MinDaysSinceContact is null
            ? []
            : await AudienceQuery.RecentlyContacted(db, run.WorkspaceId, campaign.Audience, run.CreatedAt).Where(id => people.Contains(id)).Distinct().ToHashSetAsync(cancellationToken);
        var reasons = suppressed.ToLookup(row => row.Phone, row => row.Reason);
        var weights = run.Texts.ConvertAll(text => text.Weight);
        return contacts.ConvertAll(contact => new NewRecipient(
            Id.New<MessageId>(time),
            contact.Id,
            contact.Phone,
            run.Texts[Assignment.Of(campaign.Id, "variant", contact.Id, weights)].Variant,
            Skip(contact.Phone, contact.Status, contact.Phone is { } phone ? reasons[phone] : [])
                ?? AudienceQuery.Skip(campaign.Audience, contact.LineType, recent.Contains(contact.Id)),
            now));
    }

    private static SkipReason? Skip(PhoneNumber? phone, ContactStatus status, IEnumerable<SkipReason> suppressions)
    {
        if (phone is null)
        {
            return SkipReason.NoNumber;
        }

        return SendGate.Decide(new SendFacts(false, true, [.. suppressions])) is GateDecision.Refuse refuse
            ? refuse.Reason
            : status == ContactStatus.Unreachable ? SkipReason.Unreachable : null;
    }
}
