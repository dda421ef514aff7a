namespace Carillon.Cluster;

/// <summary>A bell that a loop sleeps beside: it wakes when rung, also when it was rung just before it lay down.</summary>
public sealed class WakeUp(TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _bell = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Rings.</summary>
    public void Set()
    {
        lock (_lock)
        {
            _bell.TrySetResult();
        }
    }

    /// <summary>Waits for the bell or the time, and makes it quiet again.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        Task bell;
        lock (_lock)
        {
            bell = _bell.Task;
        }

        try
        {
            await bell.WaitAsync(longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The time is one of the two things waited for.
        }

        lock (_lock)
        {
            if (_bell.Task.IsCompleted)
            {
                _bell = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
