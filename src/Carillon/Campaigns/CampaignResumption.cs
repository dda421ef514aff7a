using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>What has to be done before a paused campaign goes on, and what may change while one is under way.</summary>
public sealed class CampaignResumption(CarillonDb db, CampaignBrakes brakes, EngineView view, WakeSignals signals)
{
    /// <summary>Somebody lets a paused campaign go on: brakes begin anew.</summary>
    public async Task PrepareAsync(CampaignId id, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.AnyAsync(row => row.Id == id && row.Status == CampaignStatus.Paused, cancellationToken))
        {
            await brakes.ReleaseAsync(db, id, cancellationToken);
        }
    }

    /// <summary>Changes pace and brakes of a campaign that has begun; they bite within a second. False: it is over, or has not begun.</summary>
    public async Task<bool> ChangePaceAsync(Campaign changed, CancellationToken cancellationToken)
    {
        var (perHour, perDay) = (changed.Pacing?.PerHour, changed.Pacing?.PerDay);
        await using (var transaction = await db.BeginWriteAsync(cancellationToken))
        {
            var moved = await db.Runs.Where(row => row.CampaignId == changed.Id && row.EndedAt == null).ExecuteUpdateAsync(
                set => set
                    .SetProperty(x => x.PerSecond, changed.PacePerSecond)
                    .SetProperty(x => x.PerHour, perHour)
                    .SetProperty(x => x.PerDay, perDay)
                    .SetProperty(x => x.Brakes, changed.Brakes),
                cancellationToken);
            if (moved == 0)
            {
                return false;
            }

            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        view.Refresh();
        if (changed.SenderId is { } sender)
        {
            signals.Raise(DueLanes.LaneKind, sender.ToString());
        }

        return true;
    }
}
