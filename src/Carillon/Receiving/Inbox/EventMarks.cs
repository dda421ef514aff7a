using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Inbox;

/// <summary>
/// Moves events from state to state, each time with the old state in the condition: of two workers that hold the same event one
/// wins, the other's effect is undone with its transaction.
/// </summary>
internal static class EventMarks
{
    /// <summary>Done, in the caller's transaction; how many of them were still waiting.</summary>
    public static Task<int> ProcessedAsync(CarillonDb db, IReadOnlyList<ProviderEventId> ids, DateTimeOffset now, CancellationToken cancellationToken) =>
        Waiting(db, ids).ExecuteUpdateAsync(
            set => set
                .SetProperty(x => x.Status, EventStatus.Processed)
                .SetProperty(x => x.Attempts, x => x.Attempts + 1)
                .SetProperty(x => x.ProcessedAt, now)
                .SetProperty(x => x.LastError, (string?)null),
            cancellationToken);

    /// <summary>Not now: again after the wait, or never when there is none.</summary>
    public static Task<int> FailedAsync(
        CarillonDb db, IReadOnlyList<ProviderEventId> ids, TimeSpan? wait, string error, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (status, next, text) = (wait is null ? EventStatus.Dead : EventStatus.Retrying, now + (wait ?? TimeSpan.Zero), error.Length <= 500 ? error : error[..500]);
        return Waiting(db, ids).ExecuteUpdateAsync(
            set => set
                .SetProperty(x => x.Status, status)
                .SetProperty(x => x.Attempts, x => x.Attempts + 1)
                .SetProperty(x => x.NextAttemptAt, next)
                .SetProperty(x => x.LastError, text),
            cancellationToken);
    }

    /// <summary>Behind an earlier event of the same number: looked at again when that one is.</summary>
    public static Task<int> BehindAsync(CarillonDb db, IReadOnlyList<ProviderEventId> ids, DateTimeOffset until, CancellationToken cancellationToken) =>
        Waiting(db, ids).ExecuteUpdateAsync(set => set.SetProperty(x => x.NextAttemptAt, until), cancellationToken);

    private static IQueryable<ProviderEvent> Waiting(CarillonDb db, IReadOnlyList<ProviderEventId> ids) =>
        db.ProviderEvents.Where(x => ids.Contains(x.Id) && (x.Status == EventStatus.Pending || x.Status == EventStatus.Retrying));
}
