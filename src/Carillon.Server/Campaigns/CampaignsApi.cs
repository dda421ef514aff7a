using Carillon.Access;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Compliance.OwnRules;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Campaigns;

/// <summary>Campaigns: drafts, what people do with them, their figures.</summary>
public static class CampaignsApi
{
    private static readonly CampaignStatus[] Changeable = [CampaignStatus.Draft, CampaignStatus.Scheduled];

    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapCampaigns(this RouteGroupBuilder api)
    {
        api.MapGet("/campaigns", ListAsync);
        api.MapGet("/campaigns/{id}", GetAsync);
        api.MapPost("/campaigns", CreateAsync).Needs(ApiScope.Write);
        api.MapPatch("/campaigns/{id}", ChangeAsync).Needs(ApiScope.Write);
        api.MapDelete("/campaigns/{id}", DeleteAsync).Needs(ApiScope.Write);
        api.MapGet("/campaigns/{id}/stats", StatsAsync);
        api.MapGet("/campaigns/{id}/events", EventsAsync);
        return api;
    }

    private static async Task<Results<Ok<Page<CampaignResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, string? status, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<CampaignId>(errors);
        var wanted = errors.OneOf<CampaignStatus>("status", status);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var matching = db.Campaigns.AsNoTracking().Where(row => wanted == null ? row.Status != CampaignStatus.Archived : row.Status == wanted);
        var rows = await matching
            .Where(row => after == null || row.CreatedAt < after.Value.At || (row.CreatedAt == after.Value.At && row.Id < after.Value.Id))
            .OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(take + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<CampaignId>(row.CreatedAt, row.Id).ToString(), await query.TotalAsync(matching, cancellationToken)).Select(CampaignResponse.Of));
    }

    private static async Task<Results<Ok<CampaignResponse>, NotFoundProblem>> GetAsync(
        RouteId<CampaignId> id, CarillonDb db, CampaignWaiting waiting, CancellationToken cancellationToken) =>
        await FindAsync(db, id, cancellationToken) is { } campaign
            ? TypedResults.Ok(CampaignResponse.Of(campaign) with
            {
                Waiting = await waiting.OfAsync(campaign, cancellationToken),
                OnUnknown = await waiting.OnUnknownAsync(campaign, cancellationToken),
            })
            : ApiProblem.NotFound();

    private static async Task<Results<Created<CampaignResponse>, InvalidProblem, ForbiddenProblem>> CreateAsync(
        Patch fields, CarillonDb db, SegmentBook segments, HoursLoosening loosening, CurrentWorkspace current, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        var campaign = new Campaign
        {
            Id = Id.New<CampaignId>(time),
            WorkspaceId = db.Workspace,
            Name = "",
            CreatedBy = current.Actor,
            CreatedAt = now,
            UpdatedAt = now,
        };
        var before = campaign.QuietHours;
        await CampaignInput.ApplyAsync(campaign, fields, db, segments, time, cancellationToken);
        if (campaign.Name.Length == 0 && !fields.Errors.ByField.ContainsKey("name"))
        {
            fields.Errors.Add("name", "is required");
        }

        var (verdict, reason) = Loosened(loosening, before, campaign, fields);
        if (fields.IsRefused())
        {
            return ApiProblem.Invalid(fields.Errors);
        }

        if (verdict == HoursVerdict.OwnerOnly)
        {
            return OwnerOnly();
        }

        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync(cancellationToken);
        await loosening.NoteAsync(db, campaign, before, reason, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"{ApiRoutes.Base}/campaigns/{campaign.Id}", CampaignResponse.Of(campaign));
    }

    private static async Task<Results<Ok<CampaignResponse>, NotFoundProblem, InvalidProblem, ForbiddenProblem, ConflictProblem>> ChangeAsync(
        RouteId<CampaignId> id, Patch patch, CarillonDb db, SegmentBook segments, CampaignResumption resumption, HoursLoosening loosening, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, id, cancellationToken) is not { } campaign)
        {
            return ApiProblem.NotFound();
        }

        if (campaign.Status is CampaignStatus.Running or CampaignStatus.Paused && patch.Names().All(name => name is "pacing" or "brakes"))
        {
            CampaignInput.ReadPace(campaign, patch);
            campaign.UpdatedAt = time.GetUtcNow().Stored();
            return patch.IsRefused() ? ApiProblem.Invalid(patch.Errors)
                : await resumption.ChangePaceAsync(campaign, cancellationToken) ? TypedResults.Ok(CampaignResponse.Of(campaign))
                : ApiProblem.Conflict("campaign-finished", "The campaign ended a moment ago.");
        }

        if (!Changeable.Contains(campaign.Status))
        {
            return ApiProblem.Conflict("campaign-not-draft", "The campaign has begun; what it says and whom it is for stays as it is.");
        }

        var before = campaign.QuietHours;
        await CampaignInput.ApplyAsync(campaign, patch, db, segments, time, cancellationToken);
        var (verdict, reason) = Loosened(loosening, before, campaign, patch);
        if (patch.IsRefused())
        {
            return ApiProblem.Invalid(patch.Errors);
        }

        if (verdict == HoursVerdict.OwnerOnly)
        {
            return OwnerOnly();
        }

        campaign.UpdatedAt = time.GetUtcNow().Stored();
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (!await db.Campaigns.AnyAsync(row => row.Id == campaign.Id && Changeable.Contains(row.Status), cancellationToken))
        {
            return ApiProblem.Conflict("campaign-not-draft", "The campaign began a moment ago.");
        }

        await db.SaveChangesAsync(cancellationToken);
        await loosening.NoteAsync(db, campaign, before, reason, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(CampaignResponse.Of(campaign));
    }

    /// <summary>Reads why a campaign keeps looser hours, and whether whoever asks may have them.</summary>
    private static (HoursVerdict Verdict, string? Reason) Loosened(HoursLoosening loosening, QuietHoursRule before, Campaign campaign, Patch patch)
    {
        var reason = patch.TextOrNull("quietHoursReason", 500).Or(null);
        var verdict = loosening.Check(before, campaign.QuietHours, reason);
        if (verdict == HoursVerdict.NeedsReason)
        {
            patch.Errors.Add("quietHoursReason", $"say in {RuleSettings.LeastReason} letters or more why only the country's hours are kept");
        }

        return (verdict, reason);
    }

    private static ForbiddenProblem OwnerOnly() => ApiProblem.Forbidden("owner-only", "Only an owner, or a key with scope admin, loosens the hours of a campaign to federal.");

    private static async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> DeleteAsync(RouteId<CampaignId> id, CarillonDb db, CancellationToken cancellationToken)
    {
        var deleted = await db.Campaigns.Where(row => row.Id == id.Value && row.RunId == null && Changeable.Contains(row.Status)).ExecuteDeleteAsync(cancellationToken);
        if (deleted > 0)
        {
            return TypedResults.NoContent();
        }

        return await FindAsync(db, id, cancellationToken) is null
            ? ApiProblem.NotFound()
            : ApiProblem.Conflict("campaign-not-draft", "Only a draft can be deleted; archive this one instead.");
    }

    private static async Task<Results<Ok<CampaignStatsResponse>, NotFoundProblem>> StatsAsync(RouteId<CampaignId> id, CarillonDb db, CancellationToken cancellationToken) =>
        await LookAsync(db, id.Value, cancellationToken) is { } stats ? TypedResults.Ok(stats) : ApiProblem.NotFound();

    private static async Task<Results<ServerSentEventsResult<CampaignStatsResponse>, NotFoundProblem>> EventsAsync(
        RouteId<CampaignId> id, CarillonDb db, Database database, LiveUpdates updates, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, id, cancellationToken) is null)
        {
            return ApiProblem.NotFound();
        }

        var scope = db.Scope;
        return updates.Follow("progress", LookAgainAsync, IsAtRest, cancellationToken);

        async Task<CampaignStatsResponse?> LookAgainAsync(CancellationToken token)
        {
            await using var fresh = database.Open(scope);
            return await LookAsync(fresh, id.Value, token);
        }

        static bool IsAtRest(CampaignStatsResponse stats) =>
            stats.Status is CampaignStatus.Completed or CampaignStatus.Cancelled or CampaignStatus.Archived && stats.Accepted + stats.Sent + stats.Sending + stats.Queued == 0;
    }

    private static async Task<CampaignStatsResponse?> LookAsync(CarillonDb db, CampaignId id, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } campaign)
        {
            return null;
        }

        var accounts = db.Accounts;
        var leaving = campaign.SenderId ?? (await PoolPick.OfAsync(db, campaign, cancellationToken))?.Senders[0];
        var currency = await db.Senders.Where(sender => sender.Id == leaving)
            .Join(accounts, sender => sender.AccountId, account => account.Id, (sender, account) => account.PriceCurrency)
            .SingleOrDefaultAsync(cancellationToken);
        return CampaignStatsResponse.Of(campaign, await CampaignStats.OfAsync(db, campaign, cancellationToken), currency ?? "USD");
    }

    private static Task<Campaign?> FindAsync(CarillonDb db, RouteId<CampaignId> id, CancellationToken cancellationToken) =>
        db.Campaigns.SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken);
}
