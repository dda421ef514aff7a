using Carillon.Cluster;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;
using Carillon.Sending.Runs;
using Carillon.Storage.Dialects;
using Microsoft.Extensions.Logging;

namespace Carillon.Sending.Dispatch;

/// <summary>
/// Works the queue of one sender: claims what is due, waits for its slots, gates, sends, records.
/// <para>
/// States of a message here: <c>Queued</c> (also while a claim of ours holds it in memory), <c>Sending</c> from the commit of its
/// attempt, then what the provider's answer means. A claim writes nothing: it goes on from the last position, so its cost does
/// not grow with the table, and after an empty look it begins again at the front.
/// </para>
/// <para>
/// Promises: the attempt is committed before the first byte; a byte leaves within <see cref="GateIsGoodFor"/> of its gate or the
/// attempt is withdrawn; an older holder's attempts are in doubt from the moment the fence rises; a stop claims nothing more and
/// waits for the calls under way. Death at any point leaves the message Queued (no attempt) or Sending with an open attempt,
/// which the next holder puts in doubt and reconciliation settles; never a second call by itself.
/// </para>
/// </summary>
public sealed partial class LaneWorker(SenderId lane, LaneTools tools, IAccountCalls account, ILogger log)
{
    /// <summary>How old a gate's yes may be when the first byte leaves.</summary>
    public static readonly TimeSpan GateIsGoodFor = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettlesEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(50);
    private readonly SlotPacer _pacer = new(tools.Time);
    private readonly Dictionary<RunId, Stream> _streams = [];
    private readonly InFlight _inFlight = new();
    private readonly WakeUp _wakeUp = new(tools.Time);
    private long _settledAt;
    private long _fence;
    private bool _isFenceLost;

    /// <summary>Something may have become due.</summary>
    public void Wake() => _wakeUp.Set();

