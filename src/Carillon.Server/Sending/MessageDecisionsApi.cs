using Carillon.Access;
using Carillon.Compliance;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Server.Compliance;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Sending;

/// <summary>"Why was this person not texted?"</summary>
public static class MessageDecisionsApi
{
    private const int Most = 100;

    /// <summary>Maps <c>/messages/{id}/decisions</c>.</summary>
    public static RouteGroupBuilder MapMessageDecisions(this RouteGroupBuilder api)
    {
        api.MapGet("/messages/{id}/decisions", ListAsync).Needs(ApiScope.Read).WithName("ListDecisionsOfMessage").WithTags("compliance")
            .WithSummary("Why one message was held or not sent, newest first");
        return api;
    }

    private static async Task<Results<Ok<Page<DecisionResponse>>, NotFoundProblem>> ListAsync(RouteId<MessageId> id, CarillonDb db, CancellationToken cancellationToken)
    {
        if (!await db.OutboundMessages.AnyAsync(row => row.Id == id.Value, cancellationToken))
        {
            return ApiProblem.NotFound();
        }

        var rows = await db.SendDecisions.AsNoTracking().Where(row => row.MessageId == id.Value)
            .OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(Most).ToListAsync(cancellationToken);
        return TypedResults.Ok(new Page<SendDecision>(rows, null).Select(DecisionResponse.Of));
    }
}
