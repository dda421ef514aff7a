using Carillon.Access;
using Carillon.Compliance;
using Carillon.Compliance.Programmes;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Compliance;

/// <summary>Keywords of the workspace's own, by which people join or leave.</summary>
public static class KeywordsApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapKeywords(this RouteGroupBuilder api)
    {
        api.MapGet("/keywords", ListAsync);
        api.MapGet("/keywords/{id}", GetAsync);
        api.MapPost("/keywords", CreateAsync).Needs(ApiScope.Write);
        api.MapDelete("/keywords/{id}", DeleteAsync).Needs(ApiScope.Write);
        return api;
    }

    private static async Task<Results<Ok<Page<KeywordResponse>>, InvalidProblem>> ListAsync([AsParameters] PageQuery query, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var (take, after) = (query.Take(errors), query.After<ProgrammeId>(errors));
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await db.KeywordProgrammes.AsNoTracking()
            .Where(row => after == null || row.CreatedAt < after.Value.At || (row.CreatedAt == after.Value.At && row.Id < after.Value.Id))
            .OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(take + 1).ToListAsync(cancellationToken);
        var total = await query.TotalAsync(db.KeywordProgrammes, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<ProgrammeId>(row.CreatedAt, row.Id).ToString(), total).Select(KeywordResponse.Of));
    }

    private static async Task<Results<Ok<KeywordResponse>, NotFoundProblem>> GetAsync(RouteId<ProgrammeId> id, CarillonDb db, CancellationToken cancellationToken) =>
        await db.KeywordProgrammes.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is { } programme
            ? TypedResults.Ok(KeywordResponse.Of(programme))
            : ApiProblem.NotFound();

    private static async Task<Results<Created<KeywordResponse>, InvalidProblem, ConflictProblem>> CreateAsync(
        KeywordRequest request, CarillonDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var made = await new KeywordDesk(db, time).AddAsync(request, errors, cancellationToken);
        return made is not null ? TypedResults.Created($"{ApiRoutes.Base}/keywords/{made.Id}", KeywordResponse.Of(made))
            : errors.Code is KeywordDesk.InUse ? ApiProblem.Conflict(errors.Code, errors.ByField["keyword"][0])
            : ApiProblem.Invalid(errors);
    }

    private static async Task<Results<NoContent, NotFoundProblem>> DeleteAsync(RouteId<ProgrammeId> id, CarillonDb db, TimeProvider time, CancellationToken cancellationToken) =>
        await new KeywordDesk(db, time).DropAsync(id.Value, cancellationToken) ? TypedResults.NoContent() : ApiProblem.NotFound();
}

/// <summary>A keyword of the workspace's own.</summary>
/// <param name="Keyword">One word; none that means something by law.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">Whether people join by it (when absent) or leave.</param>
/// <param name="Wording">Of one by which people join: the call to action as it is advertised, with all that must be disclosed.</param>
/// <param name="DoubleOptIn">Whether a "reply YES" comes first; no when absent.</param>
public sealed record KeywordRequest(string? Keyword = null, string? Name = null, KeywordKind? Kind = null, string? Wording = null, bool? DoubleOptIn = null);

/// <summary>What a keyword is for.</summary>
public enum KeywordKind
{
    /// <summary>Who texts it agrees to what was advertised with it.</summary>
    OptIn,

    /// <summary>Who texts it wants no more texts, exactly as with STOP.</summary>
    OptOut,
}

/// <summary>A keyword of the workspace's own.</summary>
public sealed record KeywordResponse(ProgrammeId Id, string Keyword, string Name, KeywordKind Kind, string? Wording, int Version, bool DoubleOptIn, DateTimeOffset CreatedAt)
{
    internal static KeywordResponse Of(KeywordProgramme row) => new(
        row.Id, row.Keyword, row.Name, row.IsOptOut ? KeywordKind.OptOut : KeywordKind.OptIn, row.IsOptOut ? null : row.Wording, row.Version, row.IsDoubleOptIn, row.CreatedAt);
}
