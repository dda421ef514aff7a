using System.Net;
using Carillon.Storage;
using Carillon.Storage.Dialects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Carillon.Cluster;

/// <summary>
/// The engine: a silo in a second host inside the process, so that pages are served at once and do not wait for it. It keeps
/// the conductor alive and passes signals on. What the grains need they get from the process's own services.
/// <para>
/// The silo runs while three things hold: the tables are there; this process has the right to run an engine on this database (a
/// lone server has it alone, servers of a cluster share it); the node's clock agrees with the database's. Where one ends, the silo
/// stops as on a shutdown, its lanes go to other nodes, pages stay, and the silo comes back when all three hold again.
/// </para>
/// </summary>
/// <param name="services">The process's services.</param>
/// <param name="exports">Which of them grains may ask for.</param>
/// <param name="node">This process.</param>
/// <param name="clock">Its clock.</param>
/// <param name="database">The database.</param>
/// <param name="signals">Signals of this node.</param>
/// <param name="start">Opens when the tables are there.</param>
/// <param name="time">The clock of timers.</param>
/// <param name="log">The log.</param>
public sealed partial class EngineHost(
    IServiceProvider services, EngineExports exports, ThisNode node, NodeClock clock, Database database, WakeSignals signals, StartSignal start, TimeProvider time, ILogger<EngineHost> log)
    : BackgroundService
{
    private const string Installation = "carillon";
    private const string NotAlone = "another server works on this database; set Carillon__Cluster__Enabled on each of them, or stop the other";
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private EngineRight? _right;
    private volatile string? _problem = "not running yet";

    /// <summary>Why grains cannot be called; null: they can.</summary>
    public string? Problem => _problem;

    /// <summary>Whether grains can be called.</summary>
    public bool IsRunning => _problem is null;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await start.WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await RunOnceAsync(stoppingToken);
                await Task.Delay(Pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            await GiveBackAsync();
        }
    }

    /// <summary>Runs the silo for as long as it may run; ends at once when it may not.</summary>
    private async Task RunOnceAsync(CancellationToken stop)
    {
        try
        {
            if (await FindObstacleAsync(stop) is { } obstacle)
            {
                Report(obstacle);
                return;
            }

            using var silo = await BuildAsync(stop);
            try
            {
                await silo.StartAsync(stop);
                _problem = null;
                Started(log);
                await WorkAsync(silo.Services.GetRequiredService<IGrainFactory>(), stop);
            }
            finally
            {
                _problem ??= "stopping";

                // The process's own patience (half a minute) bounds it: lanes finish what is on the wire.
                await silo.StopAsync(CancellationToken.None);
            }
        }
        catch (Exception trouble) when (!stop.IsCancellationRequested)
        {
            _problem = $"does not start ({trouble.GetBaseException().GetType().Name})";
            CannotRun(log, trouble);
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
        catch (InvalidOperationException) when (_problem is not "stopping")
        {
            // Told to stop before the silo ran: what never ran does not stop either.
        }
    }

    private async Task WorkAsync(IGrainFactory grains, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var work = Task.WhenAll(ConductAsync(grains, over.Token), PassSignalsAsync(grains, over.Token));
        using var timer = new PeriodicTimer(Pace, time);
        while (await WaitAsync(timer, stop))
        {
            if (await FindObstacleAsync(stop) is { } obstacle)
            {
                Report(obstacle);
                break;
            }
        }

        await over.CancelAsync();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Why the silo may not run; null: it may.</summary>
    private async Task<string?> FindObstacleAsync(CancellationToken stop)
    {
        if (clock.Problem is { } off)
        {
            return off;
        }

        if (_right is not null && !await _right.StandsAsync(stop))
        {
            await GiveBackAsync();
        }

        try
        {
            _right ??= await database.Dialect.TryTakeEngineAsync(node.IsCluster, stop);
        }
        catch (Exception trouble) when (!stop.IsCancellationRequested && _problem is null)
        {
            // The database is away. Who runs goes on running: nothing can be sent without it, and everything resumes with it.
            CannotAsk(log, trouble);
            return null;
        }

        return _right is null ? NotAlone : null;
    }

    private async Task GiveBackAsync()
    {
        if (_right is not null)
        {
            await _right.DisposeAsync();
            _right = null;
        }
    }

    private void Report(string obstacle)
    {
        if (_problem != obstacle)
        {
            _problem = obstacle;
            MayNotRun(log, obstacle);
        }
    }

    private async Task<IHost> BuildAsync(CancellationToken stop)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(services.GetRequiredService<ILoggerFactory>());
        builder.Services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        builder.Services.AddSingleton<IHostLifetime, Quiet>();
        foreach (var type in exports.Types)
        {
            builder.Services.AddSingleton(type, _ => services.GetRequiredService(type));
        }

        foreach (var kind in services.GetServices<IDueWork>())
        {
            builder.Services.AddSingleton(kind);
        }

        foreach (var kind in services.GetServices<IJobKind>())
        {
            builder.Services.AddSingleton(kind);
        }

        if (node.IsCluster)
        {
            var place = await SiloPlace.FindAsync(node.Endpoint, database, stop);
            node.Address = place.Advertised.ToString();
            builder.UseOrleans(orleans => Join(orleans, place));
            builder.Services.AddSingleton<IFatalErrorHandler, DeadNodeExit>();
        }
        else
        {
            builder.UseOrleans(orleans => orleans.UseLocalhostClustering(
                SiloPlace.FreePort(IPAddress.Loopback).Port, SiloPlace.FreePort(IPAddress.Loopback).Port, serviceId: Installation, clusterId: Installation));
        }

        builder.Services.AddPlacementDirector<HomePlacement, HomeDirector>();
        builder.Services.AddSingleton<Homes>();
        builder.Services.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(10));
        return builder.Build();
    }

    /// <summary>
    /// Measured: a killed node's lanes send again within a second or two, a frozen one's within about five. The protocol itself
    /// asks for two votes from three nodes on and for one of two.
    /// </summary>
    private void Join(ISiloBuilder orleans, SiloPlace place)
    {
        orleans.Services.AddSingleton<IMembershipTable>(new SiloTable(database, node));
        orleans.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Installation, Installation));
        orleans.Configure<EndpointOptions>(options =>
        {
            (options.AdvertisedIPAddress, options.SiloPort, options.SiloListeningEndpoint) = (place.Advertised.Address, place.Advertised.Port, place.Listening);
            options.GatewayPort = 0;
        });
        orleans.Configure<SiloOptions>(options => options.SiloName = node.Session);
        orleans.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(1);
            options.MaxProbeTimeout = TimeSpan.FromSeconds(2);
            options.NumMissedProbesLimit = 2;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            options.DefunctSiloExpiration = TimeSpan.FromDays(1);
        });
    }

    private async Task ConductAsync(IGrainFactory grains, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Pace, time);
        do
        {
            try
            {
                await grains.GetGrain<IConductorGrain>(0).LookAsync();
            }
            catch (Exception trouble) when (!stop.IsCancellationRequested)
            {
                ConductorAway(log, trouble);
            }
        }
        while (await WaitAsync(timer, stop));
    }

    private async Task PassSignalsAsync(IGrainFactory grains, CancellationToken stop)
    {
        var kinds = services.GetServices<IDueWork>().ToDictionary(kind => kind.Kind);
        try
        {
            await foreach (var signal in signals.TakeAllAsync(stop))
            {
                try
                {
                    if (kinds.TryGetValue(signal.Kind, out var kind))
                    {
                        await kind.WakeAsync(grains, signal.Key);
                    }
                }
                catch (Exception trouble) when (!stop.IsCancellationRequested)
                {
                    ConductorAway(log, trouble);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stop)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The engine runs.")]
    private static partial void Started(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "The engine does not run: {Obstacle}.")]
    private static partial void MayNotRun(ILogger logger, string obstacle);

    [LoggerMessage(Level = LogLevel.Error, Message = "The engine broke off; trying again in a second.")]
    private static partial void CannotRun(ILogger logger, Exception trouble);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The right to run an engine could not be asked for; trying again in a second.")]
    private static partial void CannotAsk(ILogger logger, Exception trouble);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An activation could not be woken; trying again in a second.")]
    private static partial void ConductorAway(ILogger logger, Exception trouble);

    /// <summary>The outer host listens to the console and to signals; the inner one only does as it is told.</summary>
    private sealed class Quiet : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Services of the process that grains may ask for; rooms add theirs when they register.</summary>
public sealed class EngineExports
{
    private readonly List<Type> _types = [typeof(TimeProvider)];

    /// <summary>What was added.</summary>
    public IReadOnlyList<Type> Types => _types;

    /// <summary>Adds a service.</summary>
    public EngineExports Add<T>()
    {
        _types.Add(typeof(T));
        return this;
    }
}
