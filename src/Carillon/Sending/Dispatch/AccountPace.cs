namespace Carillon.Sending.Dispatch;

/// <summary>What the lanes of one login share: its rate, and a pause that the provider asked for.</summary>
public sealed class AccountPace(TimeProvider time)
{
    private readonly SlotPacer _pacer = new(time);
    private long _heldUntil;

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

    /// <summary>How much longer the pause lasts.</summary>
    public TimeSpan HeldFor => time.GetTimestamp() is var now && Volatile.Read(ref _heldUntil) is var until && until > now ? time.GetElapsedTime(now, until) : TimeSpan.Zero;
}

/// <summary>Reserved calls, told as distances from now, so that they mean the same on every node.</summary>
[GenerateSerializer]
public readonly record struct AccountSlots([property: Id(0)] TimeSpan First, [property: Id(1)] TimeSpan Interval);
