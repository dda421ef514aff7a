using Carillon.Campaigns;
using Carillon.Compliance;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Server.Campaigns;
using Carillon.Server.Compliance;
using Carillon.Server.Sending;
using Carillon.Server.Web.Api;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving;

/// <summary>Why messages were held or not sent, with whom it was about and what the rule says.</summary>
public sealed class DecisionReads(CarillonDb db, LegalHours hours, CampaignWaiting waiting, SendingStopDesk stops, TimeProvider time)
{
    private const int PageSize = 50;

    /// <summary>A page, newest first.</summary>
    /// <param name="message">Of one message alone; null or no id: of all.</param>
    /// <param name="rule">Of one rule alone; null: of all.</param>
    /// <param name="before">Where the page begins; null: at the newest.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<DecisionsLook> ReadAsync(string? message, string? rule, string? before, CancellationToken cancellationToken)
    {
        var hasMessage = Id.TryParse<MessageId>(message, out var messageId);
        TimeCursor<DecisionId>? after = TimeCursor<DecisionId>.TryParse(before ?? "", out var cursor) ? cursor : null;
        var found = await (hasMessage ? db.SendDecisions.Where(row => row.MessageId == messageId) : db.OfScope<SendDecision>()).AsNoTracking()
            .Where(row => rule == null || row.Rule == rule)
            .Where(row => after == null || row.At < after.Value.At || (row.At == after.Value.At && row.Id < after.Value.Id))
            .OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
        var shown = found.Take(PageSize).ToList();
        var ids = shown.Select(said => said.MessageId).Distinct().ToList();
        var messages = await db.OutboundMessages.AsNoTracking().Where(row => ids.Contains(row.Id))
            .Select(row => new { row.Id, row.To, row.ContactId, row.CampaignId, row.Status, row.Reason }).ToDictionaryAsync(row => row.Id, cancellationToken);
        var people = messages.Values.Select(row => row.ContactId).OfType<ContactId>().Distinct().ToList();
        var names = await db.Contacts.AsNoTracking().Where(contact => people.Contains(contact.Id)).ToDictionaryAsync(contact => contact.Id, contact => contact.DisplayName, cancellationToken);
        var campaigns = messages.Values.Select(row => row.CampaignId).OfType<CampaignId>().Distinct().ToList();
        var titles = await db.Campaigns.AsNoTracking().Where(campaign => campaigns.Contains(campaign.Id)).ToDictionaryAsync(campaign => campaign.Id, campaign => campaign.Name, cancellationToken);
        var lines = shown.Select(said => said.Rule).Distinct().ToDictionary(id => id, RuleLine.Reader(hours.Pack));
        return new DecisionsLook(
            shown.ConvertAll(said =>
            {
                var about = messages.GetValueOrDefault(said.MessageId);
                var name = about?.ContactId is { } person ? names.GetValueOrDefault(person) : null;
                var line = lines[said.Rule];
                return new DecisionRow(said, line)
                {
                    To = about?.To,
                    Person = name is null ? null : about?.ContactId,
                    Name = name,
                    Campaign = about?.CampaignId,
                    CampaignName = about?.CampaignId is { } campaign ? titles.GetValueOrDefault(campaign) : null,
                    Reason = about?.Status == MessageStatus.Skipped && line?.Kind is not RuleKind.Content ? MessageWords.Reason(about.Reason, MessageStatus.Skipped) : null,
                };
            }),
            found.Count > PageSize ? new TimeCursor<DecisionId>(shown[^1].At, shown[^1].Id).ToString() : null)
        {
            Now = hasMessage ? await NowAsync(messageId, cancellationToken) : null,
        };
    }

    /// <summary>What a message that waits waits for at this moment, whatever was decided before; null: it does not wait.</summary>
    private async Task<WaitingNow?> NowAsync(MessageId id, CancellationToken cancellationToken)
    {
        var message = await db.OutboundMessages.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && row.Status == MessageStatus.Queued, cancellationToken);
        if (message is null)
        {
            return null;
        }

        if (await stops.ReadAsync(cancellationToken) is [var stop, ..])
        {
            return new WaitingNow(SendingStopDesk.Words(stop));
        }

        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == message.CampaignId, cancellationToken);
        return campaign is { Status: CampaignStatus.Paused } ? new WaitingNow($"Its campaign is paused. {CampaignWords.Of(campaign.StatusReason ?? StatusReason.User)}")
            : message.DueAt > time.GetUtcNow() ? new WaitingNow($"{MessageWords.Reason(message.Reason, message.Status) ?? "It is not due yet"}.") { Until = message.DueAt }
            : campaign is not null && await waiting.OfAsync(campaign, cancellationToken) is { } slot ? new WaitingNow(slot.Text)
            : new WaitingNow("It waits for its turn.");
    }
}

/// <summary>Decisions and where the next page begins.</summary>
public sealed record DecisionsLook(IReadOnlyList<DecisionRow> Rows, string? Next)
{
    /// <summary>What the one message they are about waits for; null: they are about many, or it does not wait.</summary>
    public WaitingNow? Now { get; init; }
}

/// <summary>What a message waits for.</summary>
/// <param name="Text">In words.</param>
public sealed record WaitingNow(string Text)
{
    /// <summary>When that ends; null: nobody knows.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>One decision as people read it.</summary>
/// <param name="Said">What was decided.</param>
/// <param name="Rule">What the rule says; null: nothing is written of it.</param>
public sealed record DecisionRow(SendDecision Said, RuleLine? Rule)
{
    /// <summary>The number; null where it is erased.</summary>
    public PhoneNumber? To { get; init; }

    /// <summary>The person; null where they were deleted.</summary>
    public ContactId? Person { get; init; }

    /// <summary>Their name.</summary>
    public string? Name { get; init; }

    /// <summary>The campaign; null: a single text.</summary>
    public CampaignId? Campaign { get; init; }

    /// <summary>Its name.</summary>
    public string? CampaignName { get; init; }

    /// <summary>Why it was skipped, in words; null where it was not, or where the rule says it better.</summary>
    public string? Reason { get; init; }
}
