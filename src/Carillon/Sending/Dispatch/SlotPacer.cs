namespace Carillon.Sending.Dispatch;

/// <summary>
/// Keeps departures at an even pace, so that no second holds more of them than the limit, wherever the second begins.
/// <para>
/// A departure may come a few milliseconds before its even instant, so that a loop that wakes late now and then loses nothing; what
/// it is later than that is lost and never made good, because making it good is a burst. The pace stands half a percent under the
/// limit, which is what those milliseconds and a little crowding on the wire may take up again. It begins empty: after a takeover
/// the first departure lies a whole second off, because the holder before may have used this one up.
/// </para>
/// </summary>
public sealed class SlotPacer
{
    private const double Share = 0.995;

    /// <summary>From here on a hundredth of the limit is more than one message.</summary>
    private const double Fast = 1000;

    private static readonly TimeSpan Earliest = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan EarliestOfFast = TimeSpan.FromMilliseconds(8);
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();

    /// <summary>Instants are kept as distances from here: a double holds those to a fraction of a tick for years, and bare timestamps not even to a hundred ticks.</summary>
    private readonly long _origin;
    private double _next;
    private double? _rate;

    /// <summary>Begins empty.</summary>
    public SlotPacer(TimeProvider time)
    {
        _time = time;
        _origin = time.GetTimestamp();
        _next = time.TimestampFrequency;
    }

    /// <summary>The instant from which the next departure may be, a timestamp; now or in the past: at once.</summary>
    /// <param name="perSecond">The limit as it is now; null: none.</param>
    public long Next(double? perSecond)
    {
        if (perSecond is not { } rate)
        {
            return 0;
        }

        lock (_lock)
        {
            return _origin + (long)Math.Ceiling(Due(rate) - Early(rate));
        }
    }

    /// <summary>How many departures there may be until an instant.</summary>
    public int CountUntil(long instant, double? perSecond)
    {
        if (perSecond is not { } rate)
        {
            return int.MaxValue;
        }

        lock (_lock)
        {
            var first = Math.Max(Now(), Due(rate) - Early(rate));
            var end = instant - _origin;
            return first > end ? 0 : 1 + (int)Math.Min((end - first) / Interval(rate), 1_000_000);
        }
    }

    /// <summary>Something departs now.</summary>
    /// <param name="perSecond">The limit as it is now; null: none.</param>
    /// <param name="slots">How many slots it takes: the segments of a long text, where they are counted.</param>
    public void Take(double? perSecond, int slots = 1)
    {
        if (perSecond is { } rate)
        {
            lock (_lock)
            {
                _next = Math.Max(Due(rate), Now()) + (slots * Interval(rate));
            }
        }
    }

    /// <summary>Reserves departures for somebody who makes them elsewhere.</summary>
    /// <param name="count">How many.</param>
    /// <param name="perSecond">The limit as it is now; null: none.</param>
    /// <returns>The first and the distance between two, in timestamps of the time provider.</returns>
    public Slots Reserve(int count, double? perSecond)
    {
        if (perSecond is not { } rate)
        {
            return new Slots(_time.GetTimestamp(), 0);
        }

        lock (_lock)
        {
            var first = Math.Max(Now(), Due(rate));
            _next = first + (count * Interval(rate));
            return new Slots(_origin + (long)Math.Ceiling(first), Interval(rate));
        }
    }

    /// <summary>The even instant of the next departure; when the limit changed it is at most one new slot off.</summary>
    private double Due(double rate)
    {
        if (_rate is { } before && before != rate)
        {
            _next = Math.Min(_next, Now() + Interval(rate));
        }

        _rate = rate;
        return _next;
    }

    private double Now() => _time.GetTimestamp() - _origin;

    private double Interval(double rate) => _time.TimestampFrequency / (rate * Share);

    private double Early(double rate) => (rate < Fast ? Earliest : EarliestOfFast).TotalSeconds * _time.TimestampFrequency;
}

/// <summary>Reserved instants.</summary>
/// <param name="First">The first, a timestamp.</param>
/// <param name="Interval">The distance between two.</param>
public readonly record struct Slots(long First, double Interval)
{
    /// <summary>The instant of a slot.</summary>
    public long At(int index) => First + (long)(index * Interval);
}
