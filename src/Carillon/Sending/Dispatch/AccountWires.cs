using System.Collections.Concurrent;
using Carillon.Primitives;
using Carillon.Sending.Health;

namespace Carillon.Sending.Dispatch;

/// <summary>What the lanes of one login share on this node: how many calls are on the wire, and a pause that its provider asked for.</summary>
public sealed class AccountWires(TimeProvider time)
{
    private readonly ConcurrentDictionary<AccountId, AccountWire> _wires = [];

    /// <summary>The wire of a login.</summary>
    public AccountWire Of(AccountId account) => _wires.GetOrAdd(account, static (_, time) => new AccountWire(time), time);
}

/// <summary>The wire of one login.</summary>
public sealed class AccountWire(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _waiting = [];
    private int _count;
    private long _heldUntil;
    private volatile bool _isOpen;
    private volatile bool _isFailing;

    /// <summary>Whether the login's breaker is open, as far as this node knows: only probes depart.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>Whether the last call of this node failed, so that the next good one has to be told.</summary>
    public bool IsFailing
    {
        get => _isFailing;
        set => _isFailing = value;
    }

    /// <summary>Takes over what the login's activation knows.</summary>
    public void Mirror(AccountTurn turn)
    {
        _isOpen = turn.IsOpen;
        if (turn.HeldFor > TimeSpan.Zero)
        {
            Hold(turn.HeldFor);
        }
    }

    /// <summary>Takes over what an outcome changed.</summary>
    public void Mirror(BreakerMove move) => _isOpen = move switch
    {
        BreakerMove.Opened => true,
        BreakerMove.Closed => false,
        BreakerMove.None or BreakerMove.HalfOpened => _isOpen,
        _ => throw new ArgumentOutOfRangeException(nameof(move), move, null),
    };

    /// <summary>The last look before a first byte.</summary>
    public bool MayBegin(bool isProbe) => time.GetTimestamp() >= HeldUntil && (!_isOpen || isProbe);

    /// <summary>Calls on the wire.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Until when nobody calls, a timestamp.</summary>
    public long HeldUntil => Volatile.Read(ref _heldUntil);

    /// <summary>Takes a place for one call.</summary>
    /// <param name="limit">Calls at once.</param>
    /// <param name="whenFree">Called once when a place is free again, where there is none now; the same caller is noted once.</param>
    public bool TryEnter(int limit, Action whenFree)
    {
        lock (_lock)
        {
            if (_count < limit)
            {
                _count++;
                return true;
            }

            if (!_waiting.Contains(whenFree))
            {
                _waiting.Enqueue(whenFree);
            }

            return false;
        }
    }

    /// <summary>Gives a place back; who waited for one goes first.</summary>
    public void Leave()
    {
        Action? next;
        lock (_lock)
        {
            _count--;
            _waiting.TryDequeue(out next);
        }

        next?.Invoke();
    }

    /// <summary>No call before the time is over.</summary>
    public void Hold(TimeSpan pause)
    {
        var until = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
        lock (_lock)
        {
            _heldUntil = Math.Max(_heldUntil, until);
        }
    }
}
