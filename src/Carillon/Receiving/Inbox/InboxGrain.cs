using Microsoft.Extensions.Logging;

namespace Carillon.Receiving.Inbox;

/// <summary>The loop of one partition: rounds until nothing is due. What it does is the worker's; what is done is the database's.</summary>
internal sealed partial class InboxGrain(InboxWorker worker, ILogger<InboxGrain> logger) : Grain, IInboxGrain, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private bool _isWanted;

    public Task WakeAsync()
    {
        _isWanted = true;
        if (_loop.IsCompleted && !_stopping.IsCancellationRequested)
        {
            _loop = RunAsync((int)this.GetPrimaryKeyLong());
        }

        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        try
        {
            await _loop.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Stopped in the middle: what was not committed is handled by the next activation.
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(int partition)
    {
        while (_isWanted && !_stopping.IsCancellationRequested)
        {
            _isWanted = false;
            try
            {
                _isWanted |= await worker.RunRoundAsync(partition, _stopping.Token);
            }
            catch (Exception broken) when (!_stopping.IsCancellationRequested)
            {
                // The conductor calls again within a second; until then nothing is hurried.
                LogRoundFailed(broken, partition);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of inbox partition {Partition} failed")]
    private partial void LogRoundFailed(Exception broken, int partition);
}
