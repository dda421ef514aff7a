using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>
/// What campaigns that are planned or under way need. A draft needs nothing: it does not start without what it names. Without this an exclusion that is removed
/// would let a planned campaign reach whom it leaves out.
/// </summary>
internal sealed class CampaignUses : ICampaignUses
{
    private static readonly CampaignStatus[] UnderWay = [CampaignStatus.Scheduled, CampaignStatus.Running, CampaignStatus.Paused];

    public async Task<string?> OfListAsync(CarillonDb db, ContactListId list, CancellationToken cancellationToken) =>
        (await ChoosingAsync(db, cancellationToken)).Find(campaign => campaign.Audience.Lists.Contains(list) || campaign.Audience.ExcludeLists.Contains(list))?.Name;

    public async Task<string?> OfSegmentAsync(CarillonDb db, SegmentId segment, CancellationToken cancellationToken) =>
        (await ChoosingAsync(db, cancellationToken)).Find(campaign => campaign.Audience.Segments.Contains(segment) || campaign.Audience.ExcludeSegments.Contains(segment))?.Name;

    public async Task<string?> OfSenderAsync(CarillonDb db, SenderId sender, CancellationToken cancellationToken)
    {
        var lone = (await db.SenderPools.AsNoTracking().ToListAsync(cancellationToken)).FindAll(pool => pool.SenderIds is [var only] && only == sender).ConvertAll(pool => (PoolId?)pool.Id);
        return await db.Campaigns.Where(row => UnderWay.Contains(row.Status) && (row.SenderId == sender || lone.Contains(row.PoolId))).Select(row => row.Name).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Those whose recipients are not all chosen.</summary>
    private static async Task<List<Campaign>> ChoosingAsync(CarillonDb db, CancellationToken cancellationToken)
    {
        var runs = db.Runs;
        return await db.Campaigns.AsNoTracking()
            .Where(row => UnderWay.Contains(row.Status) && !runs.Any(run => run.CampaignId == row.Id && run.LaunchedAt != null))
            .ToListAsync(cancellationToken);
    }
}
