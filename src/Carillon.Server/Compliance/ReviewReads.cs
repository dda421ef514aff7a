using Carillon.Access;
using Carillon.Compliance;
using Carillon.Compliance.Reviews;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Compliance;

/// <summary>What the page of texts to read shows and does.</summary>
public sealed class ReviewReads(CarillonDb db, ReviewBook book, CurrentWorkspace who)
{
    private const int MostOpen = 200;
    private const int MostDecided = 50;

    /// <summary>Those open, the oldest first, and the last decided.</summary>
    public async Task<(IReadOnlyList<OptOutReview> Open, IReadOnlyList<OptOutReview> Decided)> ReadAsync(CancellationToken cancellationToken) => (
        await db.OptOutReviews.AsNoTracking().Where(row => row.Status == ReviewStatus.Open).OrderBy(row => row.DueAt).Take(MostOpen).ToListAsync(cancellationToken),
        await db.OptOutReviews.AsNoTracking().Where(row => row.Status != ReviewStatus.Open).OrderByDescending(row => row.DecidedAt).Take(MostDecided).ToListAsync(cancellationToken));

    /// <summary>Decides one.</summary>
    public Task<ReviewOutcome> DecideAsync(ReviewId id, bool isOptOut, CancellationToken cancellationToken) =>
        book.DecideAsync(db.Workspace, id, isOptOut, who.Actor, cancellationToken);
}
