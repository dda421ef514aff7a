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

/// <summary>Keywords of the workspace's own, by which people join.</summary>
public static class KeywordsApi
{
    private const int MostName = 120;
    private const int MostWording = 2000;

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
        var brand = await db.Set<Workspace>().Where(row => row.Id == db.Workspace).Select(row => row.Brand).SingleAsync(cancellationToken);
        var (keyword, problem) = ProgrammeBook.Read(errors.Text("keyword", request.Keyword, 40));
        var (name, wording) = (errors.Text("name", request.Name, MostName), errors.Text("wording", request.Wording, MostWording));
        foreach (var missing in (problem is null ? [] : new[] { problem }).Where(_ => request.Keyword is not null))
        {
            errors.Add("keyword", missing);
        }

        foreach (var missing in wording.Length > 0 ? Disclosures.Missing(wording, brand.Name) : [])
        {
            errors.Add("wording", missing);
        }

        if (errors.Any || keyword is null)
        {
            return ApiProblem.Invalid(errors);
        }

        if (await db.KeywordProgrammes.AnyAsync(row => row.Keyword == keyword, cancellationToken))
        {
            return ApiProblem.Conflict("keyword-in-use", $"{keyword} is a keyword already.");
        }

        var programme = new KeywordProgramme
        {
            Id = Id.New<ProgrammeId>(time),
            WorkspaceId = db.Workspace,
            Keyword = keyword,
            Name = name,
            Wording = wording,
            IsDoubleOptIn = request.DoubleOptIn ?? false,
            CreatedAt = time.GetUtcNow().Stored(),
        };
        db.KeywordProgrammes.Add(programme);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"{ApiRoutes.Base}/keywords/{programme.Id}", KeywordResponse.Of(programme));
    }

    private static async Task<Results<NoContent, NotFoundProblem>> DeleteAsync(RouteId<ProgrammeId> id, CarillonDb db, CancellationToken cancellationToken) =>
        await db.KeywordProgrammes.Where(row => row.Id == id.Value).ExecuteDeleteAsync(cancellationToken) > 0 ? TypedResults.NoContent() : ApiProblem.NotFound();
}

/// <summary>A keyword by which people join.</summary>
/// <param name="Keyword">One word; none that means something by law.</param>
/// <param name="Name">What people call the programme.</param>
/// <param name="Wording">The call to action as it is advertised, with all that must be disclosed.</param>
/// <param name="DoubleOptIn">Whether a "reply YES" comes first; no when absent.</param>
public sealed record KeywordRequest(string? Keyword = null, string? Name = null, string? Wording = null, bool? DoubleOptIn = null);

/// <summary>A keyword by which people join.</summary>
public sealed record KeywordResponse(ProgrammeId Id, string Keyword, string Name, string Wording, int Version, bool DoubleOptIn, DateTimeOffset CreatedAt)
{
    internal static KeywordResponse Of(KeywordProgramme row) => new(row.Id, row.Keyword, row.Name, row.Wording, row.Version, row.IsDoubleOptIn, row.CreatedAt);
}
