using System.Collections.Concurrent;
using Carillon.Primitives;

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
