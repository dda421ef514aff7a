namespace Carillon.Sending.Dispatch;

/// <summary>What the wire of a lane took lately, so that no more is gated ahead of it than it will take in time.</summary>
internal sealed class WireSpeed(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(40);
    private const double Weight = 0.5;
    private long _at = time.GetTimestamp();
    private long _departed;
    private double _perSecond;

    /// <summary>Takes the count of departures in.</summary>
    public void Look(long departed)
    {
        var elapsed = time.GetElapsedTime(_at);
        if (elapsed >= Window)
        {
            var rate = (departed - _departed) / elapsed.TotalSeconds;
            _perSecond += (rate - _perSecond) * (elapsed.TotalSeconds > 1 ? 1 : Weight);
            (_at, _departed) = (time.GetTimestamp(), departed);
        }
    }

    /// <summary>How much the wire takes in a span at its speed.</summary>
    public int In(TimeSpan span) => (int)(_perSecond * span.TotalSeconds);
}
