using Carillon.Sending.Health;

namespace Carillon.Sending.Dispatch;

/// <summary>What the lanes of one login share: its rate, a pause that the provider asked for, and its breaker.</summary>
public sealed class AccountPace(TimeProvider time)
{
    private readonly SlotPacer _pacer = new(time);
    private readonly CircuitBreaker _breaker = new(time);
    private long _heldUntil;
    private bool _isKnown;

    /// <summary>Reserves calls.</summary>
    /// <param name="count">How many.</param>
    /// <param name="perSecond">The login's limit; null: none.</param>
    public AccountSlots Reserve(int count, double? perSecond)
    {
        var now = time.GetTimestamp();
        var slots = _pacer.Reserve(count, perSecond);
        var first = Math.Max(slots.First, Volatile.Read(ref _heldUntil));
        return new AccountSlots(first > now ? time.GetElapsedTime(now, first) : TimeSpan.Zero, TimeSpan.FromSeconds(slots.Interval / time.TimestampFrequency));
    }

    /// <summary>No call before the time is over (<c>Retry-After</c>).</summary>
    public void Hold(TimeSpan pause)
    {
        var until = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
        if (until > Volatile.Read(ref _heldUntil))
        {
            Volatile.Write(ref _heldUntil, until);
        }
    }

    /// <summary>Whether calls may be made, and what they wait for.</summary>
    /// <param name="wasOpen">Whether the login was found with its breaker open; matters to a pace that knows nothing yet.</param>
    public AccountTurn Turn(bool wasOpen)
    {
        if (!_isKnown)
        {
            _isKnown = true;
            if (wasOpen)
            {
                _breaker.Open();
            }
        }

        return new AccountTurn(HeldFor, !_breaker.IsClosed, _breaker.ProbeIn);
    }

    /// <summary>Takes the turn of a probe, if one is due.</summary>
    public bool TryProbe() => HeldFor == TimeSpan.Zero && _breaker.TryProbe();

    /// <summary>Hears what came of a call.</summary>
    public BreakerMove Told(bool isFailure, bool isProbe) => isFailure ? _breaker.Failed(isProbe) : _breaker.Succeeded(isProbe);

    /// <summary>How much longer the pause lasts.</summary>
    private TimeSpan HeldFor => time.GetTimestamp() is var now && Volatile.Read(ref _heldUntil) is var until && until > now ? time.GetElapsedTime(now, until) : TimeSpan.Zero;
}

/// <summary>Reserved calls, told as distances from now, so that they mean the same on every node.</summary>
[GenerateSerializer]
public readonly record struct AccountSlots([property: Id(0)] TimeSpan First, [property: Id(1)] TimeSpan Interval);

/// <summary>Whether a login may be called.</summary>
/// <param name="HeldFor">How much longer the provider wants no call at all.</param>
/// <param name="IsOpen">Whether its breaker lets only probes through.</param>
/// <param name="ProbeIn">How long until the next of them.</param>
[GenerateSerializer]
public readonly record struct AccountTurn([property: Id(0)] TimeSpan HeldFor, [property: Id(1)] bool IsOpen, [property: Id(2)] TimeSpan ProbeIn);
