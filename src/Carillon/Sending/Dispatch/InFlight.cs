namespace Carillon.Sending.Dispatch;

/// <summary>Counts calls under way; one lane enters, many calls leave.</summary>
internal sealed class InFlight
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _change;

    public int Count { get; private set; }

    /// <summary>Waits until <paramref name="count"/> more stay within the limit, and adds them.</summary>
    public async ValueTask EnterAsync(int count, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (Count == 0 || Count + count <= limit)
                {
                    Count += count;
                    return;
                }

                changed = Changed();
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public void Leave(int count)
    {
        TaskCompletionSource? change;
        lock (_lock)
        {
            Count -= count;
            (change, _change) = (_change, null);
        }

        change?.TrySetResult();
    }

    /// <summary>Waits until nothing is under way, at most half a minute: calls have deadlines of their own.</summary>
    public async Task EmptyAsync(TimeProvider time)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), time);
        while (!patience.IsCancellationRequested)
        {
            Task changed;
            lock (_lock)
            {
                if (Count == 0)
                {
                    return;
                }

                changed = Changed();
            }

            await changed.WaitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task Changed() => (_change ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
}
