using Carillon.Cluster;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Erasure;
using Carillon.Compliance.Ledger;
using Carillon.Compliance.OptOuts;
using Carillon.Compliance.Programmes;
using Carillon.Compliance.Reviews;
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
        services.TryAddSingleton<LedgerCheck>();
        services.AddSingleton<ReviewBook>();
        services.AddSingleton<IJobKind, ReviewTimeout>();
        services.AddSingleton<DoubleOptIn>();
        services.AddSingleton<ConsentExpiry>();
        services.AddSingleton<IJobKind>(provider => provider.GetRequiredService<ConsentExpiry>());
        services.TryAddSingleton<ErasedNumbers>();
        return services;
    }
}
