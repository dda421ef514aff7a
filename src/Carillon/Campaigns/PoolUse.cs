using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>A campaign that is not over needs its pool.</summary>
internal sealed class PoolUse : IPoolUse
{
    private static readonly CampaignStatus[] NotOver = [CampaignStatus.Draft, CampaignStatus.Scheduled, CampaignStatus.Running, CampaignStatus.Paused];

    public Task<bool> IsUsedAsync(CarillonDb db, PoolId pool, CancellationToken cancellationToken) =>
        db.Campaigns.AnyAsync(row => row.PoolId == pool && NotOver.Contains(row.Status), cancellationToken);
}
