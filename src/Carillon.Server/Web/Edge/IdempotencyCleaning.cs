using Carillon.Access;
using Carillon.Storage;

namespace Carillon.Server.Web.Edge;

/// <summary>Once an hour, deletes answers that nobody may ask for any more.</summary>
internal sealed partial class IdempotencyCleaning(IdempotentAnswers answers, StartSignal start, TimeProvider time, ILogger<IdempotencyCleaning> log) : BackgroundService
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
                await answers.DeleteOldAsync(stoppingToken);
            }
            catch (Exception wrong) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(wrong);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Old answers to idempotency keys could not be deleted; the next round tries again")]
    private partial void LogFailed(Exception wrong);
}
