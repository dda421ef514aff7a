namespace Carillon.Sending.Dispatch;

/// <summary>Counts what is under way between the gate and the record.</summary>
internal sealed class InFlight
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _empty;

    public int Count { get; private set; }

    public void Enter(int count)
    {
        lock (_lock)
        {
            Count += count;
        }
    }

    public void Leave(int count)
    {
        TaskCompletionSource? change;
        lock (_lock)
        {
            Count -= count;
            change = Count == 0 ? _empty : null;
        }

        change?.TrySetResult();
    }

    /// <summary>Waits until nothing is under way, at most half a minute: calls have deadlines of their own.</summary>
    public async Task EmptyAsync(TimeProvider time)
    {
        Task empty;
        lock (_lock)
        {
            if (Count == 0)
            {
                return;
            }

            _empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            empty = _empty.Task;
        }

        await empty.WaitAsync(TimeSpan.FromSeconds(30), time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
