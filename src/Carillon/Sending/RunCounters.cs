using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending;

/// <summary>Stand-in until the real one is merged.</summary>
public static class RunCounters
{
    /// <summary>Adds to a counter in the caller's transaction.</summary>
    public static async Task AddAsync(CarillonDb db, RunId runId, string variant, string metric, long delta, CancellationToken cancellationToken)
    {
        if (await db.RunCounters.Where(x => x.RunId == runId && x.Variant == variant && x.Metric == metric)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.Count, x => x.Count + delta), cancellationToken) == 0)
        {
            var counter = new RunCounter { RunId = runId, Variant = variant, Metric = metric };
            db.Add(counter);
            db.Entry(counter).Property(x => x.Count).CurrentValue = delta;
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}
