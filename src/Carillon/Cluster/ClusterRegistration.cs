using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Cluster;

/// <summary>The room's one line of registration.</summary>
public static class ClusterRegistration
{
    /// <summary>Signals, jobs and, where this process has the role, the engine.</summary>
    public static IServiceCollection AddEngine(this IServiceCollection services, EngineExports exports, bool isEngine)
    {
        services.AddSingleton(exports);
        services.AddSingleton<WakeSignals>();
        services.AddSingleton<IDueWork, DueJobs>();
        if (isEngine)
        {
            services.AddSingleton<EngineHost>();
            services.AddHostedService(provider => provider.GetRequiredService<EngineHost>());
        }

        return services;
    }
}
