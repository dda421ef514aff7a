using Carillon.Campaigns;
using Carillon.Campaigns.Planning;
using Carillon.Channels;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;
using Carillon.Server.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Campaigns;

/// <summary>Looks at what a draft would do once somebody says yes: the same plan as the API's estimate.</summary>
public sealed class CampaignPreflight(CarillonDb db, RecipientPlanner planner, LegalHours hours, MessageProviders providers, TimeProvider time)
{
    /// <summary>One look; null: the draft is gone.</summary>
    /// <param name="id">The draft.</param>
    /// <param name="isLater">Whether it waits for its instant; else it is looked at as if it began now.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<Preflight?> LookAsync(CampaignId id, bool isLater, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } campaign)
        {
            return null;
        }

        campaign.StartAt = isLater ? campaign.StartAt : null; // not tracked: nothing is written
        var plan = await CampaignPlan.OfAsync(db, planner, campaign, time.GetUtcNow().Stored(), cancellationToken);
        var estimate = await CampaignEstimate.OfAsync(plan, campaign, hours.Pack, providers, await CampaignLint.CheckAsync(db, campaign, cancellationToken), cancellationToken);
        return new Preflight(estimate, plan.Account?.PriceCurrency ?? "USD", plan.Account?.PricePerSegmentMicros is not null);
    }
}

/// <summary>What a draft would do.</summary>
/// <param name="Estimate">Its figures.</param>
/// <param name="Currency">Of the cost.</param>
/// <param name="HasPrice">Whether the account's price is known.</param>
public sealed record Preflight(CampaignEstimate Estimate, string Currency, bool HasPrice)
{
    /// <summary>Why not a single person would get it.</summary>
    public string WhyNobody => string.Join(", ", Estimate.Excluded.Where(pair => pair.Value > 0).OrderByDescending(pair => pair.Value)
        .Select(pair => $"{pair.Value:N0}: {MessageWords.Of(pair.Key)}")) is { Length: > 0 } reasons ? $"Left out are {reasons}." : "The audience is empty.";
}
