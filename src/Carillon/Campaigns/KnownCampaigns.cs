using Carillon.Audiences;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>Tells filters which campaigns there are.</summary>
internal sealed class KnownCampaigns : IKnownCampaigns
{
    public async Task<IReadOnlyList<CampaignId>> AmongAsync(CarillonDb db, IReadOnlyList<CampaignId> ids, CancellationToken cancellationToken) =>
        await db.Campaigns.Where(campaign => ids.Contains(campaign.Id)).Select(campaign => campaign.Id).ToListAsync(cancellationToken);
}
