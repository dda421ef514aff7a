using Carillon.Access;
using Carillon.Campaigns;
using Carillon.Channels;
using Carillon.Contacts;
using Carillon.Receiving;
using Carillon.Sending;
using Carillon.Server.Campaigns;
using Carillon.Server.Receiving.Conversations;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving;

/// <summary>What is going on: for the first page.</summary>
public sealed class HomeReads(CarillonDb db, CampaignReads campaigns, ConversationReads conversations)
{
    /// <summary>One look.</summary>
    public async Task<HomeLook> ReadAsync(CancellationToken cancellationToken)
    {
        var recent = await campaigns.ListAsync(null, null, 6, cancellationToken);
        var running = new List<CampaignLine>();
        foreach (var status in new[] { CampaignStatus.Running, CampaignStatus.Paused, CampaignStatus.Scheduled })
        {
            running.AddRange(await campaigns.ListAsync(status, null, 5, cancellationToken));
        }

        return new HomeLook
        {
            Running = running,
            Recent = [.. recent.Where(line => running.TrueForAll(other => other.Campaign.Id != line.Campaign.Id)).Take(5)],
            Conversations = await conversations.ListAsync(new ConversationFilter(null, false, null), 6, cancellationToken),
            Unread = await db.Conversations.CountAsync(row => row.UnreadCount > 0, cancellationToken),
            Alerts = await db.Alerts.AsNoTracking().Where(alert => alert.ResolvedAt == null).OrderByDescending(alert => alert.At).Take(5).ToListAsync(cancellationToken),
            Business = await db.Workspaces.AsNoTracking().SingleAsync(row => row.Id == db.Workspace, cancellationToken),
            Contacts = await db.Contacts.LongCountAsync(cancellationToken),
            HasCampaign = await db.Campaigns.AnyAsync(row => row.RunId != null, cancellationToken),
            HasRealSender = await HasRealSenderAsync(cancellationToken),
        };
    }

    private Task<bool> HasRealSenderAsync(CancellationToken cancellationToken)
    {
        var accounts = db.Accounts;
        return db.Senders.AnyAsync(sender => accounts.Any(account => account.Id == sender.AccountId && account.Provider != Provider.Simulator), cancellationToken);
    }
}

/// <summary>What the first page shows.</summary>
public sealed record HomeLook
{
    /// <summary>Campaigns under way, paused or scheduled.</summary>
    public required IReadOnlyList<CampaignLine> Running { get; init; }

    /// <summary>The last other ones.</summary>
    public required IReadOnlyList<CampaignLine> Recent { get; init; }

    /// <summary>Who wrote last.</summary>
    public required IReadOnlyList<ConversationLine> Conversations { get; init; }

    /// <summary>Conversations nobody has read.</summary>
    public required int Unread { get; init; }

    /// <summary>What somebody should look at.</summary>
    public required IReadOnlyList<Alert> Alerts { get; init; }

    /// <summary>The workspace.</summary>
    public required Workspace Business { get; init; }

    /// <summary>How many people there are.</summary>
    public required long Contacts { get; init; }

    /// <summary>Whether anything was ever sent.</summary>
    public required bool HasCampaign { get; init; }

    /// <summary>Whether texts can leave this machine.</summary>
    public required bool HasRealSender { get; init; }
}
