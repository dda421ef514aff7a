using Carillon.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Carillon.Campaigns;

/// <summary>Looks once a minute whether the data went back in time beneath the running process; a minute is also how old a copy has to be to be told from the living data.</summary>
public sealed partial class SnapshotWatch(RestoredSnapshot snapshot, StartSignal signal, TimeProvider time, ILogger<SnapshotWatch> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await signal.WaitAsync(stoppingToken);
        while (true)
        {
            await Task.Delay(Period * (0.75 + (Random.Shared.NextDouble() / 2)), time, stoppingToken);
            try
            {
                if (await snapshot.LookAsync(stoppingToken))
                {
                    LogRestored();
                }
            }
            catch (Exception wrong) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(wrong);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The data went back in time while the process ran: campaigns are paused until somebody resumes them")]
    private partial void LogRestored();

    [LoggerMessage(LogLevel.Warning, "Could not look whether the data went back in time; looking again in a minute")]
    private partial void LogFailed(Exception wrong);
}
