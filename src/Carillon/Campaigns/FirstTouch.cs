using Carillon.Audiences;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>Whether a campaign would be the first text of a month that somebody gets of one: such a text must say how to end it.</summary>
public sealed class FirstTouch(AudienceQuery audiences)
{
    /// <summary>The rule about words that binds first texts only.</summary>
    public const string Rule = "opt-out-words";

    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    /// <summary>Whether anybody who would be texted got no marketing of a campaign with such words in the last thirty days. People who have not agreed are not texted, so they do not count.</summary>
    public async Task<bool> IsForAnybodyAsync(CarillonDb db, Campaign campaign, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (campaign.Audience.IsEmpty)
        {
            return false;
        }

        var (workspace, channel) = (campaign.WorkspaceId, campaign.Channel);
        var (consents, messages) = (db.ConsentStates, db.OutboundMessages);
        var since = now - Month;
        var silent = await SilentAsync(db, workspace, since, cancellationToken);
        var people = await audiences.PeopleAsync(db, workspace, campaign.Audience, now, cancellationToken);
        return await people.AnyAsync(
            contact => contact.Phone != null
                && consents.Any(row => row.WorkspaceId == workspace && row.Phone == contact.Phone && row.Channel == channel
                    && row.Purpose == Purpose.Marketing && row.Status == ConsentStatus.Subscribed && (row.ExpiresAt == null || row.ExpiresAt > now))
                && !messages.Any(row => row.WorkspaceId == workspace && row.To == contact.Phone && row.SentAt > since && row.Kind == MessageKind.Campaign && row.Purpose == Purpose.Marketing
                    && !silent.Contains(row.RunId)),
            cancellationToken);
    }

    /// <summary>Runs with a text that does not say how to end it, of those that may have sent lately.</summary>
    private static async Task<List<RunId>> SilentAsync(CarillonDb db, WorkspaceId workspace, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var begun = since - Month;
        var runs = await db.Runs.AsNoTracking().Where(run => run.WorkspaceId == workspace && run.Purpose == Purpose.Marketing && run.CreatedAt > begun)
            .Select(run => new { run.Id, run.Texts }).ToListAsync(cancellationToken);
        return [.. runs.Where(run => run.Texts.Exists(text => CampaignLint.Check(text.Body, "", Purpose.Marketing, isSmart: false).Any(finding => finding.Rule == Rule))).Select(run => run.Id)];
    }
}
