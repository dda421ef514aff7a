using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Sending.Accounts;

/// <summary>A later room that leans on pools says whether one is needed.</summary>
public interface IPoolUse
{
    /// <summary>Whether something that is not over leaves from the pool.</summary>
    Task<bool> IsUsedAsync(CarillonDb db, PoolId pool, CancellationToken cancellationToken);
}
