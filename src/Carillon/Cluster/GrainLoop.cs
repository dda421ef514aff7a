namespace Carillon.Cluster;

/// <summary>A loop that a grain holds: it runs beside the grain's own turns, so that a call to the grain never waits for the work.</summary>
public sealed class GrainLoop : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    private GrainLoop(Func<CancellationToken, Task> work) => _work = Task.Run(() => work(_stop.Token));

    /// <summary>Whether the loop has ended by itself.</summary>
    public bool IsOver => _work.IsCompleted;

    /// <summary>Starts a loop.</summary>
    public static GrainLoop Start(Func<CancellationToken, Task> work) => new(work);

    /// <summary>Tells the loop to stop and waits until it has: what is in hand is finished first.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _stop.Dispose();
    }
}
