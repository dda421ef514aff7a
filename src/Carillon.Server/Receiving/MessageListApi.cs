using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Server.Sending;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Receiving;

/// <summary>Texts in both directions, newest first.</summary>
public static class MessageListApi
{
    /// <summary>Maps it.</summary>
    public static RouteGroupBuilder MapMessageList(this RouteGroupBuilder api)
    {
        api.MapGet("/messages", ListAsync);
        api.MapGet("/messages/{id}", GetAsync);
        return api;
    }

    private static async Task<Results<Ok<Page<MessageResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, [AsParameters] MessageListQuery asked, MessageBook book, MessageResponses responses, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<MessageId>(errors);
        var filter = asked.Read(errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await book.ListAsync(filter, after is { } place ? (place.At, place.Id) : null, take + 1, cancellationToken);
        await responses.PrepareAsync(cancellationToken);
        var total = query.IsCounted ? await book.CountAsync(filter, cancellationToken) : (int?)null;
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<MessageId>(row.At, row.Id).ToString(), total).Select(responses.Of));
    }

    private static async Task<Results<Ok<MessageResponse>, NotFoundProblem>> GetAsync(
        RouteId<MessageId> id, MessageBook book, MessageResponses responses, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(id.Value, cancellationToken) is not { } message)
        {
            return ApiProblem.NotFound();
        }

        await responses.PrepareAsync(cancellationToken);
        return TypedResults.Ok(responses.Of(message));
    }
}

/// <summary>Which texts.</summary>
/// <param name="Campaign">Of this campaign, or in answer to it.</param>
/// <param name="Contact">To or from this person.</param>
/// <param name="Status">That stand so.</param>
/// <param name="Direction"><c>inbound</c> or <c>outbound</c>.</param>
/// <param name="Since">Not older than this instant.</param>
public readonly record struct MessageListQuery(string? Campaign, string? Contact, string? Status, string? Direction, string? Since)
{
    internal MessageFilter Read(InputErrors errors)
    {
        if (Direction is not (null or "" or "inbound" or "outbound"))
        {
            errors.Add("direction", "must be one of inbound, outbound");
        }

        return new MessageFilter(
            errors.Id<CampaignId>("campaign", Campaign),
            errors.Id<ContactId>("contact", Contact),
            errors.OneOf<MessageStatus>("status", Status),
            string.IsNullOrEmpty(Direction) ? null : Direction == "inbound",
            errors.Instant("since", Since));
    }
}
