using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Carillon.Access;

/// <summary>Writes down once a minute which keys were used, away from the requests that used them.</summary>
internal sealed partial class KeyUseRecorder(ApiKeys keys, TimeProvider time, ILogger<KeyUseRecorder> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var deadline = new CancellationTokenSource(LastWrite, time);
        await RecordAsync(deadline.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RecordAsync(stoppingToken);
        }
    }

    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keys.RecordUsesAsync(cancellationToken);
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotRecorded(logger, broken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "When API keys were last used could not be written down; tried again in a minute.")]
    private static partial void LogNotRecorded(ILogger logger, Exception broken);
}
