using Carillon.Receiving;
using Carillon.Storage;

namespace Carillon.Server.Receiving;

/// <summary>Once an hour, deletes what providers told where a workspace does not keep it any longer.</summary>
internal sealed partial class CallbackCleaning(CallbackRetention retention, StartSignal start, TimeProvider time, ILogger<CallbackCleaning> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await start.WaitAsync(stoppingToken);
        while (true)
        {
            await Task.Delay(Period * (0.75 + (Random.Shared.NextDouble() / 2)), time, stoppingToken);
            try
            {
                var deleted = await retention.DeleteOldAsync(stoppingToken);
                if (deleted > 0)
                {
                    LogDeleted(deleted);
                }
            }
            catch (Exception wrong) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(wrong);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} handled callbacks were older than their workspaces keep them, and are deleted")]
    private partial void LogDeleted(int count);

    [LoggerMessage(LogLevel.Warning, "Old callbacks could not be deleted; the next round tries again")]
    private partial void LogFailed(Exception wrong);
}
