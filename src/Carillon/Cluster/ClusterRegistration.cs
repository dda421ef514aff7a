using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Cluster;

/// <summary>The room's one line of registration.</summary>
public static class ClusterRegistration
{
    /// <summary>The node and its clock, signals, jobs and, where this process has the role, the engine.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="exports">What grains may ask for.</param>
    /// <param name="node">What this process is.</param>
    /// <param name="redis">Where Redis is; null: there is none.</param>
    public static IServiceCollection AddEngine(this IServiceCollection services, EngineExports exports, ThisNode node, RedisOptions? redis)
    {
        services.AddSingleton(exports);
        services.AddSingleton(node);
        services.AddSingleton(new NodeClock(TimeProvider.System));
        services.AddSingleton<NodeHeartbeat>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeHeartbeat>());
        services.AddSingleton<WakeSignals>();
        services.AddSingleton<IDueWork, DueJobs>();
        if (redis is not null)
        {
            services.AddSingleton(redis);
            services.AddSingleton<RedisWakeLine>();
            services.AddSingleton<IWakeLine>(provider => provider.GetRequiredService<RedisWakeLine>());
        }

        services.AddSingleton<IWakeLine, DatabaseWakeLine>();
        if (node.IsCluster || node.Roles is "web" or "engine")
        {
            services.AddHostedService<WakeRelay>();
        }

        if (node.IsEngine)
        {
            services.AddSingleton<EngineHost>();
            services.AddHostedService(provider => provider.GetRequiredService<EngineHost>());
        }

        return services;
    }
}
