using Carillon.Campaigns;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Campaigns;

/// <summary>The names of the newest campaigns, to choose from.</summary>
public sealed class CampaignNames(CarillonDb db)
{
    private const int Most = 200;

    /// <summary>Id and name, the newest first.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await db.Campaigns.AsNoTracking().OrderByDescending(campaign => campaign.CreatedAt).Take(Most).Select(campaign => new { campaign.Id, campaign.Name }).ToListAsync(cancellationToken))
            .Select(campaign => (campaign.Id.ToString(), campaign.Name))];
}
