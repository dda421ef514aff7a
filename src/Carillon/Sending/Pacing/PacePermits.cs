using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Pacing;

/// <summary>
/// Grants messages within limits over minutes, hours, days and totals. A permit is written before the message may leave, so a death
/// in between wastes it and never exceeds a limit; what was granted and did not leave is given back.
/// <para>
/// Nodes count the same row with a version each; within a node those of one limit take turns, so that a chunk that is taken back message by message
/// does not stand in its own way.
/// </para>
/// </summary>
public sealed class PacePermits(Database database, TimeProvider time)
{
    private const int MostRounds = 20;
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Takes permits for messages in order; all rules hold for each.</summary>
    public async Task<PaceGrant> TakeAsync(IReadOnlyList<PaceRule> rules, IReadOnlyList<PaceLoad> loads, CancellationToken cancellationToken)
    {
        if (rules.Count == 0)
        {
            return new PaceGrant(loads.Count, null, null);
        }

        var turn = TurnOf(rules[0]);
        await turn.WaitAsync(cancellationToken);
        try
        {
            for (var round = 1; round <= MostRounds; round++)
            {
                var (grant, isWritten) = await TryAsync(rules, loads, cancellationToken);
                if (isWritten)
                {
                    return grant;
                }
            }
        }
        finally
        {
            turn.Release();
        }

        return new PaceGrant(0, rules[0], time.GetUtcNow());
    }

    /// <summary>Gives back permits of messages that did not leave; not before all of them are back, however many others count at once.</summary>
    public async Task ReleaseAsync(IReadOnlyList<PaceRule> rules, IReadOnlyList<PaceLoad> loads, CancellationToken cancellationToken)
    {
        if (rules.Count == 0 || loads.Count == 0)
        {
            return;
        }

        var turn = TurnOf(rules[0]);
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (!await TryReleaseAsync(rules, loads, cancellationToken))
            {
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Nothing more may go under a rule until its window is over: somebody who knows better said so.</summary>
    public async Task UseUpAsync(PaceRule rule, CancellationToken cancellationToken)
    {
        for (var round = 1; round <= MostRounds; round++)
        {
            await using var db = database.OpenEverybody();
            var rows = await ReadAsync(db, [rule], cancellationToken);
            var now = time.GetUtcNow();
            var live = Live(rule, rows, now);

            // Filled twice: what is under way may come back, and must not make room again.
            var left = (2L * rule.Limit) - live.Sum(use => use.Used);
            if (left <= 0 || await WriteAsync(db, [rule], rows, [live], [left], now, cancellationToken))
            {
                return;
            }
        }
    }

    private SemaphoreSlim TurnOf(PaceRule rule) => _turns[(uint)StringComparer.Ordinal.GetHashCode(rule.RowKey) % (uint)_turns.Length];

    private async Task<(PaceGrant Grant, bool IsWritten)> TryAsync(IReadOnlyList<PaceRule> rules, IReadOnlyList<PaceLoad> loads, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var rows = await ReadAsync(db, rules, cancellationToken);
        var now = time.GetUtcNow();
        var live = rules.Select(rule => Live(rule, rows, now)).ToList();
        var free = rules.Select((rule, i) => rule.Limit - live[i].Sum(use => use.Used)).ToArray();
        var taken = new long[rules.Count];
        var count = 0;
        var stoppedBy = -1;
        while (count < loads.Count && (stoppedBy = FirstExceeded(rules, loads[count], free, taken)) < 0)
        {
            for (var i = 0; i < taken.Length; i++)
            {
                taken[i] += rules[i].WeightOf(loads[count]);
            }

            count++;
        }

        var grant = stoppedBy < 0 ? new PaceGrant(count, null, null) : new PaceGrant(count, rules[stoppedBy], NextAt(rules[stoppedBy], live[stoppedBy], now));
        return (grant, count == 0 || await WriteAsync(db, rules, rows, live, taken, now, cancellationToken));
    }

    /// <summary>The first rule that one more message would break. A message heavier than a whole window goes alone in it, or it would wait for ever.</summary>
    private static int FirstExceeded(IReadOnlyList<PaceRule> rules, PaceLoad load, long[] free, long[] taken)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            var (rule, weight) = (rules[i], rules[i].WeightOf(load));
            var goesAlone = rule.Period != PacePeriod.Total && rule.Limit > 0 && weight > rule.Limit && taken[i] == 0 && free[i] == rule.Limit;
            if (taken[i] + weight > free[i] && !goesAlone)
            {
                return i;
            }
        }

        return -1;
    }

