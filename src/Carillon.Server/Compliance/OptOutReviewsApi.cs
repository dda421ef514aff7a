using Carillon.Access;
using Carillon.Compliance;
using Carillon.Compliance.OptOuts;
using Carillon.Compliance.Reviews;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Compliance;

/// <summary>Texts that may be meant as opt-outs: a person reads them within a day.</summary>
public static class OptOutReviewsApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapOptOutReviews(this RouteGroupBuilder api)
    {
        api.MapGet("/opt-out-reviews", ListAsync);
        api.MapGet("/opt-out-reviews/{id}", GetAsync);
        api.MapPost("/opt-out-reviews/{id}/opt-out", OptOutAsync).Needs(ApiScope.Write);
        api.MapPost("/opt-out-reviews/{id}/dismiss", DismissAsync).Needs(ApiScope.Write);
        return api;
    }

    private static async Task<Results<Ok<Page<OptOutReviewResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, string? status, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var (take, after, wanted) = (query.Take(errors), query.After<ReviewId>(errors), errors.OneOf<ReviewStatus>("status", status));
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var matching = db.OptOutReviews.AsNoTracking().Where(row => wanted == null || row.Status == wanted);
        var rows = await matching.Where(row => after == null || row.At < after.Value.At || (row.At == after.Value.At && row.Id < after.Value.Id))
            .OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(take + 1).ToListAsync(cancellationToken);
        var total = await query.TotalAsync(matching, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<ReviewId>(row.At, row.Id).ToString(), total).Select(OptOutReviewResponse.Of));
    }

    private static async Task<Results<Ok<OptOutReviewResponse>, NotFoundProblem>> GetAsync(RouteId<ReviewId> id, CarillonDb db, CancellationToken cancellationToken) =>
        await db.OptOutReviews.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is { } review
            ? TypedResults.Ok(OptOutReviewResponse.Of(review))
            : ApiProblem.NotFound();

    private static async Task<Results<Ok<OptOutReviewResponse>, NotFoundProblem, ConflictProblem>> OptOutAsync(
        RouteId<ReviewId> id, ReviewBook book, CarillonDb db, CurrentWorkspace who, TimeProvider time, CancellationToken cancellationToken)
    {
        var outcome = await book.DecideAsync(db.Workspace, id.Value, isOptOut: true, who.Actor, cancellationToken);
        await Task.Delay(OptOutList.Settled, time, cancellationToken);
        return Answer(outcome);
    }

    private static async Task<Results<Ok<OptOutReviewResponse>, NotFoundProblem, ConflictProblem>> DismissAsync(
        RouteId<ReviewId> id, ReviewBook book, CarillonDb db, CurrentWorkspace who, CancellationToken cancellationToken) =>
        Answer(await book.DecideAsync(db.Workspace, id.Value, isOptOut: false, who.Actor, cancellationToken));

    private static Results<Ok<OptOutReviewResponse>, NotFoundProblem, ConflictProblem> Answer(ReviewOutcome outcome) => outcome switch
    {
        ReviewOutcome.Decided decided => TypedResults.Ok(OptOutReviewResponse.Of(decided.Review)),
        ReviewOutcome.DecidedBefore before => ApiProblem.Conflict("review-decided", $"It was decided before: {before.Review.Status}, by {before.Review.DecidedBy}."),
        ReviewOutcome.NotFound => ApiProblem.NotFound(),
        _ => throw new InvalidOperationException($"No answer for {outcome}."),
    };
}

/// <summary>A text that a person reads.</summary>
/// <param name="At">When it was written.</param>
/// <param name="DueAt">When it becomes an opt-out by itself.</param>
/// <param name="DecidedBy">Who decided; <c>system</c> where nobody did in time, <c>recipient</c> where the person opted out another way.</param>
public sealed record OptOutReviewResponse(
    ReviewId Id, PhoneNumber Phone, Channel Channel, ContactId? ContactId, MessageId? MessageId, CampaignId? CampaignId, string Text, DateTimeOffset At, DateTimeOffset DueAt,
    ReviewStatus Status, DateTimeOffset? DecidedAt, string? DecidedBy)
{
    internal static OptOutReviewResponse Of(OptOutReview row) => new(
        row.Id, row.Phone, row.Channel, row.ContactId, row.MessageId, row.CampaignId, row.Text, row.At, row.DueAt, row.Status, row.DecidedAt, row.DecidedBy);
}
