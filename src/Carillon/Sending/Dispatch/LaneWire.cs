using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending.Health;
using Microsoft.Extensions.Logging;

namespace Carillon.Sending.Dispatch;

/// <summary>
/// The last stretch of a lane: what has passed the gate departs when its sender, its run, its login and the connections allow, and its
/// answer is recorded while the next one is already on the wire. The limits are counted at the departure itself, so nothing that
/// comes late crowds into somebody else's second.
/// </summary>
internal sealed partial class LaneWire(LaneTools tools, IAccountCalls account, Action bell, ILogger log)
{
    private readonly Lock _lock = new();
    private readonly List<LaneStream> _streams = [];
    private readonly SlotPacer _pacer = new(tools.Time);
    private readonly AccountSlotQueue _accountSlots = new(tools.Time);
    private Action? _departAgain;
    private LaneView? _view;
    private AccountWire? _wire;
    private int _turn;
    private int _lowWater;
    private int _slotsOfLast = 1;
    private bool _hasProbe;
    private bool _waitsForPlace;
    private volatile bool _isClosed;

    /// <summary>Through the gate and not departed.</summary>
    public int ReadyCount { get; private set; }

    /// <summary>How many departed so far.</summary>
    public long Departed { get; private set; }

    /// <summary>Everything that the gate let through and whose answer is not recorded, and what is at the gate.</summary>
    public InFlight InFlight { get; } = new();

    /// <summary>The world as the lane sees it now.</summary>
    public void Look(LaneView view, int lowWater)
    {
        lock (_lock)
        {
            (_view, _wire, _lowWater) = (view, tools.Wires.Of(view.Account.Account.Id), lowWater);
            if (view.Account.Account.HeldUntil is { } until && until - tools.Time.GetUtcNow() is var left && left > TimeSpan.Zero)
            {
                // A pause that was told to a holder that is gone.
                _wire.Hold(left);
            }

            _accountSlots.Need(view.Account.Account.Limits.PerSecond is not null);
        }
    }

    /// <summary>How many more may go to the gate now for all limits but the runs' own: each begins within the span, and never more than the connections can take in that time.</summary>
    public int CountUntil(long instant)
    {
        lock (_lock)
        {
            var own = _pacer.CountUntil(instant, _view?.Sender.Limits.PerSecond);
            own = own is 0 or int.MaxValue ? own : Math.Max(1, own / _slotsOfLast);
            var all = Math.Min(own, _accountSlots.CountUntil(instant));
            return IsOpen ? Math.Min(all, _hasProbe ? 1 : 0) : all;
        }
    }

    /// <summary>Whether the login's breaker lets only probes depart.</summary>
    public bool IsOpen => _wire?.IsOpen == true;

    /// <summary>Whether a probe is wanted: the breaker is open and none is in hand.</summary>
    public bool WantsProbe => IsOpen && !_hasProbe && ReadyCount == 0;

    /// <summary>One may depart although the breaker is open.</summary>
    public void GiveProbe() => _hasProbe = true;

    /// <summary>Free connections of the login.</summary>
    public int FreeCount => Math.Max(0, Concurrency - (_wire?.Count ?? 0));

    /// <summary>How many slots of the login's rate to reserve so that <paramref name="wanted"/> are in hand.</summary>
    public int MissingSlots(int wanted)
    {
        lock (_lock)
        {
            _accountSlots.Next();
            return _accountSlots.IsNeeded ? Math.Max(0, wanted - _accountSlots.Count) : 0;
        }
    }

    public void AddSlots(AccountSlots slots, int count)
    {
        lock (_lock)
        {
            _accountSlots.Add(slots, count);
        }
    }

    /// <summary>What the login's activation knows.</summary>
    public void Mirror(AccountTurn turn) => _wire?.Mirror(turn);

    /// <summary>Until when the login is held, a timestamp.</summary>
    public long HeldUntil => _wire?.HeldUntil ?? 0;

