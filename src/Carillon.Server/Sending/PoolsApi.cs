using Carillon.Access;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Sending;

/// <summary>Groups of senders that share a campaign's work.</summary>
public static class PoolsApi
{
    private const string Tag = "senders";

    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapPools(this RouteGroupBuilder api)
    {
        api.MapGet("/pools", ListAsync).WithName("ListPools").WithTags(Tag).WithSummary("Groups of senders");
        api.MapGet("/pools/{id}", GetAsync).WithName("ReadPool").WithTags(Tag).WithSummary("One group of senders");
        api.MapPost("/pools", CreateAsync).Needs(ApiScope.Admin).WithName("CreatePool").WithTags(Tag).WithSummary("Puts senders together");
        api.MapPatch("/pools/{id}", ChangeAsync).Needs(ApiScope.Admin).WithName("ChangePool").WithTags(Tag).WithSummary("Changes a group of senders");
        api.MapDelete("/pools/{id}", DeleteAsync).Needs(ApiScope.Admin).WithName("DeletePool").WithTags(Tag).WithSummary("Takes a group of senders apart");
        return api;
    }

    private static async Task<Results<Ok<Page<PoolResponse>>, InvalidProblem>> ListAsync([AsParameters] PageQuery query, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<PoolId>(errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await db.SenderPools.AsNoTracking()
            .Where(row => after == null || row.CreatedAt > after.Value.At || (row.CreatedAt == after.Value.At && row.Id > after.Value.Id))
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).Take(take + 1).ToListAsync(cancellationToken);
        var total = await query.TotalAsync(db.SenderPools, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<PoolId>(row.CreatedAt, row.Id).ToString(), total).Select(PoolResponse.Of));
    }

    private static async Task<Results<Ok<PoolResponse>, NotFoundProblem>> GetAsync(RouteId<PoolId> id, CarillonDb db, CancellationToken cancellationToken) =>
        await db.SenderPools.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is { } pool ? TypedResults.Ok(PoolResponse.Of(pool)) : ApiProblem.NotFound();

    private static async Task<Results<Created<PoolResponse>, InvalidProblem>> CreateAsync(CreatePoolRequest request, PoolBook book, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var name = errors.Text("name", request.Name, 120);
        await CheckAsync(book, request.SenderIds, errors, cancellationToken);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var pool = await book.AddAsync(name, request.SenderIds!, request.Strategy ?? PoolStrategy.Sticky, cancellationToken); // checked above
        return TypedResults.Created($"{ApiRoutes.Base}/pools/{pool.Id}", PoolResponse.Of(pool));
    }

    private static async Task<Results<Ok<PoolResponse>, NotFoundProblem, InvalidProblem>> ChangeAsync(
        RouteId<PoolId> id, Patch patch, CarillonDb db, PoolBook book, CancellationToken cancellationToken)
    {
        if (await db.SenderPools.SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is not { } pool)
        {
            return ApiProblem.NotFound();
        }

        pool.Name = patch.Text("name", 120).Or(pool.Name);
        pool.Strategy = patch.Read<PoolStrategy>("strategy").Or(pool.Strategy);
        var senders = patch.Read<List<SenderId>>("senderIds");
        if (senders.IsPresent)
        {
            await CheckAsync(book, senders.Value, patch.Errors, cancellationToken);
            pool.SenderIds = [.. senders.Value ?? []];
        }

        if (patch.IsRefused())
        {
            return ApiProblem.Invalid(patch.Errors);
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(PoolResponse.Of(pool));
    }

    private static async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> DeleteAsync(RouteId<PoolId> id, CarillonDb db, IEnumerable<IPoolUse> uses, CancellationToken cancellationToken)
    {
        if (await db.SenderPools.SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is not { } pool)
        {
            return ApiProblem.NotFound();
        }

        foreach (var use in uses)
        {
            if (await use.IsUsedAsync(db, pool.Id, cancellationToken))
            {
                return ApiProblem.Conflict("pool-in-use", "A campaign that is not over leaves from this pool.");
            }
        }

        db.SenderPools.Remove(pool);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task CheckAsync(PoolBook book, IReadOnlyList<SenderId>? senders, InputErrors errors, CancellationToken cancellationToken)
    {
        if (senders is null or { Count: 0 } or { Count: > SenderPool.MostSenders })
        {
            errors.Add("senderIds", $"must name 1 to {SenderPool.MostSenders} senders");
            return;
        }

        if (senders.Distinct().Count() != senders.Count)
        {
            errors.Add("senderIds", "must name each sender once");
        }

        if (await book.StrangerAsync(senders, cancellationToken) is { } stranger)
        {
            errors.Add("senderIds", $"there is no sender {stranger}");
        }
    }
}

/// <summary>A pool to be made.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="SenderIds">Its senders, at least one.</param>
/// <param name="Strategy">How a recipient gets its sender; <c>sticky</c> when absent.</param>
public sealed record CreatePoolRequest(string? Name = null, IReadOnlyList<SenderId>? SenderIds = null, PoolStrategy? Strategy = null);

/// <summary>A pool.</summary>
public sealed record PoolResponse(PoolId Id, string Name, IReadOnlyList<SenderId> SenderIds, PoolStrategy Strategy, DateTimeOffset CreatedAt)
{
    /// <summary>As it stands.</summary>
    public static PoolResponse Of(SenderPool pool) => new(pool.Id, pool.Name, pool.SenderIds, pool.Strategy, pool.CreatedAt);
}
