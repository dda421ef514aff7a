using System.Threading.Channels;

namespace Carillon.Storage;

/// <summary>
/// Lets many callers share one commit: what arrives while a commit runs goes into the next one together. Nobody waits for
/// company, so a lone caller pays one commit and a crowd pays one as well.
/// </summary>
/// <typeparam name="TItem">What one caller brings.</typeparam>
/// <typeparam name="TResult">What it gets back, once committed.</typeparam>
public sealed class GroupCommit<TItem, TResult> : IAsyncDisposable
{
    private readonly Channel<Entry> _waiting;
    private readonly Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> _commit;
    private readonly int _most;
    private readonly Task _loop;

    /// <summary>Starts the loop.</summary>
    /// <param name="commit">Makes a batch durable and answers item by item, in order; when it throws, every caller of the batch gets the exception.</param>
    /// <param name="most">The largest batch.</param>
    public GroupCommit(Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> commit, int most)
    {
        _commit = commit;
        _most = most;
        _waiting = Channel.CreateBounded<Entry>(new BoundedChannelOptions(most * 8) { SingleReader = true });
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Brings one item; the answer comes after the commit. Cancelling stops the waiting, not a commit under way.</summary>
    public async Task<TResult> AddAsync(TItem item, CancellationToken cancellationToken)
    {
        var entry = new Entry(item);
        await _waiting.Writer.WriteAsync(entry, cancellationToken);
        return await entry.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Commits what was brought and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        var batch = new List<Entry>(_most);
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < _most && _waiting.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
            }

            await CommitAsync(batch);
            batch.Clear();
        }
    }

    private async Task CommitAsync(List<Entry> batch)
    {
        try
        {
            var results = await _commit([.. batch.Select(entry => entry.Item)]);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Done.SetResult(results[i]);
            }
        }
        catch (Exception broken)
        {
            // The callers hear of it: each of them waits on this answer.
            foreach (var entry in batch)
            {
                entry.Done.TrySetException(broken);
            }
        }
    }

    private sealed record Entry(TItem Item)
    {
        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
