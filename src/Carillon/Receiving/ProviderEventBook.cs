using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Receiving.Inbox;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving;

/// <summary>What providers told, for people: which events failed and why, and trying them again.</summary>
public sealed class ProviderEventBook(CarillonDb db, WakeSignals signals, TimeProvider time)
{
    /// <summary>Events, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The place after which to begin; null: at the newest.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<ProviderEvent>> ListAsync(
        ProviderEventFilter filter, (DateTimeOffset At, ProviderEventId Id)? after, int take, CancellationToken cancellationToken)
    {
        var (at, id) = after ?? default;
        return await Matching(filter)
            .AsNoTracking()
            .Where(x => after == null || x.ReceivedAt < at || (x.ReceivedAt == at && x.Id < id))
            .OrderByDescending(x => x.ReceivedAt).ThenByDescending(x => x.Id)
            .Take(take)
            .ToListAsync(cancellationToken);
    }

    /// <summary>How many match.</summary>
    public Task<int> CountAsync(ProviderEventFilter filter, CancellationToken cancellationToken) => Matching(filter).CountAsync(cancellationToken);

    /// <summary>One event, or null.</summary>
    public Task<ProviderEvent?> FindAsync(ProviderEventId id, CancellationToken cancellationToken) =>
        db.ProviderEvents.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, cancellationToken);

    /// <summary>Has those of the events tried again now that failed; how many they are.</summary>
    public Task<int> RetryAsync(IReadOnlyList<ProviderEventId> ids, CancellationToken cancellationToken) =>
        RetryAsync(db.ProviderEvents.Where(x => ids.Contains(x.Id)), cancellationToken);

    /// <summary>Has those that match and failed tried again now; how many they are.</summary>
    public Task<int> RetryAsync(ProviderEventFilter filter, CancellationToken cancellationToken) => RetryAsync(Matching(filter), cancellationToken);

    /// <summary>All that match, in no order yet.</summary>
    public IQueryable<ProviderEvent> Matching(ProviderEventFilter filter)
    {
        var events = db.ProviderEvents.AsQueryable();
        if (filter.IsFailed)
        {
            events = events.Where(x => x.Status == EventStatus.Retrying || x.Status == EventStatus.Dead);
        }

        if (filter.Status is { } status)
        {
            events = events.Where(x => x.Status == status);
        }

        return filter.Type is { } type ? events.Where(x => x.Type == type) : events;
    }

    private async Task<int> RetryAsync(IQueryable<ProviderEvent> events, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var failed = events.Where(x => x.Status == EventStatus.Retrying || x.Status == EventStatus.Dead);
        var partitions = await failed.Select(x => x.Partition).Distinct().ToListAsync(cancellationToken);
        var count = await failed.ExecuteUpdateAsync(
            set => set.SetProperty(x => x.Status, EventStatus.Retrying).SetProperty(x => x.NextAttemptAt, now), cancellationToken);
        foreach (var partition in partitions)
        {
            signals.Raise(InboxDue.KindName, Partitions.Key(partition));
        }

        return count;
    }
}

/// <summary>Which events.</summary>
/// <param name="IsFailed">Only those that are tried again or dead.</param>
/// <param name="Status">Only those that stand so.</param>
/// <param name="Type">Only those of this kind, in the provider's word.</param>
public sealed record ProviderEventFilter(bool IsFailed = false, EventStatus? Status = null, string? Type = null);
