using System.Text.Json.Serialization;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Access;

/// <summary>The workspace's keys; only admins see them.</summary>
public static class ApiKeysApi
{
    private const string Tag = "api-keys";
    private const int MostLetters = 120;

    /// <summary>Maps <c>/api-keys</c>.</summary>
    public static RouteGroupBuilder MapApiKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/api-keys").WithTags(Tag);
        keys.MapGet("", ListAsync).WithName("ListApiKeys").WithSummary("The workspace's keys, without their texts");
        keys.MapPost("", CreateAsync).Needs(ApiScope.Admin).WithName("CreateApiKey").WithSummary("Make a key; its text is shown once");
        keys.MapGet("/{id}", ReadAsync).WithName("ReadApiKey").WithSummary("One key, without its text");
        keys.MapDelete("/{id}", DeleteAsync).Needs(ApiScope.Admin).WithName("DeleteApiKey").WithSummary("End a key within five seconds");
        return api;
    }

    private static async Task<Results<Ok<Page<ApiKeyResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var (limit, after) = (query.Take(errors), query.After<ApiKeyId>(errors));
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var keys = db.ApiKeys.AsNoTracking();
        int? total = query.IsCounted ? await keys.CountAsync(cancellationToken) : null;
        if (after is { At: var at, Id: var id })
        {
            keys = keys.Where(key => key.CreatedAt > at || (key.CreatedAt == at && key.Id > id));
        }

        var rows = await keys.OrderBy(key => key.CreatedAt).ThenBy(key => key.Id).Take(limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(rows, limit, key => new TimeCursor<ApiKeyId>(key.CreatedAt, key.Id).ToString(), total).Select(ApiKeyResponse.Of));
    }

    private static async Task<Results<Created<NewApiKeyResponse>, InvalidProblem>> CreateAsync(
        NewApiKeyRequest request, ApiKeys keys, CarillonDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var name = errors.Text("name", request.Name, MostLetters);
        if (request.ExpiresAt <= time.GetUtcNow())
        {
            errors.Add("expiresAt", "must be in the future");
        }

        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var (key, text) = await keys.CreateAsync(db.Scope, name, request.Scope, request.ExpiresAt, cancellationToken);
        return TypedResults.Created($"{ApiRoutes.Base}/api-keys/{key.Id}", new NewApiKeyResponse(key.Id, key.Name, key.Scope, key.CreatedAt, key.LastUsedAt, key.ExpiresAt, text));
    }

    private static async Task<Results<Ok<ApiKeyResponse>, NotFoundProblem>> ReadAsync(RouteId<ApiKeyId> id, CarillonDb db, CancellationToken cancellationToken) =>
        await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Id == id.Value, cancellationToken) is { } key
            ? TypedResults.Ok(ApiKeyResponse.Of(key))
            : ApiProblem.NotFound();

    private static async Task<Results<NoContent, NotFoundProblem>> DeleteAsync(RouteId<ApiKeyId> id, ApiKeys keys, CarillonDb db, CancellationToken cancellationToken) =>
        await keys.DeleteAsync(db.Scope, id.Value, cancellationToken) ? TypedResults.NoContent() : ApiProblem.NotFound();
}

/// <summary>A wish for a key.</summary>
/// <param name="Name">What people will call it.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="ExpiresAt">When it ends by itself; null: never.</param>
public sealed record NewApiKeyRequest(string Name, [property: JsonRequired] ApiScope Scope, DateTimeOffset? ExpiresAt = null);

/// <summary>A key, without its text.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null: never.</param>
/// <param name="ExpiresAt">When it ends by itself; null: never.</param>
public sealed record ApiKeyResponse(ApiKeyId Id, string Name, ApiScope Scope, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt)
{
    internal static ApiKeyResponse Of(ApiKey key) => new(key.Id, key.Name, key.Scope, key.CreatedAt, key.LastUsedAt, key.ExpiresAt);
}

/// <summary>A key that was just made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Scope">What it may do.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="LastUsedAt">When it was last used: never.</param>
/// <param name="ExpiresAt">When it ends by itself; null: never.</param>
/// <param name="Key">The text to send as <c>Authorization: Bearer</c>; shown now and never again.</param>
public sealed record NewApiKeyResponse(
    ApiKeyId Id, string Name, ApiScope Scope, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt, string Key);
