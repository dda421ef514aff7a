using Carillon.Storage;

namespace Carillon.Server.Web.Start;

/// <summary>
/// Brings the tables up to date before the first request. A database that does not answer yet is asked again until it does:
/// the process lives, says 503 and why, and needs no restart.
/// </summary>
internal sealed partial class DatabaseStart(
    Database database, StartSignal signal, IEnumerable<IStartStep> steps, TimeProvider time, ILogger<DatabaseStart> log) : BackgroundService
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // The first try happens before we listen, so that whoever reaches us finds us ready.
        if (!await TryAsync(cancellationToken))
        {
            await base.StartAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = ShortestPause; !signal.IsOpen; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause * (0.75 + (Random.Shared.NextDouble() / 2)), time, stoppingToken);
            await TryAsync(stoppingToken);
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await database.MigrateAsync(RunStepsAsync, cancellationToken);
            signal.Open();
            return true;
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotYet(database.Description, wrong);
            signal.Report($"{database.Description}: {wrong.GetBaseException().GetType().Name}");
            return false;
        }
    }

    private async Task RunStepsAsync(CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            await step.RunAsync(cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Error, "The database ({Database}) is not ready; trying again")]
    private partial void LogNotYet(string database, Exception wrong);
}
