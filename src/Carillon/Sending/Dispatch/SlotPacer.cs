namespace Carillon.Sending.Dispatch;

/// <summary>
/// Hands out instants at an even pace, one message a slot, so that no second holds more than the limit. It begins empty: after a
/// takeover the first slot lies a whole second off, because the holder before may have used this one up.
/// </summary>
public sealed class SlotPacer
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private long _next;
    private double? _rate;

    /// <summary>Begins empty.</summary>
    public SlotPacer(TimeProvider time)
    {
        _time = time;
        _next = time.GetTimestamp() + time.TimestampFrequency;
    }

    /// <summary>How far off the next slot is at a limit.</summary>
    public TimeSpan Ahead(double? perSecond)
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            var next = perSecond is { } rate && _rate is { } before && before != rate ? Math.Min(_next, now + (long)(_time.TimestampFrequency / rate)) : _next;
            return perSecond is null || next <= now ? TimeSpan.Zero : _time.GetElapsedTime(now, next);
        }
    }

    /// <summary>Reserves slots.</summary>
    /// <param name="count">How many.</param>
    /// <param name="perSecond">The limit as it is now; null: none.</param>
    /// <returns>The first slot and the distance between two, in timestamps of the time provider.</returns>
    public Slots Reserve(int count, double? perSecond)
    {
        var now = _time.GetTimestamp();
        if (perSecond is not { } rate)
        {
            return new Slots(now, 0);
        }

        lock (_lock)
        {
            var interval = _time.TimestampFrequency / rate;
            if (_rate is { } before && before != rate)
            {
                _next = Math.Min(_next, now + (long)interval);
            }

            _rate = rate;
            var first = Math.Max(now, _next);
            _next = first + (long)Math.Ceiling(count * interval);
            return new Slots(first, interval);
        }
    }
}

/// <summary>Reserved instants.</summary>
/// <param name="First">The first, a timestamp.</param>
/// <param name="Interval">The distance between two.</param>
public readonly record struct Slots(long First, double Interval)
{
    /// <summary>The instant of a slot.</summary>
    public long At(int index) => First + (long)(index * Interval);

    /// <summary>The later of two reservations, slot by slot: both limits hold.</summary>
    public static Slots Later(Slots left, Slots right) => new(Math.Max(left.First, right.First), Math.Max(left.Interval, right.Interval));
}
