using System.Collections.Concurrent;
using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Storage.Dialects;
using Microsoft.Extensions.Logging;

namespace Carillon.Sending.Dispatch;

/// <summary>
/// Works the queue of one sender: claims what is due, gates it, lets it depart, records.
/// <para>
/// States of a message here: <c>Queued</c> (also while a claim of ours holds it in memory), <c>Sending</c> from the commit of its
/// attempt, then what the provider's answer means. A claim writes nothing: it goes on from the last position, so its cost does
/// not grow with the table, and after an empty look it begins again at the front.
/// </para>
/// <para>
/// The stretches overlap, so that no connection stands idle while a commit runs: the next claim is read while the last one is sent,
/// several commits of the gate may be under way, and a place on the wire is taken only when a call departs. What is gated
/// ahead is bounded by what can begin while its gate is good: with a limit by the limit times <see cref="Ahead"/>, without one by
/// what the wire took lately times <see cref="Queue"/>.
/// </para>
/// <para>
/// Promises: the attempt is committed before the first byte; a byte leaves within <see cref="GateIsGoodFor"/> of its gate or the
/// attempt is withdrawn; an older holder's attempts are in doubt from the moment the fence rises; a holder that did not hear whether its gate
/// was committed gives its right back; a stop claims nothing more and waits for the calls under way. Death at any point leaves the message Queued (no attempt) or Sending with an open attempt,
/// which the next holder puts in doubt and reconciliation settles; never a second call by itself.
/// </para>
/// </summary>
public sealed partial class LaneWorker
{
    /// <summary>How old a gate's yes may be when the first byte leaves.</summary>
    public static readonly TimeSpan GateIsGoodFor = TimeSpan.FromMilliseconds(200);

    /// <summary>How long before its slot a message passes the gate.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(50);

    /// <summary>How much of the wire's work stands gated before it where nothing limits the rate.</summary>
    private static readonly TimeSpan Queue = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettlesEvery = TimeSpan.FromSeconds(2);
    private readonly SenderId _lane;
    private readonly LaneTools _tools;
    private readonly IAccountCalls _account;
    private readonly ILogger _log;
    private readonly LanePass _pass;
    private readonly LaneWire _wire;
    private readonly WireSpeed _speed;
    private readonly Dictionary<RunId, LaneStream> _streams = [];
    private readonly ConcurrentQueue<(LaneStream Stream, WaitingMessage[] Chunk, IReadOnlyList<WaitingMessage> TurnedBack)> _gated = [];
    private readonly WakeUp _wakeUp;
    private LaneView? _seen;
    private long _settledAt;
    private long _askedTurnAt;
    private Task _settling = Task.CompletedTask;
    private long _fence;
    private int _isWoken;
    private volatile bool _isFenceLost;

    /// <summary>A worker that holds nothing yet.</summary>
    public LaneWorker(SenderId lane, LaneTools tools, IAccountCalls account, ILogger log)
    {
        (_lane, _tools, _account, _log) = (lane, tools, account, log);
        _wakeUp = new WakeUp(tools.Time);
        _pass = new LanePass(lane, tools, log);
        _wire = new LaneWire(tools, account, _wakeUp.Set, log);
        _speed = new WireSpeed(tools.Time);
    }

    /// <summary>Something may have become due.</summary>
    public void Wake()
    {
        Volatile.Write(ref _isWoken, 1);
        _wakeUp.Set();
    }

