using System.Collections.Concurrent;
using Carillon.Primitives;

namespace Carillon.Compliance;

/// <summary>
/// Numbers suppressed on this node in the last seconds. Lanes ask just before a request's first byte, so that what passed the
/// gate a moment before the wish was committed does not begin. A number may be named whose suppression was undone: that costs
/// a second look at the gate, nothing else.
/// </summary>
public sealed class FreshSuppressions(TimeProvider time)
{
    /// <summary>How long a number is remembered; far longer than a request may rest between its gate and its first byte.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(WorkspaceId, PhoneNumber), long> _fresh = [];
    private long _sweptAt = time.GetTimestamp();

    /// <summary>Remembers a number.</summary>
    public void Add(WorkspaceId workspace, PhoneNumber phone)
    {
        _fresh[(workspace, phone)] = time.GetTimestamp();
        Sweep();
    }

    /// <summary>Whether the number was suppressed in the last seconds. Takes no lock.</summary>
    public bool Covers(WorkspaceId workspace, PhoneNumber phone) => _fresh.TryGetValue((workspace, phone), out var since) && IsFresh(since);

    private void Sweep()
    {
        var sweptAt = Interlocked.Read(ref _sweptAt);
        if (IsFresh(sweptAt) || Interlocked.CompareExchange(ref _sweptAt, time.GetTimestamp(), sweptAt) != sweptAt)
        {
            return;
        }

        foreach (var entry in _fresh)
        {
            if (!IsFresh(entry.Value))
            {
                _fresh.TryRemove(entry);
            }
        }
    }

    private bool IsFresh(long since) => time.GetElapsedTime(since) < Memory;
}
