namespace Carillon.Sending.Health;

/// <summary>
/// Keeps a login that does not answer from being battered: after ten failures that no success outweighs nothing leaves but one probe
/// a time, at most one a second and ever rarer to eight seconds; three good probes in a row let everything go again, so that
/// full speed is back well within half a minute.
/// </summary>
public sealed class CircuitBreaker(TimeProvider time)
{
    private const int OpensAt = 10;
    private const int ClosesAfter = 3;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Forgets = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private int _score;
    private int _goodProbes;
    private long _failedAt;
    private long _nextProbe;
    private TimeSpan _pause;

    /// <summary>Whether everything may go.</summary>
    public bool IsClosed { get; private set; } = true;

    /// <summary>How long until the next probe; zero while closed.</summary>
    public TimeSpan ProbeIn
    {
        get
        {
            lock (_lock)
            {
                var now = time.GetTimestamp();
                return IsClosed || _nextProbe <= now ? TimeSpan.Zero : time.GetElapsedTime(now, _nextProbe);
            }
        }
    }

    /// <summary>Opens it at once: as it was found at the start.</summary>
    public void Open()
    {
        lock (_lock)
        {
            OpenNow();
        }
    }

    /// <summary>Takes the turn of a probe, if one is due.</summary>
    public bool TryProbe()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (IsClosed || now < _nextProbe)
            {
                return false;
            }

            _nextProbe = now + Ticks(_pause > ShortestPause ? _pause : ShortestPause);
            return true;
        }
    }

    /// <summary>A call did not get a definite answer, or never reached the provider.</summary>
    public BreakerMove Failed(bool isProbe)
    {
        lock (_lock)
        {
            _failedAt = time.GetTimestamp();
            if (!IsClosed)
            {
                if (isProbe)
                {
                    _goodProbes = 0;
                    _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
                    _nextProbe = _failedAt + Ticks(_pause);
                }

                return BreakerMove.None;
            }

            if (++_score < OpensAt)
            {
                return BreakerMove.None;
            }

            OpenNow();
            return BreakerMove.Opened;
        }
    }

    /// <summary>A call got a definite answer, a yes or a no.</summary>
    public BreakerMove Succeeded(bool isProbe)
    {
        lock (_lock)
        {
            if (IsClosed)
            {
                _score = time.GetElapsedTime(_failedAt) > Forgets ? 0 : Math.Max(0, _score - 2);
                return BreakerMove.None;
            }

            if (!isProbe)
            {
                return BreakerMove.None;
            }

            _pause = ShortestPause;
            _nextProbe = Math.Min(_nextProbe, time.GetTimestamp() + Ticks(ShortestPause));
            if (++_goodProbes < ClosesAfter)
            {
                return BreakerMove.HalfOpened;
            }

            (IsClosed, _score, _goodProbes) = (true, 0, 0);
            return BreakerMove.Closed;
        }
    }

    private void OpenNow()
    {
        (IsClosed, _score, _goodProbes, _pause) = (false, 0, 0, ShortestPause);
        _nextProbe = time.GetTimestamp() + Ticks(_pause);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}

/// <summary>What an outcome changed.</summary>
public enum BreakerMove
{
    None,
    Opened,
    HalfOpened,
    Closed,
}
