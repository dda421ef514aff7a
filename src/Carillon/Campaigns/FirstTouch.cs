using Carillon.Audiences;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>Whether a campaign would be the first text that somebody gets: such a text must say how to end it.</summary>
public sealed class FirstTouch(AudienceQuery audiences)
{
    /// <summary>The rule about words that binds first texts only.</summary>
    public const string Rule = "opt-out-words";

    /// <summary>Whether anybody who would be texted never was. People who have not agreed are not texted, so they do not count.</summary>
    public async Task<bool> IsForAnybodyAsync(CarillonDb db, Campaign campaign, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (campaign.Audience.IsEmpty)
        {
            return false;
        }

        var (workspace, channel) = (campaign.WorkspaceId, campaign.Channel);
        var (consents, messages) = (db.ConsentStates, db.OutboundMessages);
        var people = await audiences.PeopleAsync(db, workspace, campaign.Audience, now, cancellationToken);
        return await people.AnyAsync(
            contact => contact.Phone != null
                && consents.Any(row => row.WorkspaceId == workspace && row.Phone == contact.Phone && row.Channel == channel
                    && row.Purpose == Purpose.Marketing && row.Status == ConsentStatus.Subscribed)
                && !messages.Any(row => row.WorkspaceId == workspace && row.To == contact.Phone && row.SentAt != null && row.Kind != MessageKind.KeywordAnswer),
            cancellationToken);
    }
}
