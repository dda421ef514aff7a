using System.Globalization;
using System.Text.Json.Serialization;
using Carillon.Campaigns;
using Carillon.Campaigns.Planning;
using Carillon.Channels;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Carillon.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Campaigns;

/// <summary>What a campaign would do, before it does it.</summary>
public static class CampaignPlanApi
{
    private const string Tag = "campaigns";

    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapCampaignPlan(this RouteGroupBuilder api)
    {
        api.MapGet("/campaigns/{id}/estimate", EstimateAsync).WithName("EstimateCampaign").WithTags(Tag).WithSummary("How many, how much, when, and who is left out");
        api.MapGet("/campaigns/{id}/plan", PlanAsync).WithName("PlanCampaign").WithTags(Tag).WithSummary("What each recipient would be sent, when and by which rule; nothing is sent");
        return api;
    }

    private static async Task<Results<Ok<EstimateResponse>, NotFoundProblem>> EstimateAsync(
        RouteId<CampaignId> id, CarillonDb db, RecipientPlanner planner, LegalHours hours, MessageProviders providers, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, id, cancellationToken) is not { } campaign)
        {
            return ApiProblem.NotFound();
        }

        var plan = await CampaignPlan.OfAsync(db, planner, campaign, time.GetUtcNow().Stored(), cancellationToken);
        var estimate = await CampaignEstimate.OfAsync(plan, campaign, hours.Pack, providers, await CampaignLint.CheckAsync(db, campaign, cancellationToken), cancellationToken);
        return TypedResults.Ok(EstimateResponse.Of(estimate, plan.Account?.PriceCurrency ?? "USD"));
    }

    private static async Task<Results<Ok<Page<PlannedResponse>>, NotFoundProblem, InvalidProblem>> PlanAsync(
        RouteId<CampaignId> id, [AsParameters] PageQuery query, CarillonDb db, RecipientPlanner planner, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, id, cancellationToken) is not { } campaign)
        {
            return ApiProblem.NotFound();
        }

        var errors = new InputErrors();
        var take = query.Take(errors);
        var (after, before) = Mark(query.AfterText(errors), errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var plan = await CampaignPlan.OfAsync(db, planner, campaign, time.GetUtcNow().Stored(), cancellationToken);
        var rows = await plan.PageAsync(after, before, take + 1, cancellationToken);
        var total = query.IsCounted ? await plan.CountAsync(cancellationToken) : (int?)null;
        var page = Page.Of(rows, take, row => CursorText.Encode(string.Create(CultureInfo.InvariantCulture, $"{row.Recipient.Contact}:{before + take}")), total);
        return TypedResults.Ok(page.Select(row => PlannedResponse.Of(row, campaign.SenderId)));
    }

    private static (ContactId? After, int Before) Mark(string? text, InputErrors errors)
    {
        if (text is null)
        {
            return (null, 0);
        }

        if (text.Split(':') is [var contact, var count] && Id.TryParse<ContactId>(contact, out var after)
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var before))
        {
            return (after, before);
        }

        errors.Add("cursor", "is not a nextCursor of this list");
        return (null, 0);
    }

    private static Task<Campaign?> FindAsync(CarillonDb db, RouteId<CampaignId> id, CancellationToken cancellationToken) =>
        db.Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken);
}

/// <summary>A campaign in figures before it begins.</summary>
/// <param name="Recipients">How many would be sent to.</param>
/// <param name="Excluded">How many would not, by reason.</param>
/// <param name="Segments">Billing parts.</param>
/// <param name="Encodings">How many texts by encoding.</param>
/// <param name="Cost">What it costs, where the account has a price.</param>
/// <param name="FirstSendAt">When the first would leave.</param>
/// <param name="LastSendAt">When the last would leave within the limits of the campaign, its senders and their accounts.</param>
/// <param name="DeferredByQuietHours">How many wait for their hours.</param>
/// <param name="Warnings">What somebody should know.</param>
public sealed record EstimateResponse(
    long Recipients, IReadOnlyDictionary<string, long> Excluded, long Segments, IReadOnlyDictionary<string, long> Encodings, Money Cost,
    DateTimeOffset? FirstSendAt, DateTimeOffset? LastSendAt, long DeferredByQuietHours, IReadOnlyList<string> Warnings)
{
    internal static EstimateResponse Of(CampaignEstimate estimate, string currency) => new(
        estimate.Recipients,
        estimate.Excluded.ToDictionary(entry => ApiJson.NameOf(entry.Key), entry => entry.Value),
        estimate.Segments,
        estimate.Encodings.ToDictionary(entry => entry.Key == SmsEncoding.Gsm7 ? "GSM-7" : "UCS-2", entry => entry.Value),
        Money.Of(estimate.CostMicros / 1_000_000m, currency),
        estimate.FirstSendAt,
        estimate.LastSendAt,
        estimate.DeferredByQuietHours,
        estimate.Warnings);
}

/// <summary>What one recipient would be sent, when and by which rule; or why not.</summary>
public sealed record PlannedResponse
{
    /// <summary>The person.</summary>
    public required ContactId ContactId { get; init; }

    /// <summary>Why nothing is sent; absent: something is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SkipReason? Reason { get; init; }

    /// <summary>The number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PhoneNumber? To { get; init; }

    /// <summary>Where it would leave from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SenderId? SenderId { get; init; }

    /// <summary>Which words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Variant { get; init; }

    /// <summary>The first instant of its hours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>The last instant of its hours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Latest { get; init; }

    /// <summary>Every clock that may be theirs; none: none is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Zones { get; init; }

    /// <summary>The rule that gives the hours, or that refuses.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rule { get; init; }

    /// <summary>The exact words.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Body { get; init; }

    /// <summary>Billing parts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Segments { get; init; }

    internal static PlannedResponse Of(PlannedMessage planned, SenderId? sender)
    {
        var recipient = planned.Recipient;
        return recipient.Skip is { } reason
            ? new PlannedResponse { ContactId = recipient.Contact, Reason = reason, Rule = recipient.Rule }
            : new PlannedResponse
            {
                ContactId = recipient.Contact,
                To = recipient.To,
                SenderId = recipient.Sender ?? sender,
                Variant = recipient.Variant.Length == 0 ? null : recipient.Variant,
                Earliest = recipient.Open.Earliest,
                Latest = recipient.Latest,
                Zones = recipient.Place?.Zones ?? [],
                Rule = recipient.Rule ?? NoHours,
                Body = planned.Body,
                Segments = planned.Segments,
            };
    }

    /// <summary>The rule of messages that keep no hours.</summary>
    private const string NoHours = "no-quiet-hours";
}
