using System.Globalization;
using Carillon.Access;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Web.Operations;

/// <summary>Whether all that the server leans on is well, and what to do where it is not.</summary>
public static class HealthChecksApi
{
    private const string Tag = "operations";

    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapHealthChecks(this RouteGroupBuilder api)
    {
        api.MapGet("/health-checks", ListAsync).Needs(ApiScope.Read).WithName("ListHealthChecks").WithTags(Tag)
            .WithSummary("What the last look at settings, database, clock, callbacks and providers showed; at most ten minutes old");
        api.MapPost("/health-checks", LookAsync).Needs(ApiScope.Admin).WithName("RunHealthChecks").WithTags(Tag)
            .WithSummary("Looks at settings, database, clock, callbacks and providers now");
        return api;
    }

    private static async Task<Results<Ok<Page<HealthCheckResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, HealthChecks checks, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var skip = 0;
        if (query.AfterText(errors) is { } place && !int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out skip))
        {
            errors.Add("cursor", "is not a nextCursor of this list");
        }

        return errors.Any
            ? ApiProblem.Invalid(errors)
            : TypedResults.Ok(PageOf(await checks.LastAsync(db.Workspace, cancellationToken), skip, take));
    }

    private static async Task<Created<Page<HealthCheckResponse>>> LookAsync(HealthChecks checks, CarillonDb db, CancellationToken cancellationToken)
    {
        var look = await checks.LookAsync(db.Workspace, cancellationToken);
        return TypedResults.Created($"{ApiRoutes.Base}/health-checks", PageOf(look, 0, look.Findings.Count));
    }

    private static Page<HealthCheckResponse> PageOf(HealthLook look, int skip, int take) => Page.Of(
        [.. look.Findings.Skip(skip).Take(take + 1).Select(finding => HealthCheckResponse.Of(finding, look.At))],
        take,
        _ => CursorText.Encode(string.Create(CultureInfo.InvariantCulture, $"{skip + take}")),
        look.Findings.Count);
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What: <c>settings</c>, <c>data folder</c>, <c>database</c>, <c>tables</c>, <c>clock</c>, <c>ledger</c>, <c>callbacks</c>, <c>provider NAME</c>.</param>
/// <param name="Status"><c>ok</c> or <c>problem</c>.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Advice">What to do; null: nothing.</param>
/// <param name="CheckedAt">When.</param>
public sealed record HealthCheckResponse(string Name, string Status, string Detail, string? Advice, DateTimeOffset CheckedAt)
{
    internal static HealthCheckResponse Of(Commands.DoctorFinding finding, DateTimeOffset at) =>
        new(finding.Subject, finding.IsOk ? "ok" : "problem", finding.Words, finding.Advice, at);
}
