using Microsoft.Extensions.Logging;

namespace Carillon.Receiving.Inbox;

/// <summary>The loop of one partition: rounds until nothing is due. What it does is the worker's; what is done is the database's.</summary>
internal sealed partial class InboxGrain(InboxWorker worker, ILogger<InboxGrain> logger) : Grain, IInboxGrain, IDisposable
{
    /// <summary>How far apart rounds over receipts begin at least: many of them cost little more than one.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);

    // Not the product's clock: the distance of rounds is a matter of the machine, whatever time a test says it is.
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private bool _isWanted;
    private long? _begunAt;

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
            try
            {
                await GatherAsync(partition);
                _isWanted = false;
                _begunAt = _time.GetTimestamp();
                var isMore = await worker.RunRoundAsync(partition, _stopping.Token);
                _isWanted |= isMore;
                _begunAt = isMore ? null : _begunAt;
            }
            catch (Exception broken) when (!_stopping.IsCancellationRequested)
            {
                // The conductor calls again within a second; until then nothing is hurried.
                LogRoundFailed(broken, partition);
            }
        }
    }

    private async Task GatherAsync(int partition)
    {
        if (Partitions.HasReceipts(partition) && _begunAt is { } begunAt && Gather - _time.GetElapsedTime(begunAt) is { Ticks: > 0 } rest)
        {
            await Task.Delay(rest, _time, _stopping.Token);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of inbox partition {Partition} failed")]
    private partial void LogRoundFailed(Exception broken, int partition);
}
