using Carillon.Access;
using Carillon.Campaigns;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Server.Sending;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Campaigns;

/// <summary>Settling messages that are under review.</summary>
public static class ReviewApi
{
    /// <summary>Maps it.</summary>
    public static RouteGroupBuilder MapReview(this RouteGroupBuilder api)
    {
        api.MapPost("/messages/{id}/settle", SettleAsync).Needs(ApiScope.Send);
        return api;
    }

    private static async Task<Results<Ok<MessageResponse>, NotFoundProblem, ConflictProblem, InvalidProblem>> SettleAsync(
        RouteId<MessageId> id, SettleMessageRequest request, CarillonDb db, MessageReview review, CancellationToken cancellationToken)
    {
        if (!await db.OutboundMessages.AnyAsync(row => row.Id == id.Value, cancellationToken))
        {
            return ApiProblem.NotFound();
        }

        if (request.Outcome is not { } outcome)
        {
            return ApiProblem.Invalid("outcome", "is required: sent or notSent");
        }

        return await review.SettleAsync(id.Value, outcome == SettledOutcome.Sent, cancellationToken) switch
        {
            ReviewOutcome.Settled settled => TypedResults.Ok(MessageResponse.Of(settled.Message, null, null)),
            ReviewOutcome.NotFound => ApiProblem.NotFound(),
            ReviewOutcome.NotUnderReview => ApiProblem.Conflict("message-not-under-review", "The message is not under review."),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }
}

/// <summary>What a person found.</summary>
/// <param name="Outcome"><c>sent</c>: the provider has it. <c>notSent</c>: it has not, and the message is queued again.</param>
public sealed record SettleMessageRequest(SettledOutcome? Outcome = null);

/// <summary>What a person can find.</summary>
public enum SettledOutcome
{
    Sent,
    NotSent,
}
