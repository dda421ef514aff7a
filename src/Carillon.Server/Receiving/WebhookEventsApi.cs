using Carillon.Access;
using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Receiving;

/// <summary>What providers told us, newest first; what failed can be tried again.</summary>
public static class WebhookEventsApi
{
    private const string Failed = "failed";
    private const int MostIds = 500;

    /// <summary>Maps it.</summary>
    public static RouteGroupBuilder MapWebhookEvents(this RouteGroupBuilder api)
    {
        api.MapGet("/webhook-events", ListAsync);
        api.MapGet("/webhook-events/{id}", GetAsync);
        api.MapPost("/webhook-events/{id}/retry", RetryAsync).Needs(ApiScope.Admin);
        api.MapPost("/webhook-events/retry", RetryManyAsync).Needs(ApiScope.Admin);
        return api;
    }

    private static async Task<Results<Ok<Page<WebhookEventResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, string? status, string? type, ProviderEventBook book, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<ProviderEventId>(errors);
        var filter = FilterOf("status", status, type, errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await book.ListAsync(filter, after is { } place ? (place.At, place.Id) : null, take + 1, cancellationToken);
        var total = query.IsCounted ? await book.CountAsync(filter, cancellationToken) : (int?)null;
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<ProviderEventId>(row.ReceivedAt, row.Id).ToString(), total).Select(WebhookEventResponse.Of));
    }

    private static async Task<Results<Ok<WebhookEventResponse>, NotFoundProblem>> GetAsync(
        RouteId<ProviderEventId> id, ProviderEventBook book, CancellationToken cancellationToken) =>
        await book.FindAsync(id.Value, cancellationToken) is { } entry ? TypedResults.Ok(WebhookEventResponse.Of(entry)) : ApiProblem.NotFound();

    private static async Task<Results<Ok<WebhookEventResponse>, NotFoundProblem, ConflictProblem>> RetryAsync(
        RouteId<ProviderEventId> id, ProviderEventBook book, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(id.Value, cancellationToken) is not { } entry)
        {
            return ApiProblem.NotFound();
        }

        if (entry.Status == EventStatus.Processed)
        {
            return ApiProblem.Conflict("event-processed", "This event was handled already.");
        }

        await book.RetryAsync([id.Value], cancellationToken);
        return TypedResults.Ok(WebhookEventResponse.Of(await book.FindAsync(id.Value, cancellationToken) ?? entry));
    }

    private static async Task<Results<Ok<RetriedResponse>, InvalidProblem>> RetryManyAsync(
        RetryEventsRequest request, ProviderEventBook book, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        if (request.Ids is null == (request.Filter is null))
        {
            errors.Add("ids", "give either ids or filter");
        }

        if (request.Ids?.Count > MostIds)
        {
            errors.Add("ids", $"must be at most {MostIds}");
        }

        var filter = FilterOf("filter.status", request.Filter?.Status, request.Filter?.Type, errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var count = request.Ids is { } ids ? await book.RetryAsync(ids, cancellationToken) : await book.RetryAsync(filter, cancellationToken);
        return TypedResults.Ok(new RetriedResponse(count));
    }

    private static ProviderEventFilter FilterOf(string field, string? status, string? type, InputErrors errors)
    {
        if (status != Failed && !string.IsNullOrEmpty(status) && !EnumNames<EventStatus>.TryParse(status, out _))
        {
            errors.Add(field, $"{EnumNames<EventStatus>.Expected}, {Failed}");
        }

        return new ProviderEventFilter(
            status == Failed, EnumNames<EventStatus>.TryParse(status, out var known) ? known : null, string.IsNullOrEmpty(type) ? null : type);
    }
}

/// <summary>An event.</summary>
/// <param name="Source">The provider.</param>
/// <param name="Type">The kind, in the provider's word.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAttemptAt">When it is tried next; null where it is not.</param>
/// <param name="LastError">Why it failed last.</param>
public sealed record WebhookEventResponse(
    ProviderEventId Id,
    AccountId AccountId,
    string Source,
    string Type,
    EventStatus Status,
    int Attempts,
    DateTimeOffset? NextAttemptAt,
    string? LastError,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? ProcessedAt)
{
    /// <summary>As it stands.</summary>
    public static WebhookEventResponse Of(ProviderEvent entry) => new(
        entry.Id,
        entry.AccountId,
        entry.Source.ApiName(),
        entry.Type,
        entry.Status,
        entry.Attempts,
        entry.Status is EventStatus.Pending or EventStatus.Retrying ? entry.NextAttemptAt : null,
        entry.LastError,
        entry.ReceivedAt,
        entry.ProcessedAt);
}

/// <summary>Which events to try again: these, or those that match.</summary>
public sealed record RetryEventsRequest(IReadOnlyList<ProviderEventId>? Ids = null, RetryEventsFilter? Filter = null);

/// <summary>Which events match; of them, those that failed.</summary>
public sealed record RetryEventsFilter(string? Status = null, string? Type = null);

/// <summary>How many events are tried again.</summary>
public sealed record RetriedResponse(int Retried);
