using System.Threading.Channels;

namespace Carillon.Storage;

/// <summary>
/// Lets many callers share one commit: what arrives while a commit runs goes into the next one together. A lone caller pays one commit
/// and waits for nobody; where commits follow each other closely, small ones wait a few milliseconds for company.
/// </summary>
/// <typeparam name="TItem">What one caller brings.</typeparam>
/// <typeparam name="TResult">What it gets back, once committed.</typeparam>
public sealed class GroupCommit<TItem, TResult> : IAsyncDisposable
{
    private readonly Channel<Entry> _waiting;
    private readonly Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> _commit;
    private readonly int _most;
    private readonly int _enough;
    private readonly TimeSpan _apart;
    private readonly int _atOnce;
    private readonly SemaphoreSlim _free;

    // Not the product's clock: the distance of commits is a matter of the machine, whatever time a test says it is.
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Task _loop;
    private int _isDisposed;

    /// <summary>Starts the loop.</summary>
    /// <param name="commit">Makes a batch durable and answers item by item, in order; when it throws, every caller of the batch gets the exception.</param>
    /// <param name="most">The largest batch.</param>
    /// <param name="apart">How far apart commits begin at least, where a batch is not large anyway; null: not at all.</param>
    /// <param name="atOnce">How many commits may be under way: while one waits for the disk, the next one is worked out.</param>
    public GroupCommit(Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> commit, int most, TimeSpan? apart = null, int atOnce = 1)
    {
        (_atOnce, _free) = (atOnce, new SemaphoreSlim(atOnce));
        _commit = commit;
        _most = most;
        _enough = Math.Max(1, most / 16);
        _apart = apart ?? TimeSpan.Zero;
        _waiting = Channel.CreateBounded<Entry>(new BoundedChannelOptions(most * 8) { SingleReader = true });
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Brings one item; the answer comes after the commit. Cancelling stops the waiting, not a commit under way.</summary>
    public async Task<TResult> AddAsync(TItem item, CancellationToken cancellationToken)
    {
        var entry = new Entry(item);
        if (!_waiting.Writer.TryWrite(entry))
        {
            await _waiting.Writer.WriteAsync(entry, cancellationToken);
        }

        return await (cancellationToken.CanBeCanceled ? entry.Task.WaitAsync(cancellationToken) : entry.Task);
    }

    /// <summary>Commits what was brought and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        for (var commit = 0; commit < _atOnce; commit++)
        {
            await _free.WaitAsync();
        }

        _free.Dispose();
    }

    private async Task RunAsync()
    {
        long? begunAt = null;
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            if (begunAt is { } before && _time.GetElapsedTime(before) is var passed && passed < _apart && _waiting.Reader.Count < _enough)
            {
                await Task.Delay(_apart - passed, _time);
            }

            await _free.WaitAsync();
            begunAt = _time.GetTimestamp();
            var batch = new List<Entry>(Math.Min(_most, _waiting.Reader.Count));
            while (batch.Count < _most && _waiting.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
            }

            _ = CommitAsync(batch);
        }
    }

    private async Task CommitAsync(List<Entry> batch)
    {
        try
        {
            var results = await _commit([.. batch.Select(entry => entry.Item)]);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].SetResult(results[i]);
            }
        }
        catch (Exception broken)
        {
            // The callers hear of it: each of them waits on this answer.
            foreach (var entry in batch)
            {
                entry.TrySetException(broken);
            }
        }
        finally
        {
            _free.Release();
        }
    }

    private sealed class Entry(TItem item) : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TItem Item { get; } = item;
    }
}
