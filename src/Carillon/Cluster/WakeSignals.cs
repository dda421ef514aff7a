using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Carillon.Cluster;

/// <summary>
/// "Look now instead of in a second." Whoever wrote something due raises a signal after its commit; losing one only costs
/// the wait for the conductor's next look. One that waits already is not raised again: whoever takes it looks afterwards.
/// </summary>
public sealed class WakeSignals
{
    private readonly ConcurrentDictionary<WakeSignal, bool> _waiting = [];
    private readonly Channel<WakeSignal> _signals = Channel.CreateBounded<WakeSignal>(new BoundedChannelOptions(4096) { SingleReader = true });

    /// <summary>Says that a key of a kind has something to do.</summary>
    public void Raise(string kind, string key)
    {
        var signal = new WakeSignal(kind, key);
        if (_waiting.TryAdd(signal, true) && !_signals.Writer.TryWrite(signal))
        {
            _waiting.TryRemove(signal, out _);
        }
    }

    /// <summary>Waits until there is one; read by one reader of this node.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _signals.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>The next one, in the order they were raised. It may be raised again from here on.</summary>
    public bool TryTake(out WakeSignal signal)
    {
        var isTaken = _signals.Reader.TryRead(out signal);
        if (isTaken)
        {
            _waiting.TryRemove(signal, out _);
        }

        return isTaken;
    }

    /// <summary>Every one from here on.</summary>
    public async IAsyncEnumerable<WakeSignal> TakeAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await WaitAsync(cancellationToken))
        {
            while (TryTake(out var signal))
            {
                yield return signal;
            }
        }
    }
}

/// <summary>One call to look.</summary>
public readonly record struct WakeSignal(string Kind, string Key);
