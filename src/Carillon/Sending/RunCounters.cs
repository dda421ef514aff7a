using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending;

/// <summary>Counters that other rooms add to, in their own transactions.</summary>
public static class RunCounters
{
    /// <summary>People of a run who wrote back.</summary>
    public const string Replied = "Replied";

    /// <summary>People of a run who opted out.</summary>
    public const string OptedOut = "OptedOut";

    /// <summary>Adds to a counter in the caller's transaction; single messages are not counted.</summary>
    public static async Task AddAsync(CarillonDb db, RunId run, string variant, string metric, long delta, CancellationToken cancellationToken)
    {
        if (run == default || delta == 0)
        {
            return;
        }

        // One statement, the same on both engines: two writers of one counter never lose an addition.
        var id = new StoredId(db, run.Value);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO run_counter AS c (run_id, variant, metric, count) VALUES ({id.Parameter}, {variant}, {metric}, {delta})
            ON CONFLICT (run_id, variant, metric) DO UPDATE SET count = c.count + excluded.count
            """,
            cancellationToken);
    }

    /// <summary>The counters of a run: by variant and metric.</summary>
    public static async Task<IReadOnlyList<RunCounter>> OfRunAsync(CarillonDb db, RunId run, CancellationToken cancellationToken) =>
        await db.RunCounters.AsNoTracking().Where(counter => counter.RunId == run).ToListAsync(cancellationToken);
}