    /// <summary>Takes the lane and works it until told to stop or the right is lost; then waits for the calls under way.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await TakeAsync(cancellationToken);
        await using var stop = cancellationToken.UnsafeRegister(static wire => ((LaneWire)wire!).Close(), _wire); // given with it
        try
        {
            while (!cancellationToken.IsCancellationRequested && !_isFenceLost)
            {
                await WorkAsync(cancellationToken);
            }
        }
        finally
        {
            _wire.Close();
            await _wire.InFlight.EmptyAsync(_tools.Time);
            await _settling;
        }
    }

    /// <summary>Raises the fence and puts what an older holder left open in doubt.</summary>
    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            _fence = await _tools.Database.Dialect.RaiseFenceAsync(_lane, _tools.Node, cancellationToken);
            await _tools.Recovery.DoubtOlderAsync(_lane, _fence, cancellationToken);
            Taken(_log, _lane, _fence);
        }
        catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
        {
            // It ends here and is begun anew, within about a second.
            NotTaken(_log, _lane, trouble);
            throw;
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RoundAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop: the loop sees it.
        }
        catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
        {
            RoundFailed(_log, _lane, trouble);
            _streams.Clear();
            await Task.Delay(Longest, _tools.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks at everything once, sets going what can go, and sleeps until something changes or an instant comes.</summary>
    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        var view = await _tools.View.OfAsync(_lane, cancellationToken);
        if (view is not { MaySend: true })
        {
            _wire.DepartAll();
            await _wakeUp.WaitAsync(Longest, cancellationToken);
            return;
        }

        await AskTurnAsync(view);
        _speed.Look(_wire.Departed);
        var most = _wire.FreeCount + _speed.In(Queue);
        _wire.Look(view, most / 2);
        while (_gated.TryDequeue(out var gated))
        {
            gated.Stream.Gated(gated.Chunk, gated.TurnedBack);
        }

        var streams = await ClaimAsync(view, cancellationToken);
        await ReserveAsync(view, streams);
        var until = _tools.Time.GetTimestamp() + Ticks(Ahead);
        Gate(view, streams, until, Math.Min(most, _wire.CountUntil(until)));
        _wire.DepartAll();
        Settle(view, cancellationToken);
        await SleepAsync(streams, cancellationToken);
    }

    /// <summary>Takes in what was claimed and claims more, for each stream: single messages first (someone waits for an answer), then the runs.</summary>
    private async Task<List<LaneStream>> ClaimAsync(LaneView view, CancellationToken cancellationToken)
    {
        var streams = Streams(view);
        var isWoken = Interlocked.Exchange(ref _isWoken, 0) == 1;
        var isFresh = !ReferenceEquals(view, _seen);
        _seen = view;
        foreach (var stream in streams)
        {
            if (isWoken || (isFresh && (stream.Run?.HasWaiting ?? view.HasSingles)))
            {
                stream.Moisten();
            }

            await stream.TakeInAsync();
            var rate = Slower(Slower(view.Sender.Limits.PerSecond, view.Account.Account.Limits.PerSecond), stream.Run?.PerSecond);
            var most = rate is { } limit ? (int)Math.Clamp(limit, 32, _tools.Options.BatchSize * 4) : _tools.Options.BatchSize * 4;
            if (stream.WantsClaim(most))
            {
                var query = stream.Query(_lane, _tools.Time.GetUtcNow(), most);
                var claim = _tools.Database.Dialect.ClaimAsync(query, cancellationToken);
                stream.Claiming(query, claim);
                _ = claim.ContinueWith(_ => _wakeUp.Set(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }

        return streams;
    }

    private List<LaneStream> Streams(LaneView view)
    {
        var streams = new List<LaneStream>(view.Runs.Count + 1) { StreamOf(null) };
        streams.AddRange(view.Runs.Select(StreamOf));
        if (_streams.Count > streams.Count)
        {
            foreach (var gone in _streams.Where(known => !streams.Contains(known.Value)).Select(known => known.Key).ToList())
            {
                _streams.Remove(gone);
            }
        }

        return streams;
    }

    private LaneStream StreamOf(RunView? run)
    {
        if (!_streams.TryGetValue(run?.Id ?? default, out var stream))
        {
            _streams.Add(run?.Id ?? default, stream = new LaneStream(new SlotPacer(_tools.Time)));
        }

        stream.Run = run;
        return stream;
    }

    /// <summary>Keeps so many slots of the login's rate in hand as can be used while they are good.</summary>
    private async ValueTask ReserveAsync(LaneView view, List<LaneStream> streams)
    {
        if (view.Account.Account.Limits.PerSecond is not { } rate)
        {
            return;
        }

        var waiting = streams.Sum(stream => stream.ClaimedCount + stream.AtGate) + _wire.ReadyCount;
        var wanted = Math.Min(waiting, (int)Math.Ceiling(rate * 2 * Ahead.TotalSeconds));
        var missing = _wire.MissingSlots(wanted);
        if (missing > wanted / 2)
        {
            _wire.AddSlots(await _account.ReserveAsync(missing, rate), missing);
        }
    }

    /// <summary>Sends to the gate what can begin until an instant, once half of it is used up.</summary>
    private void Gate(LaneView view, List<LaneStream> streams, long until, int most)
    {
        var ahead = _wire.ReadyCount + streams.Sum(stream => stream.AtGate);
        if (_isFenceLost || view.IsStopped || most == 0 || ahead > most / 2 || _wire.HeldUntil > until || view.Sender.HeldUntil > _tools.Time.GetUtcNow() || (_wire.IsOpen && ahead > 0))
        {
            return;
        }

        var left = most - ahead;
        for (var i = 0; i < streams.Count; i++)
        {
            var stream = streams[i];
            if (stream.BlockedUntil > _tools.Time.GetTimestamp())
            {
                continue;
            }

            var own = stream.Pacer.CountUntil(until, stream.Run?.PerSecond);
            var inLine = stream.AtGate + stream.Ready.Count;
            var count = own == int.MaxValue ? left : inLine > own / 2 ? 0 : own - inLine;
            var others = streams.Skip(i + 1).Count(other => other.ClaimedCount > 0);
            count = Math.Min(count, (left + others) / (others + 1));
            while (count > 0 && stream.ClaimedCount > 0)
            {
                var chunk = stream.ToGate(Math.Min(count, _tools.Options.BatchSize));
                (count, left) = (count - chunk.Length, left - chunk.Length);
                _wire.InFlight.Enter(chunk.Length);
                _ = PassAsync(view, stream, chunk);
            }
        }
    }

    private async Task PassAsync(LaneView view, LaneStream stream, WaitingMessage[] chunk)
    {
        var gone = chunk.Length;
        IReadOnlyList<WaitingMessage> turnedBack = [];
        try
        {
            var passed = await _pass.PassAsync(view, stream, chunk, _fence);
            _isFenceLost |= passed.IsFenceLost;
            turnedBack = passed.TurnedBack;
            gone -= passed.Calls.Count;
            _wire.Add(stream, passed.Calls);
            _wire.DepartAll();
        }
        catch (Exception trouble)
        {
            // Nothing was committed, or it was and we did not hear of it: then an attempt stands open that nobody makes. Only the next holder puts such
            // in doubt, so this one gives its right back.
            _isFenceLost = true;
            RoundFailed(_log, _lane, trouble);
            await Task.Delay(Longest, _tools.Time, CancellationToken.None);
        }
        finally
        {
            _wire.InFlight.Leave(gone);
            _gated.Enqueue((stream, chunk, turnedBack));
            _wakeUp.Set();
        }
    }

    /// <summary>Whether the login may be called, as its activation knows from all nodes; on this node everybody hears it at once.</summary>
    private async ValueTask AskTurnAsync(LaneView view)
    {
        if (_tools.Time.GetElapsedTime(_askedTurnAt) >= Longest || (_askedTurnAt == 0))
        {
            _askedTurnAt = _tools.Time.GetTimestamp();
            _wire.Mirror(await _account.TurnAsync(view.Account.Account.Status is AccountStatus.Open or AccountStatus.Degraded));
            if (_wire.WantsProbe && _streams.Values.Any(stream => stream.ClaimedCount > 0) && await _account.ProbeAsync())
            {
                _wire.GiveProbe();
            }
        }
    }

    /// <summary>Looks after what is in doubt, once in a few seconds, beside the sending: a slow list holds nobody up.</summary>
    private void Settle(LaneView view, CancellationToken cancellationToken)
    {
        if (!view.HasDoubts || !_settling.IsCompleted || _tools.Time.GetElapsedTime(_settledAt) < SettlesEvery)
        {
            return;
        }

        _settling = Task.Run(() => SettleAsync(view, cancellationToken), CancellationToken.None);
    }

    private async Task SettleAsync(LaneView view, CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested && await _tools.Reconciler.SettleAsync(view, _account, cancellationToken))
            {
            }
        }
        catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
        {
            RoundFailed(_log, _lane, trouble);
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }

        _settledAt = _tools.Time.GetTimestamp();
    }

    /// <summary>Sleeps until the bell, the next departure, or the time to gate for it.</summary>
    private async Task SleepAsync(List<LaneStream> streams, CancellationToken cancellationToken)
    {
        var now = _tools.Time.GetTimestamp();
        var next = Math.Min(now + Ticks(Longest), _wire.NextAt() ?? long.MaxValue);
        var lane = _wire.LaneNextAt();
        foreach (var stream in streams)
        {
            var gate = Math.Max(Math.Max(lane, stream.BlockedUntil), stream.Pacer.Next(stream.Run?.PerSecond)) - Ticks(Ahead);
            if (stream.ClaimedCount > 0 && gate > now)
            {
                next = Math.Min(next, gate);
            }
        }

        // Timers count in whole milliseconds: one that is cut short would come too early and be set again.
        var wait = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, next - now) * 1000.0 / _tools.Time.TimestampFrequency));
        await _wakeUp.WaitAsync(wait, cancellationToken);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _tools.Time.TimestampFrequency);

    private static double? Slower(double? left, double? right) => left is { } a && right is { } b ? Math.Min(a, b) : left ?? right;

    [LoggerMessage(Level = LogLevel.Debug, Message = "Lane {Lane} taken under fence {Fence}.")]
    private static partial void Taken(ILogger logger, SenderId lane, long fence);

    [LoggerMessage(Level = LogLevel.Error, Message = "Lane {Lane} could not be taken; it is tried again in a second.")]
    private static partial void NotTaken(ILogger logger, SenderId lane, Exception trouble);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of lane {Lane} failed; it goes on in a second.")]
    private static partial void RoundFailed(ILogger logger, SenderId lane, Exception trouble);
}
