using Carillon.Server.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Web.Operations;

/// <summary>What a supervisor and a load balancer ask.</summary>
public static class HealthApi
{
    private const string Failing = "failing";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Maps <c>/health/live</c> (the process) and <c>/health/ready</c> (what it leans on).</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").AllowAnonymous();
        health.MapGet("/live", () => TypedResults.Ok(new LiveResponse("ok", SystemApi.Version)));
        health.MapGet("/ready", ReadyAsync);
    }

    private static async Task<JsonHttpResult<ReadyResponse>> ReadyAsync(IEnumerable<IReadinessPart> parts, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var answers = await Task.WhenAll(parts.Select(part => AskAsync(part, context.RequestAborted)));
        var isReady = answers.All(answer => answer.Status is not Failing);
        return TypedResults.Json(
            new ReadyResponse(isReady ? "ready" : "notReady", answers),
            ApiJson.Options,
            statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static string Bad(IReadinessPart part) => part.IsEssential ? Failing : "degraded";

    private static async Task<PartResponse> AskAsync(IReadinessPart part, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var problem = await part.FindProblemAsync(patience.Token).WaitAsync(patience.Token);
            return new PartResponse(part.Name, problem is null ? "ok" : Bad(part), problem);
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            // The kind of failure only: messages of drivers may hold addresses and names.
            return new PartResponse(part.Name, Bad(part), wrong is OperationCanceledException ? "no answer within 5 seconds" : $"does not answer ({wrong.GetBaseException().GetType().Name})");
        }
    }
}

/// <summary>The process lives.</summary>
/// <param name="Status">Always <c>ok</c>.</param>
/// <param name="Version">Of this build.</param>
public sealed record LiveResponse(string Status, string Version);

/// <summary>Whether the process should get requests.</summary>
/// <param name="Status"><c>ready</c> or <c>notReady</c>.</param>
/// <param name="Parts">What it leans on.</param>
public sealed record ReadyResponse(string Status, IReadOnlyList<PartResponse> Parts);

/// <summary>One thing the process leans on.</summary>
/// <param name="Name">Which.</param>
/// <param name="Status"><c>ok</c>, <c>failing</c>, or <c>degraded</c>: it fails and its work is done without it.</param>
/// <param name="Problem">What is wrong.</param>
public sealed record PartResponse(string Name, string Status, string? Problem);
