using Carillon.Access.Audit;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>Turns a campaign into a run, by hand or when its time has come.</summary>
public sealed class CampaignStart(AuditLog audit, TimeProvider time)
{
    /// <summary>Begins the run where the campaign stands at one of <paramref name="from"/>; false: it stood elsewhere.</summary>
    public async Task<bool> BeginAsync(CarillonDb db, Campaign campaign, IReadOnlyList<CampaignStatus> from, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var run = Id.New<RunId>(time);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var won = await db.Campaigns.Where(row => row.Id == campaign.Id && from.Contains(row.Status)).ExecuteUpdateAsync(
            row => row
                .SetProperty(x => x.Status, CampaignStatus.Running)
                .SetProperty(x => x.StatusReason, (StatusReason?)null)
                .SetProperty(x => x.StartedAt, now)
                .SetProperty(x => x.RunId, run),
            cancellationToken);
        if (won == 0)
        {
            return false;
        }

        db.Runs.Add(new CampaignRun
        {
            Id = run,
            WorkspaceId = campaign.WorkspaceId,
            CampaignId = campaign.Id,
            Purpose = campaign.Purpose,
            Channel = campaign.Channel,
            SenderId = campaign.SenderId!.Value, // checked before a campaign starts
            Texts = campaign.Variants.Count > 0
                ? [.. campaign.Variants.Select(variant => new RunText(variant.Key, variant.Weight, variant.Body))]
                : [new RunText("", 1, campaign.Body!)], // checked before a campaign starts
            SmartEncoding = campaign.SmartEncoding,
            PerSecond = campaign.PacePerSecond,
            CreatedAt = now,
        });
        await db.SaveChangesAsync(cancellationToken);
        await audit.AddAsync(db, campaign.WorkspaceId, new AuditNote(AuditActions.CampaignStarted, $"campaign:{campaign.Id}"), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
