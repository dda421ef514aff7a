using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

/// <summary>What a transaction adds to the counters of runs, gathered and then written in one order, so that two writers never wait for each other in a circle.</summary>
internal sealed class CounterDeltas
{
    private readonly Dictionary<(Guid Run, string Variant, string Metric), long> _deltas = [];

    public int Count => _deltas.Count;

    public void Add(RunId run, string variant, string metric, long delta)
    {
        if (run != default && delta != 0)
        {
            var key = (run.Value, variant, metric);
            _deltas[key] = _deltas.GetValueOrDefault(key) + delta;
        }
    }

    /// <summary>A message that comes to stand at a status.</summary>
    public void Enter(RunId run, string variant, MessageStatus status, string? reason) => Move(run, variant, status, reason, 1);

    /// <summary>What a change of a message means for its run.</summary>
    public void Change(MessageNow before, MessageChange change)
    {
        if (before.Status != change.Status)
        {
            Move(before.Run, before.Variant, before.Status, before.Reason, -1);
            Move(before.Run, before.Variant, change.Status, change.Reason, 1);
        }

        Add(before.Run, before.Variant, "CostMicros", change.CostMicros);
        if (change.Segments is { } segments)
        {
            Add(before.Run, before.Variant, "Segments", segments - before.Segments);
        }
    }

    public IReadOnlyList<(Guid Run, string Variant, string Metric, long Delta)> InOrder() =>
        [.. _deltas.Where(entry => entry.Value != 0)
            .OrderBy(entry => entry.Key.Run).ThenBy(entry => entry.Key.Variant, StringComparer.Ordinal).ThenBy(entry => entry.Key.Metric, StringComparer.Ordinal)
            .Select(entry => (entry.Key.Run, entry.Key.Variant, entry.Key.Metric, entry.Value))];

    private void Move(RunId run, string variant, MessageStatus status, string? reason, int delta)
    {
        Add(run, variant, StoredNames.Of(status), delta);
        if (status == MessageStatus.Skipped && reason is not null)
        {
            Add(run, variant, $"Skipped:{reason}", delta);
        }
        else if (status is MessageStatus.Failed or MessageStatus.Undelivered && reason is not null)
        {
            Add(run, variant, $"Fault:{reason}", delta);
        }
    }
}
