using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Carillon.Campaigns;

/// <summary>The one activation of a campaign that is under way.</summary>
public interface ICampaignGrain : IGrainWithStringKey
{
    /// <summary>Something may be due.</summary>
    Task WakeAsync();
}

/// <summary>Holds the loop of one campaign; the key is its id.</summary>
internal sealed partial class CampaignGrain(CampaignWorker worker, ILogger<CampaignGrain> log) : Grain, ICampaignGrain
{
    private GrainLoop? _loop;

    public Task WakeAsync()
    {
        if (_loop is null or { IsOver: true })
        {
            _loop = GrainLoop.Start(RunAsync);
        }

        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_loop is not null)
        {
            await _loop.DisposeAsync();
        }
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var campaign = Id.TryParse<CampaignId>(this.GetPrimaryKeyString(), out var id) ? id : throw new ArgumentException("A campaign's key is its id.");
        try
        {
            while (!stop.IsCancellationRequested && await worker.RunRoundAsync(campaign, stop))
            {
            }
        }
        catch (Exception trouble) when (!stop.IsCancellationRequested)
        {
            // What was done is stored page by page; the conductor wakes the campaign again.
            RoundFailed(log, campaign, trouble);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Campaign {Campaign} could not be moved on; trying again in a second.")]
    private static partial void RoundFailed(ILogger logger, CampaignId campaign, Exception trouble);
}

/// <summary>Campaigns whose time has come or that are under way.</summary>
public sealed class DueCampaigns(Database database) : IDueWork
{
    /// <summary>Of those that just go on, so many are looked at a second, by turns; of fewer each one every second.</summary>
    private const int LooksASecond = 100;

    private int _turn;

    /// <summary>The kind of signal that wakes a campaign; the key is its id.</summary>
    public const string CampaignKind = "campaign";

    /// <inheritdoc/>
    public string Kind => CampaignKind;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var due = await db.Campaigns.Where(campaign => campaign.Status == CampaignStatus.Scheduled && (campaign.BeginsAt ?? campaign.StartAt) <= now).Select(campaign => campaign.Id)
            .Union(db.Runs.Where(run => run.EndedAt == null && (run.State == RunState.Cancelled || run.LaunchedAt == null)).Select(run => run.CampaignId))
            .Union(db.Campaigns.Where(campaign => campaign.Status == CampaignStatus.Paused && campaign.StatusReason == StatusReason.InDoubt).Select(campaign => campaign.Id))
            .ToListAsync(cancellationToken);
        var goingOn = await db.Runs.Where(run => run.EndedAt == null && run.State == RunState.Running && run.LaunchedAt != null)
            .OrderBy(run => run.Id).Select(run => run.CampaignId).ToListAsync(cancellationToken);
        var turns = Math.Max(1, (goingOn.Count + LooksASecond - 1) / LooksASecond);
        var turn = (uint)Interlocked.Increment(ref _turn) % turns;
        return [.. due.Union(goingOn.Where((_, place) => place % turns == turn)).Select(id => id.ToString())];
    }

    /// <inheritdoc/>
    public Task WakeAsync(IGrainFactory grains, string key) => grains.GetGrain<ICampaignGrain>(key).WakeAsync();
}
