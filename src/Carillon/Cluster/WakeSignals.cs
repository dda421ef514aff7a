using System.Threading.Channels;

namespace Carillon.Cluster;

/// <summary>
/// "Look now instead of in a second." Whoever wrote something due raises a signal after its commit; losing one only costs
/// the wait for the conductor's next look.
/// </summary>
public sealed class WakeSignals
{
    private readonly Channel<WakeSignal> _signals = Channel.CreateBounded<WakeSignal>(
        new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Signals in the order they were raised; read by the conductor of this node.</summary>
    public ChannelReader<WakeSignal> Raised => _signals.Reader;

    /// <summary>Says that a key of a kind has something to do.</summary>
    public void Raise(string kind, string key) => _signals.Writer.TryWrite(new WakeSignal(kind, key));
}

/// <summary>One call to look.</summary>
public readonly record struct WakeSignal(string Kind, string Key);
