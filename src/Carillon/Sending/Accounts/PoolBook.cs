using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Accounts;

/// <summary>Puts senders together.</summary>
public sealed class PoolBook(CarillonDb db, TimeProvider time)
{
    /// <summary>All of them, the oldest first.</summary>
    public async Task<IReadOnlyList<SenderPool>> ListAsync(CancellationToken cancellationToken) =>
        await db.SenderPools.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).Take(500).ToListAsync(cancellationToken);

    /// <summary>The first of these that is no sender of the workspace; null: all are.</summary>
    public async Task<SenderId?> StrangerAsync(IReadOnlyList<SenderId> senders, CancellationToken cancellationToken)
    {
        var wanted = senders.ToList();
        var known = await db.Senders.Where(row => wanted.Contains(row.Id)).Select(row => row.Id).ToListAsync(cancellationToken);
        return wanted.Except(known).Select(id => (SenderId?)id).FirstOrDefault();
    }

    /// <summary>Makes a pool of senders that were looked at.</summary>
    public async Task<SenderPool> AddAsync(string name, IReadOnlyList<SenderId> senders, PoolStrategy strategy, CancellationToken cancellationToken)
    {
        var pool = new SenderPool { Id = Id.New<PoolId>(time), WorkspaceId = db.Workspace, Name = name, SenderIds = [.. senders], Strategy = strategy, CreatedAt = time.GetUtcNow().Stored() };
        db.SenderPools.Add(pool);
        await db.SaveChangesAsync(cancellationToken);
        return pool;
    }

    /// <summary>A sender that is going leaves its pools.</summary>
    public async Task LeaveAsync(SenderId sender, CancellationToken cancellationToken)
    {
        foreach (var pool in await db.SenderPools.ToListAsync(cancellationToken))
        {
            if (pool.SenderIds.Contains(sender))
            {
                pool.SenderIds = [.. pool.SenderIds.Where(id => id != sender)];
            }
        }
    }
}
