using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Carillon.Channels.Simulator;

/// <summary>Tells us what happens in the simulated world when its time has come, as the callbacks of a provider would.</summary>
internal sealed partial class SimulatorTraffic(
    SimulatorQueue queue,
    SimulatorCallbacks callbacks,
    IEnumerable<ICallbackSink> sinks,
    TimeProvider time,
    ILogger<SimulatorTraffic> logger) : BackgroundService
{
    private const int Batch = 512;
    private const int AtOnce = 64;
    private const int MostTries = 8;

    /// <summary>An event that is due sooner may come while we wait for a later one.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(5);

    private readonly ICallbackSink[] _sinks = [.. sinks];

    /// <summary>Tells one batch of what is due; false when nothing was.</summary>
    public async Task<bool> TellDueAsync(CancellationToken cancellationToken)
    {
        var due = queue.Take(time.GetUtcNow(), Batch);
        if (due.Count == 0)
        {
            return false;
        }

        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (told, stop) => await TellAsync(told, stop));
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await TellDueAsync(stoppingToken))
            {
                continue;
            }

            if (queue.NextDue() is not { } next)
            {
                await queue.WaitAsync(stoppingToken);
                continue;
            }

            var wait = next - time.GetUtcNow();
            await Task.Delay(wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait, time, stoppingToken);
        }
    }

    private async ValueTask TellAsync(SimulatedEvent told, CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            foreach (var sink in _sinks)
            {
                await sink.DeliverAsync(told.Account, callbacks.Write(told, now), cancellationToken);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // As a provider would: again a little later, and not for ever.
            var tries = told.Tries + 1;
            LogNotTaken(logger, exception, told.ProviderMessageId, tries);
            if (tries < MostTries)
            {
                queue.Return(told with { Due = time.GetUtcNow() + TimeSpan.FromSeconds(1 << tries), Tries = tries });
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A simulated callback for {ProviderMessageId} was not taken, try {Tries}")]
    private static partial void LogNotTaken(ILogger logger, Exception exception, string providerMessageId, int tries);
}