    /// <summary>Puts calls in line behind their stream's others.</summary>
    public void Add(LaneStream stream, IEnumerable<Call> calls)
    {
        lock (_lock)
        {
            if (!_streams.Contains(stream))
            {
                _streams.Add(stream);
            }

            foreach (var call in calls)
            {
                stream.Ready.Enqueue(call);
                ReadyCount++;
            }
        }
    }

    /// <summary>Lets depart whatever may; each on a thread of its own.</summary>
    public void DepartAll()
    {
        while (Next() is { } departure)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Wire.Begin(state.Departure), (Wire: this, Departure: departure), preferLocal: false);
        }
    }

    /// <summary>When the next may depart, a timestamp, or has waited too long; null: nothing waits, or it waits for a connection.</summary>
    public long? NextAt()
    {
        lock (_lock)
        {
            long? next = null;
            foreach (var stream in _streams)
            {
                if (stream.Ready.TryPeek(out var call))
                {
                    var at = Math.Min((_waitsForPlace ? null : MayDepartAt(stream)) ?? long.MaxValue, call.GatedAt + Ticks(LaneWorker.GateIsGoodFor));
                    next = Math.Min(next ?? long.MaxValue, at);
                }
            }

            return next;
        }
    }

    /// <summary>The instant from which the lane or the login lets the next one depart; for the loop, to gate in time.</summary>
    public long LaneNextAt()
    {
        lock (_lock)
        {
            return Math.Max(Math.Max(_pacer.Next(_view?.Sender.Limits.PerSecond), _accountSlots.Next() ?? 0), _wire?.HeldUntil ?? 0);
        }
    }

    /// <summary>Nothing departs any more: what is ready is taken back.</summary>
    public void Close()
    {
        _isClosed = true;
        DepartAll();
    }

    private int Concurrency => _view?.Account.Account.Limits.Concurrency ?? tools.Options.Concurrency;

    /// <summary>One more, where a place became free; on the thread that freed it.</summary>
    private void DepartOne()
    {
        _waitsForPlace = false;
        if (Next() is { } departure)
        {
            Begin(departure);
        }
        else if (ReadyCount == 0)
        {
            bell();
        }
    }

    /// <summary>The next call whose turn it is: streams by turns, each in order. One that may not begin any more is given as well, to be taken back.</summary>
    private Departure? Next()
    {
        Departure? next = null;
        var rings = false;
        lock (_lock)
        {
            for (var i = 0; i < _streams.Count && next is null; i++)
            {
                var stream = _streams[(_turn + i) % _streams.Count];
                if (!stream.Ready.TryPeek(out var head))
                {
                    continue;
                }

                var isProbe = IsOpen;
                var place = IsVoid(head) ? null : TakePlace(stream, head);
                if (place is not null || IsVoid(head))
                {
                    next = new Departure(stream.Ready.Dequeue(), place, isProbe && place is not null);
                    _turn = (_turn + i + 1) % _streams.Count;
                    ReadyCount--;
                    rings = ReadyCount == _lowWater;
                }
            }

            if (ReadyCount == 0)
            {
                _streams.Clear();
            }
        }

        if (rings)
        {
            bell();
        }

        return next;
    }

    /// <summary>Takes a connection and a slot of each limit, if all of them have one now.</summary>
    private AccountWire? TakePlace(LaneStream stream, Call head)
    {
        if (_view is null || _wire is null || (IsOpen && !_hasProbe) || MayDepartAt(stream) is not { } at || at > tools.Time.GetTimestamp())
        {
            return null;
        }

        if (!_wire.TryEnter(Concurrency, _departAgain ??= DepartOne))
        {
            _waitsForPlace = true;
            return null;
        }

        _hasProbe = false;
        _slotsOfLast = head.SenderSlots;
        _pacer.Take(_view.Sender.Limits.PerSecond, head.SenderSlots);
        stream.Pacer.Take(stream.Run?.PerSecond);
        _accountSlots.Take();
        Departed++;
        return _wire;
    }

    /// <summary>From when on the limits let a stream depart; null: the login's rate has no slot for us yet.</summary>
    private long? MayDepartAt(LaneStream stream) => _view is not null && _wire is not null && _accountSlots.Next() is { } slot
        ? Math.Max(Math.Max(_wire.HeldUntil, slot), Math.Max(_pacer.Next(_view.Sender.Limits.PerSecond), stream.Pacer.Next(stream.Run?.PerSecond)))
        : null;

    private bool IsVoid(Call call) => _isClosed || tools.Time.GetElapsedTime(call.GatedAt) > LaneWorker.GateIsGoodFor;

    private void Begin(Departure departure) => _ = RunAsync(departure);

    private async Task RunAsync(Departure departure)
    {
        try
        {
            var (answered, move) = departure.Place is { } place
                ? await CallAsync(departure.Call, place, departure.IsProbe)
                : (tools.Caller.TakeBack(departure.Call), BreakerMove.None);
            await tools.Caller.RecordAsync(departure.Call, answered, account, move);
        }
        catch (Exception trouble)
        {
            CallBroke(log, departure.Call.View.Sender.Id, trouble);
            await LoseAsync(departure.Call);
        }
        finally
        {
            InFlight.Leave(1);
        }
    }

    /// <summary>What was not recorded is unknown; where it was (the trouble came later) this changes nothing.</summary>
    private async Task LoseAsync(Call call)
    {
        try
        {
            await tools.Caller.RecordAsync(call, tools.Caller.Lose(call), account, BreakerMove.None);
        }
        catch (Exception trouble)
        {
            // The attempt stands open; the next holder of the lane puts it in doubt.
            CallBroke(log, call.View.Sender.Id, trouble);
        }
    }

    /// <summary>Makes the call; its place goes to the next one before the answer is recorded.</summary>
    private async Task<(Answered Answered, BreakerMove Move)> CallAsync(Call call, AccountWire place, bool isProbe)
    {
        try
        {
            var calling = tools.Caller.CallAsync(call, () => _isClosed || !place.MayBegin(isProbe));
            if (calling.IsCompleted)
            {
                // A provider in this very process: whoever let us depart is not to go down from call to call.
                await Task.Yield();
            }

            var answered = await calling;
            if (answered.Pause is { } pause)
            {
                place.Hold(pause);
            }

            return (answered, await TellAsync(place, answered, isProbe));
        }
        finally
        {
            place.Leave();
            DepartOne();
        }
    }

    /// <summary>The login's breaker hears of every failure, every probe, and the first success after a failure.</summary>
    private async ValueTask<BreakerMove> TellAsync(AccountWire place, Answered answered, bool isProbe)
    {
        if (answered.Answer is ProviderAnswer.Withheld || !(answered.IsFailure || isProbe || place.IsFailing))
        {
            return BreakerMove.None;
        }

        place.IsFailing = answered.IsFailure;
        try
        {
            var move = await account.ToldAsync(answered.IsFailure, isProbe);
            place.Mirror(move);
            return move;
        }
        catch (Exception trouble)
        {
            // The activation moves to another node just now; the answer itself is recorded all the same.
            BreakerAway(log, answered.Message, trouble);
            return BreakerMove.None;
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * tools.Time.TimestampFrequency);

    [LoggerMessage(Level = LogLevel.Error, Message = "A call of lane {Lane} broke off inside Carillon; its message will be in doubt.")]
    private static partial void CallBroke(ILogger logger, SenderId lane, Exception trouble);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The breaker could not be told what came of message {Message}.")]
    private static partial void BreakerAway(ILogger logger, MessageId message, Exception trouble);

    /// <summary>A call that leaves the line.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Place">The place it took on the wire; null: it may not begin any more and is taken back.</param>
    /// <param name="IsProbe">Whether it departs although the breaker is open.</param>
    private readonly record struct Departure(Call Call, AccountWire? Place, bool IsProbe);
}
