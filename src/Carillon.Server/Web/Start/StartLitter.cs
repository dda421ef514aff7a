using Carillon.Storage;

namespace Carillon.Server.Web.Start;

/// <summary>
/// Gives back, once, what starting left behind in memory. Where nothing happens nothing would be collected either: on a machine with
/// large caches the runtime lets some hundred megabytes gather before it looks.
/// </summary>
internal sealed class StartLitter(StartSignal start, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await start.WaitAsync(stoppingToken);
        await Task.Delay(Settled, time, stoppingToken);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
