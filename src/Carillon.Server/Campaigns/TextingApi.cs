using Carillon.Access;
using Carillon.Campaigns.Planning;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Campaigns;

/// <summary>Whether one person may be texted now, and why.</summary>
public static class TextingApi
{
    /// <summary>Maps <c>/contacts/{id}/texting</c>.</summary>
    public static RouteGroupBuilder MapTexting(this RouteGroupBuilder api)
    {
        api.MapGet("/contacts/{id}/texting", ReadAsync).Needs(ApiScope.Read).WithName("ReadTexting").WithTags("compliance").WithSummary("Whether a person may be texted now, with every reason and its source");
        return api;
    }

    private static async Task<Results<Ok<TextingResponse>, NotFoundProblem>> ReadAsync(RouteId<ContactId> id, TextingCheck check, CancellationToken cancellationToken) =>
        await check.OfAsync(id.Value, Purpose.Marketing, cancellationToken) is { } marketing && await check.OfAsync(id.Value, Purpose.Transactional, cancellationToken) is { } transactional
            ? TypedResults.Ok(new TextingResponse(marketing, transactional))
            : ApiProblem.NotFound();
}

/// <summary>The answers for both purposes.</summary>
/// <param name="Marketing">For marketing.</param>
/// <param name="Transactional">For answers and notices of a campaign.</param>
public sealed record TextingResponse(TextingAnswer Marketing, TextingAnswer Transactional);
