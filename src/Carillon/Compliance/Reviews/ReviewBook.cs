using Carillon.Compliance.Consent;
using Carillon.Compliance.OptOuts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance.Reviews;

/// <summary>
/// Opens, decides and ends reviews. Of a number one is open at most; each change is one statement with the old state in its condition, so
/// of two people, or a person and the clock, one decides.
/// </summary>
public sealed class ReviewBook(Database database, OptOutList list, IEnumerable<IReviewListener> listeners, TimeProvider time)
{
    /// <summary>Who decided where nobody did.</summary>
    public const string System = "system";

    private readonly IReadOnlyList<IReviewListener> _listeners = [.. listeners];

    /// <summary>Opens a review in the caller's write transaction; nothing happens where one is open already, or the number is opted out.</summary>
    public async Task OpenAsync(CarillonDb db, OptOutReview review, CancellationToken cancellationToken)
    {
        if (await db.OptOutReviews.AnyAsync(row => row.WorkspaceId == review.WorkspaceId && row.Phone == review.Phone && row.Channel == review.Channel && row.Status == ReviewStatus.Open, cancellationToken)
            || await db.Suppressions.AnyAsync(row => row.WorkspaceId == review.WorkspaceId && row.Phone == review.Phone && row.Channel == review.Channel && row.Reason == SkipReason.OptedOut, cancellationToken))
        {
            return;
        }

        db.OptOutReviews.Add(review);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var listener in _listeners)
        {
            await listener.RestAsync(db, review.WorkspaceId, review.Phone, review.Channel, review.DueAt, cancellationToken);
        }
    }

    /// <summary>A person decides.</summary>
    /// <param name="workspace">Whose it is.</param>
    /// <param name="id">Which.</param>
    /// <param name="isOptOut">Whether it was meant as an opt-out.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<ReviewOutcome> DecideAsync(WorkspaceId workspace, ReviewId id, bool isOptOut, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.Open(WorkspaceScope.Of(workspace));
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var review = await db.OptOutReviews.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (review is null)
        {
            return new ReviewOutcome.NotFound();
        }

        if (!await EndAsync(db, review, isOptOut ? ReviewStatus.OptedOut : ReviewStatus.Dismissed, actor, cancellationToken))
        {
            return new ReviewOutcome.DecidedBefore(review);
        }

        await transaction.CommitAsync(cancellationToken);
        return new ReviewOutcome.Decided(await db.OptOutReviews.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken));
    }

    /// <summary>The number opted out another way: what is open of it is decided. In the caller's transaction.</summary>
    public async Task OptedOutAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, Channel channel, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        await db.OptOutReviews.Where(row => row.WorkspaceId == workspace && row.Phone == phone && row.Channel == channel && row.Status == ReviewStatus.Open).ExecuteUpdateAsync(
            row => row.SetProperty(x => x.Status, ReviewStatus.OptedOut).SetProperty(x => x.DecidedAt, now).SetProperty(x => x.DecidedBy, "recipient"), cancellationToken);
    }

    /// <summary>Turns a review that nobody decided into an opt-out.</summary>
    public async Task TimeOutAsync(OptOutReview review, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await EndAsync(db, review, ReviewStatus.TimedOut, System, cancellationToken))
        {
            await transaction.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Ends, in the caller's write transaction, what is open of a number whose person is forgotten: as if nobody had decided in time.</summary>
    public async Task GiveUpAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, CancellationToken cancellationToken)
    {
        foreach (var review in await db.OptOutReviews.AsNoTracking()
            .Where(row => row.WorkspaceId == workspace && row.Phone == phone && row.Status == ReviewStatus.Open).ToListAsync(cancellationToken))
        {
            await EndAsync(db, review, ReviewStatus.TimedOut, System, cancellationToken);
        }
    }

    private async Task<bool> EndAsync(CarillonDb db, OptOutReview review, ReviewStatus status, string actor, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        var changed = await db.OptOutReviews.Where(row => row.Id == review.Id && row.Status == ReviewStatus.Open).ExecuteUpdateAsync(
            row => row.SetProperty(x => x.Status, status).SetProperty(x => x.DecidedAt, now).SetProperty(x => x.DecidedBy, actor), cancellationToken);
        if (changed == 0)
        {
            return false;
        }

        if (status is ReviewStatus.Dismissed)
        {
            foreach (var listener in _listeners)
            {
                await listener.GoOnAsync(db, review.WorkspaceId, review.Phone, review.Channel, now, cancellationToken);
            }

            return true;
        }

        await list.OptOutAsync(
            db,
            new Wish
            {
                Workspace = review.WorkspaceId,
                Phone = review.Phone,
                Channel = review.Channel,
                At = now,
                Method = ConsentMethod.Manual,
                Text = review.Text,
                ContactId = review.ContactId,
                MessageId = review.MessageId,
                CampaignId = review.CampaignId,
                Actor = actor,
            },
            cancellationToken);
        return true;
    }
}

/// <summary>What came of a decision.</summary>
public abstract record ReviewOutcome
{
    private ReviewOutcome()
    {
    }

    /// <summary>It is decided.</summary>
    public sealed record Decided(OptOutReview Review) : ReviewOutcome;

    /// <summary>There is no such review.</summary>
    public sealed record NotFound : ReviewOutcome;

    /// <summary>Somebody, or the clock, was first.</summary>
    public sealed record DecidedBefore(OptOutReview Review) : ReviewOutcome;
}
