using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Carillon.Cluster;

/// <summary>Sets the node's clock and says that it lives, every few seconds. Who reads a node's row learns at most that it was there a moment ago: rights rest on fences.</summary>
public sealed partial class NodeHeartbeat(Database database, ThisNode node, NodeClock clock, StartSignal start, TimeProvider time, ILogger<NodeHeartbeat> log) : BackgroundService
{
    /// <summary>A node silent for so long is shown no more.</summary>
    public static readonly TimeSpan ShownFor = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private DateTimeOffset? _since;

    /// <summary>Measures the clock and writes the row.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        await clock.MeasureAsync(database.Dialect.NowAsync, cancellationToken);
        var now = clock.GetUtcNow().Stored();
        _since ??= now;
        var ahead = clock.MachineAhead.TotalMilliseconds;
        await using var db = database.OpenEverybody();
        var known = await db.Nodes.Where(row => row.Id == node.Id).ExecuteUpdateAsync(
            row => row.SetProperty(x => x.SeenAt, now).SetProperty(x => x.Address, node.Address).SetProperty(x => x.ClockAheadMilliseconds, ahead), cancellationToken);
        if (known == 0)
        {
            db.Nodes.Add(new Node
            {
                Id = node.Id,
                Name = ThisNode.Name,
                Roles = node.Roles,
                Version = node.Version,
                Since = _since.Value,
                SeenAt = now,
                Address = node.Address,
                ClockAheadMilliseconds = ahead,
            });
            await db.SaveChangesAsync(cancellationToken);
        }

        var gone = now - ShownFor;
        await db.Nodes.Where(row => row.SeenAt < gone).ExecuteDeleteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (start.IsOpen)
        {
            // Its own short deadline: a stop that used up its time ends in order all the same.
            using var patience = new CancellationTokenSource(Farewell, time);
            try
            {
                await using var db = database.OpenEverybody();
                await db.Nodes.Where(row => row.Id == node.Id).ExecuteDeleteAsync(patience.Token);
            }
            catch (Exception trouble)
            {
                // The row grows old by itself.
                NotWritten(log, trouble);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await start.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Pace, time);
        do
        {
            try
            {
                await BeatAsync(stoppingToken);
                if (clock.Problem is { } problem)
                {
                    ClockIsOff(log, problem);
                }
            }
            catch (Exception trouble) when (!stoppingToken.IsCancellationRequested)
            {
                NotWritten(log, trouble);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The node's sign of life could not be written; trying again in five seconds.")]
    private static partial void NotWritten(ILogger logger, Exception trouble);

    [LoggerMessage(Level = LogLevel.Error, Message = "Check the time of both machines: {Problem}.")]
    private static partial void ClockIsOff(ILogger logger, string problem);
}
