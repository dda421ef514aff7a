using System.Collections.Concurrent;
using Carillon.Primitives;
using Carillon.Sending.Dispatch;

namespace Carillon.Sending.Health;

/// <summary>
/// What the calls of this node must know of a login right before their first byte: a pause the provider asked for, a breaker that
/// is open, and how many calls are under way. It only mirrors what the login's activation decides.
/// </summary>
public sealed class AccountGuards(TimeProvider time)
{
    private readonly ConcurrentDictionary<AccountId, AccountGuard> _guards = [];

    /// <summary>The guard of a login.</summary>
    public AccountGuard Of(AccountId account) => _guards.GetOrAdd(account, _ => new AccountGuard(time));
}

/// <summary>One login's guard on this node.</summary>
public sealed class AccountGuard(TimeProvider time)
{
    private long _heldUntil;
    private volatile bool _isOpen;
    private volatile bool _isFailing;

    /// <summary>Whether the last call of this node failed, so that the next good one has to be told.</summary>
    public bool IsFailing
    {
        get => _isFailing;
        set => _isFailing = value;
    }

    /// <summary>Calls under way from this node, over all senders of the login.</summary>
    internal InFlight Calls { get; } = new();

    /// <summary>Nothing begins before the time is over.</summary>
    public void HoldFor(TimeSpan pause)
    {
        var until = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
        long before;
        while ((before = Volatile.Read(ref _heldUntil)) < until && Interlocked.CompareExchange(ref _heldUntil, until, before) != before)
        {
        }
    }

    /// <summary>Takes over what the activation knows.</summary>
    public void Mirror(AccountTurn turn)
    {
        _isOpen = turn.IsOpen;
        if (turn.HeldFor > TimeSpan.Zero)
        {
            HoldFor(turn.HeldFor);
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

    /// <summary>Whether a call may begin now.</summary>
    public bool MayBegin(bool isProbe) => time.GetTimestamp() >= Volatile.Read(ref _heldUntil) && (!_isOpen || isProbe);
}