    /// <summary>Whether the lane did nothing for a while and may be put away.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Takes the lane and works it until told to stop or the right is lost; then waits for the calls under way.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await TakeAsync(cancellationToken);
        try
        {
            while (!cancellationToken.IsCancellationRequested && !_isFenceLost)
            {
                await WorkAsync(cancellationToken);
            }
        }
        finally
        {
            await _inFlight.EmptyAsync(tools.Time);
        }
    }

    /// <summary>Raises the fence and puts what an older holder left open in doubt.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        _fence = await tools.Database.Dialect.RaiseFenceAsync(lane, tools.Node, cancellationToken);
        await tools.Recovery.DoubtOlderAsync(lane, _fence, cancellationToken);
        Taken(log, lane, _fence);
    }

    /// <summary>One bounded round. True: there may be more at once.</summary>
    public async Task<bool> RoundAsync(CancellationToken cancellationToken)
    {
        if (await tools.View.OfAsync(lane, cancellationToken) is not { MaySend: true } view)
        {
            return false;
        }

        var rate = Slower(view.Sender.Limits.PerSecond, view.Account.Account.Limits.PerSecond);
        var wait = Longer(_pacer.Ahead(view.Sender.Limits.PerSecond), await account.HeldForAsync());
        if (wait > Longest)
        {
            return false;
        }

        var worked = false;
        foreach (var stream in Streams(view))
        {
            worked |= await WorkStreamAsync(view, stream, Slower(rate, stream.Run?.PerSecond), cancellationToken);
        }

        return worked;
    }

    /// <summary>Waits until every call under way has ended and is recorded.</summary>
    public Task DrainAsync() => _inFlight.EmptyAsync(tools.Time);

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            var worked = await RoundAsync(cancellationToken);
            await SettleAsync(cancellationToken);
            IsIdle = !worked && _inFlight.Count == 0;
            if (!worked)
            {
                await _wakeUp.WaitAsync(Longest, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to stop: the loop sees it.
        }
        catch (Exception trouble) when (!cancellationToken.IsCancellationRequested)
        {
            RoundFailed(log, lane, trouble);
            _streams.Clear();
            await _wakeUp.WaitAsync(Longest, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks after what is in doubt, once in a few seconds.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (tools.Time.GetElapsedTime(_settledAt) < SettlesEvery || await tools.View.OfAsync(lane, cancellationToken) is not { MaySend: true } view)
        {
            return;
        }

        if (!await tools.Reconciler.SettleAsync(view, cancellationToken))
        {
            _settledAt = tools.Time.GetTimestamp();
        }
    }

    /// <summary>Single messages first (someone waits for an answer), then the runs by turns.</summary>
    private IEnumerable<Stream> Streams(LaneView view)
    {
        foreach (var gone in _streams.Keys.Except(view.Runs.Select(run => run.Id)).Where(run => run != default).ToList())
        {
            _streams.Remove(gone);
        }

        yield return StreamOf(null);
        foreach (var run in view.Runs)
        {
            yield return StreamOf(run);
        }
    }

    private Stream StreamOf(RunView? run)
    {
        if (!_streams.TryGetValue(run?.Id ?? default, out var stream))
        {
            _streams.Add(run?.Id ?? default, stream = new Stream(new SlotPacer(tools.Time)));
        }

        stream.Run = run;
        return stream;
    }

    private async Task<bool> WorkStreamAsync(LaneView view, Stream stream, double? rate, CancellationToken cancellationToken)
    {
        if (stream.Run is { PerSecond: { } pace } && stream.Pacer.Ahead(pace) > Longest)
        {
            return false;
        }

        var most = rate is { } limit ? Math.Clamp((int)Math.Ceiling(limit), 1, tools.Options.BatchSize * 4) : tools.Options.BatchSize * 4;
        var waiting = await tools.Database.Dialect.ClaimAsync(
            new ClaimQuery(lane, stream.Run?.Id ?? default, stream.Position, tools.Time.GetUtcNow(), most), cancellationToken);
        if (waiting.Count < most)
        {
            stream.Position = null;
        }

        var size = rate is { } perSecond ? Math.Clamp((int)(perSecond * Ahead.TotalSeconds), 1, tools.Options.BatchSize) : tools.Options.BatchSize;
        size = Math.Min(size, Concurrency(view));
        foreach (var chunk in waiting.Chunk(size))
        {
            await SendChunkAsync(view, stream, chunk, cancellationToken);
            if (_isFenceLost)
            {
                return false;
            }
        }

        if (waiting.Count == most)
        {
            stream.Position = new WaitingPosition(waiting[^1].DueAt, waiting[^1].Id);
        }

        return waiting.Count > 0;
    }

    private async Task SendChunkAsync(LaneView view, Stream stream, WaitingMessage[] chunk, CancellationToken cancellationToken)
    {
        var slots = Slots.Later(
            _pacer.Reserve(chunk.Length, view.Sender.Limits.PerSecond),
            Slots.Later(stream.Pacer.Reserve(chunk.Length, stream.Run?.PerSecond), await AccountSlotsAsync(view, chunk.Length)));
        await WaitUntilAsync(slots.First - Ticks(Ahead), cancellationToken);
        await _inFlight.EnterAsync(chunk.Length, Concurrency(view), cancellationToken);
        var gone = chunk.Length;
        try
        {
            var isActive = view.Sender.Registration == Accounts.Registration.Active;
            var candidates = chunk.Select(message => Candidate(view, stream.Run, message, isActive)).ToArray();
            var verdicts = await tools.Gate.PassAsync(candidates, CancellationToken.None);
            var gatedAt = tools.Time.GetTimestamp();
            for (var i = 0; i < chunk.Length; i++)
            {
                _isFenceLost |= verdicts[i].IsFenceLost;
                if (verdicts[i].Attempt > 0)
                {
                    gone--;
                    _ = SendAsync(view, new Call(candidates[i], verdicts[i].Attempt, gatedAt, slots.At(i), verdicts[i].Until), cancellationToken);
                }
            }
        }
        finally
        {
            _inFlight.Leave(gone);
        }
    }

    private GateCandidate Candidate(LaneView view, RunView? run, WaitingMessage message, bool isActive)
    {
        var place = Whereabouts.Of(message.To, message.TimeZone, message.Region);
        var purpose = run?.Purpose ?? Purpose.Transactional;
        var wish = (run?.Hours ?? RunHours.Lawful).Wish(purpose, view.Keep);
        return new GateCandidate(message, RenderedMessage.Of(message, run, view.Brand), lane, _fence, isActive)
        {
            Purpose = purpose,
            Campaign = run?.Campaign,
            Place = place,
            Hours = tools.Hours.Of(place, wish),
        };
    }

    private async Task SendAsync(LaneView view, Call call, CancellationToken stopping)
    {
        try
        {
            await tools.Caller.MakeAsync(view, call, account, stopping);
        }
        catch (Exception trouble)
        {
            // The attempt stands open; the next holder of the lane puts it in doubt.
            CallBroke(log, lane, trouble);
        }
        finally
        {
            _inFlight.Leave(1);
        }
    }

    private async ValueTask<Slots> AccountSlotsAsync(LaneView view, int count)
    {
        var reserved = await account.ReserveAsync(count, view.Account.Account.Limits.PerSecond);
        return new Slots(tools.Time.GetTimestamp() + Ticks(reserved.First), reserved.Interval.TotalSeconds * tools.Time.TimestampFrequency);
    }

    private async Task WaitUntilAsync(long timestamp, CancellationToken cancellationToken)
    {
        var now = tools.Time.GetTimestamp();
        if (timestamp > now)
        {
            await Task.Delay(tools.Time.GetElapsedTime(now, timestamp), tools.Time, cancellationToken);
        }
    }

    private int Concurrency(LaneView view) => view.Account.Account.Limits.Concurrency ?? tools.Options.Concurrency;

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * tools.Time.TimestampFrequency);

    private static double? Slower(double? left, double? right) => left is { } a && right is { } b ? Math.Min(a, b) : left ?? right;

    private static TimeSpan Longer(TimeSpan left, TimeSpan right) => left > right ? left : right;

    [LoggerMessage(Level = LogLevel.Debug, Message = "Lane {Lane} taken under fence {Fence}.")]
    private static partial void Taken(ILogger logger, SenderId lane, long fence);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of lane {Lane} failed; it goes on in a second.")]
    private static partial void RoundFailed(ILogger logger, SenderId lane, Exception trouble);

    [LoggerMessage(Level = LogLevel.Error, Message = "A call of lane {Lane} broke off inside Carillon; its message will be in doubt.")]
    private static partial void CallBroke(ILogger logger, SenderId lane, Exception trouble);

    private sealed class Stream(SlotPacer pacer)
    {
        public SlotPacer Pacer { get; } = pacer;

        public RunView? Run { get; set; }

        public WaitingPosition? Position { get; set; }
    }
}
