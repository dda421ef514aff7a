namespace Carillon.Sending.Dispatch;

/// <summary>
/// The slots that a lane reserved of its login's rate and has not used. A slot is good until half of its length is over; an older one
/// is void, because another lane departs at the next.
/// </summary>
internal sealed class AccountSlotQueue(TimeProvider time)
{
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan LongestGrace = TimeSpan.FromMilliseconds(500);
    private readonly Queue<(long At, long GoodUntil)> _slots = [];

    /// <summary>Whether the login has a rate; without one there are no slots and none are needed.</summary>
    public bool IsNeeded { get; private set; }

    public int Count => _slots.Count;

    /// <summary>Says whether slots are needed.</summary>
    public void Need(bool isNeeded)
    {
        IsNeeded = isNeeded;
        if (!isNeeded)
        {
            _slots.Clear();
        }
    }

    public void Add(AccountSlots reserved, int count)
    {
        var first = time.GetTimestamp() + Ticks(reserved.First);
        var interval = Ticks(reserved.Interval);
        var grace = Math.Clamp(interval / 2, Ticks(ShortestGrace), Ticks(LongestGrace));
        for (var i = 0; i < count; i++)
        {
            var at = first + (i * interval);
            _slots.Enqueue((at, at + grace));
        }
    }

    /// <summary>The instant of the next slot; 0 where none is needed, null where none is left.</summary>
    public long? Next()
    {
        if (!IsNeeded)
        {
            return 0;
        }

        var now = time.GetTimestamp();
        while (_slots.TryPeek(out var slot) && slot.GoodUntil < now)
        {
            _slots.Dequeue();
        }

        return _slots.TryPeek(out var next) ? next.At : null;
    }

    /// <summary>How many may depart until an instant.</summary>
    public int CountUntil(long instant)
    {
        if (!IsNeeded)
        {
            return int.MaxValue;
        }

        Next();
        return _slots.Count(slot => slot.At <= instant);
    }

    public void Take()
    {
        if (IsNeeded)
        {
            _slots.Dequeue();
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
