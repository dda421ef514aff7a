using Carillon.Access;
using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Reconciliation;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Sending;

/// <summary>Asking a provider about everything open of a span of time, when somebody wants it and not only by itself.</summary>
public static class ReconciliationsApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapReconciliations(this RouteGroupBuilder api)
    {
        api.MapGet("/reconciliations", ListAsync);
        api.MapGet("/reconciliations/{id}", GetAsync);
        api.MapPost("/reconciliations", CreateAsync).Needs(ApiScope.Admin);
        return api;
    }

    private static async Task<Results<Ok<Page<ReconciliationResponse>>, InvalidProblem>> ListAsync([AsParameters] PageQuery query, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<ReconciliationId>(errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await db.Reconciliations.AsNoTracking()
            .Where(row => after == null || row.CreatedAt < after.Value.At || (row.CreatedAt == after.Value.At && row.Id < after.Value.Id))
            .OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(take + 1).ToListAsync(cancellationToken);
        var total = await query.TotalAsync(db.Reconciliations, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<ReconciliationId>(row.CreatedAt, row.Id).ToString(), total).Select(ReconciliationResponse.Of));
    }

    private static async Task<Results<Ok<ReconciliationResponse>, NotFoundProblem>> GetAsync(RouteId<ReconciliationId> id, CarillonDb db, CancellationToken cancellationToken) =>
        await db.Reconciliations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is { } run
            ? TypedResults.Ok(ReconciliationResponse.Of(run))
            : ApiProblem.NotFound();

    private static async Task<Results<Created<ReconciliationResponse>, InvalidProblem>> CreateAsync(
        CreateReconciliationRequest request, CarillonDb db, WakeSignals signals, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        if (request.AccountId is not { } account)
        {
            errors.Add("accountId", "is required");
        }
        else if (!await db.Accounts.AnyAsync(row => row.Id == account, cancellationToken))
        {
            errors.Add("accountId", "is no account here");
        }

        if (request.From is null)
        {
            errors.Add("from", "is required");
        }
        else if (request.To <= request.From)
        {
            errors.Add("to", "must be after from");
        }

        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var now = time.GetUtcNow().Stored();
        var run = new ReconciliationRun
        {
            Id = Id.New<ReconciliationId>(time),
            WorkspaceId = db.Workspace,
            AccountId = request.AccountId!.Value, // checked above
            From = request.From!.Value.ToUniversalTime(), // checked above
            To = (request.To ?? now).ToUniversalTime(),
            CreatedAt = now,
        };
        db.Reconciliations.Add(run);
        await db.SaveChangesAsync(cancellationToken);
        signals.Raise(DueJobs.JobKind, DueJobs.Key(ReconciliationJob.KindName, run.Id.ToString()));
        return TypedResults.Created($"{ApiRoutes.Base}/reconciliations/{run.Id}", ReconciliationResponse.Of(run));
    }
}

/// <summary>What to ask about.</summary>
/// <param name="AccountId">The login whose provider is asked.</param>
/// <param name="From">Attempts from here on,</param>
/// <param name="To">up to here; left out: up to now.</param>
public sealed record CreateReconciliationRequest(AccountId? AccountId = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>An asking of a provider.</summary>
/// <param name="Checked">Messages looked at.</param>
/// <param name="Accepted">Unknown ones that the provider has.</param>
/// <param name="NotSent">Unknown ones that it has not.</param>
/// <param name="Updated">Fates that its callbacks had not told.</param>
/// <param name="Unresolved">Those it could not say anything about, or that were too young to be asked about.</param>
public sealed record ReconciliationResponse(
    ReconciliationId Id,
    AccountId AccountId,
    DateTimeOffset From,
    DateTimeOffset To,
    ReconciliationStatus Status,
    int Checked,
    int Accepted,
    int NotSent,
    int Updated,
    int Unresolved,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt)
{
    /// <summary>As it stands.</summary>
    public static ReconciliationResponse Of(ReconciliationRun run) => new(
        run.Id, run.AccountId, run.From, run.To, run.Status, run.Checked, run.Accepted, run.NotSent, run.Updated, run.Unresolved, run.CreatedAt, run.FinishedAt);
}