    private async Task<bool> TryReleaseAsync(IReadOnlyList<PaceRule> rules, IReadOnlyList<PaceLoad> loads, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var rows = await ReadAsync(db, rules, cancellationToken);
        var now = time.GetUtcNow();
        var live = rules.Select(rule => Live(rule, rows, now)).ToList();
        var back = rules.Select(rule => -loads.Sum(rule.WeightOf)).ToArray();
        return await WriteAsync(db, rules, rows, live, back, now, cancellationToken);
    }

    private static async Task<Dictionary<string, PaceWindow>> ReadAsync(CarillonDb db, IReadOnlyList<PaceRule> rules, CancellationToken cancellationToken)
    {
        var keys = rules.Select(rule => rule.RowKey).ToList();
        return await db.PaceWindows.AsNoTracking().Where(row => keys.Contains(row.Key)).ToDictionaryAsync(row => row.Key, cancellationToken);
    }

    private static List<PaceUse> Live(PaceRule rule, Dictionary<string, PaceWindow> rows, DateTimeOffset now) =>
        rows.TryGetValue(rule.RowKey, out var row) ? [.. row.Uses.Where(use => rule.Counts(use.At, now))] : [];

    private static DateTimeOffset? NextAt(PaceRule rule, List<PaceUse> live, DateTimeOffset now) =>
        live.Count == 0 ? rule.FreeAt(rule.PartOf(now), now) : rule.FreeAt(live[0].At, now);

    /// <summary>Writes all rows or none; false: somebody else counted in between.</summary>
    private static async Task<bool> WriteAsync(
        CarillonDb db, IReadOnlyList<PaceRule> rules, Dictionary<string, PaceWindow> rows, List<List<PaceUse>> live, long[] delta, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        foreach (var i in Enumerable.Range(0, rules.Count).OrderBy(i => rules[i].RowKey, StringComparer.Ordinal))
        {
            var uses = Added(live[i], rules[i].PartOf(now), delta[i]);
            var key = rules[i].RowKey;
            if (!rows.TryGetValue(key, out var row))
            {
                db.PaceWindows.Add(new PaceWindow { Key = key, Uses = uses, Version = 1 });
                continue;
            }

            var written = await db.PaceWindows.Where(x => x.Key == key && x.Version == row.Version)
                .ExecuteUpdateAsync(set => set.SetProperty(x => x.Uses, uses).SetProperty(x => x.Version, row.Version + 1), cancellationToken);
            if (written == 0)
            {
                return false;
            }
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another lane wrote the first row of this limit a moment ago: count again from it.
            return false;
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static List<PaceUse> Added(List<PaceUse> live, long part, long delta)
    {
        var uses = live.ToList();
        if (delta >= 0)
        {
            var at = uses.FindIndex(use => use.At == part);
            if (at < 0)
            {
                uses.Add(new PaceUse(part, delta));
            }
            else
            {
                uses[at] = uses[at] with { Used = uses[at].Used + delta };
            }

            return uses;
        }

        // What comes back is taken from the newest use, never below nothing.
        for (var i = uses.Count - 1; i >= 0 && delta < 0; i--)
        {
            var less = Math.Min(uses[i].Used, -delta);
            uses[i] = uses[i] with { Used = uses[i].Used - less };
            delta += less;
        }

        return uses;
    }
}
