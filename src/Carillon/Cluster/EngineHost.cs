using System.Net;
using System.Net.Sockets;
using Carillon.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Carillon.Cluster;

/// <summary>
/// The engine: a silo in a second host inside the process, so that pages are served at once and do not wait for it. It keeps
/// the conductor alive and passes signals on. What the grains need they get from the process's own services.
/// </summary>
/// <param name="services">The process's services.</param>
/// <param name="exports">Which of them grains may ask for.</param>
/// <param name="signals">Signals of this node.</param>
/// <param name="start">Opens when the tables are there.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
public sealed partial class EngineHost(IServiceProvider services, EngineExports exports, WakeSignals signals, StartSignal start, TimeProvider time, ILogger<EngineHost> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private IHost? _silo;

    /// <summary>Whether grains can be called.</summary>
    public bool IsRunning { get; private set; }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        IsRunning = false;
        if (_silo is not null)
        {
            await _silo.StopAsync(cancellationToken);
            _silo.Dispose();
            _silo = null;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await start.WaitAsync(stoppingToken);
        _silo = Build();
        await _silo.StartAsync(stoppingToken);
        IsRunning = true;
        Started(log);
        var grains = _silo.Services.GetRequiredService<IGrainFactory>();
        await Task.WhenAll(ConductAsync(grains, stoppingToken), PassSignalsAsync(grains, stoppingToken));
    }

    private IHost Build()
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

        var (silo, gateway) = FreePorts();
        builder.UseOrleans(orleans => orleans
            .UseLocalhostClustering(silo, gateway, serviceId: "carillon", clusterId: "carillon")
            .Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(10)));
        return builder.Build();
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
            await foreach (var signal in signals.Raised.ReadAllAsync(stop))
            {
                try
                {
                    await kinds[signal.Kind].WakeAsync(grains, signal.Key);
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

    private static (int Silo, int Gateway) FreePorts()
    {
        using var one = new TcpListener(IPAddress.Loopback, 0);
        using var two = new TcpListener(IPAddress.Loopback, 0);
        one.Start();
        two.Start();
        return (((IPEndPoint)one.LocalEndpoint).Port, ((IPEndPoint)two.LocalEndpoint).Port);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The engine runs.")]
    private static partial void Started(ILogger logger);

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
