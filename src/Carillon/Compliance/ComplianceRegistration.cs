using Carillon.Compliance.OptOuts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Carillon.Compliance;

/// <summary>Puts the room into a program.</summary>
public static class ComplianceRegistration
{
    /// <summary>Adds opt-outs and the memory of fresh ones.</summary>
    public static IServiceCollection AddCompliance(this IServiceCollection services)
    {
        services.TryAddSingleton<FreshSuppressions>();
        services.TryAddSingleton<OptOutList>();
        return services;
    }
}
