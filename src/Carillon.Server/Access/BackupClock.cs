using Carillon.Storage;

namespace Carillon.Server.Access;

/// <summary>Looks once a minute whether the hour of the daily backup has come.</summary>
internal sealed partial class BackupClock(DailyBackups backups, StartSignal start, TimeProvider time, ILogger<BackupClock> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await start.WaitAsync(stoppingToken);
        while (true)
        {
            await Task.Delay(Period * (0.5 + (Random.Shared.NextDouble() / 2)), time, stoppingToken);
            try
            {
                await backups.RunDueAsync(stoppingToken);
            }
            catch (Exception wrong) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(wrong);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The daily backup could not be looked after; the next round tries again")]
    private partial void LogFailed(Exception wrong);
}
