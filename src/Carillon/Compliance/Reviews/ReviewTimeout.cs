using Carillon.Cluster;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance.Reviews;

/// <summary>Reviews that nobody decided within a day become opt-outs.</summary>
public sealed class ReviewTimeout(Database database, ReviewBook book, TimeProvider time) : IJobKind
{
    private const string All = "all";
    private const int MostOfARound = 200;

    /// <inheritdoc/>
    public string Kind => "opt-out-reviews";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        return await db.OptOutReviews.AnyAsync(row => row.Status == ReviewStatus.Open && row.DueAt <= now, cancellationToken) ? [All] : [];
    }

    /// <inheritdoc/>
    public async Task RunAsync(string subject, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = database.OpenEverybody();
        var due = await db.OptOutReviews.AsNoTracking().Where(row => row.Status == ReviewStatus.Open && row.DueAt <= now)
            .OrderBy(row => row.DueAt).Take(MostOfARound).ToListAsync(cancellationToken);
        foreach (var review in due)
        {
            await book.TimeOutAsync(review, cancellationToken);
        }
    }
}
