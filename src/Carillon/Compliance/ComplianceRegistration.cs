using Carillon.Cluster;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Erasure;
using Carillon.Compliance.Ledger;
using Carillon.Compliance.OptOuts;
using Carillon.Compliance.OwnRules;
using Carillon.Compliance.Programmes;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.Reviews;
using Carillon.Compliance.RulePacks;
using Carillon.Compliance.Suppressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Carillon.Compliance;

/// <summary>Puts the room into a program.</summary>
public static class ComplianceRegistration
{
    /// <summary>Adds opt-outs, the memory of fresh ones, and the hours of the rule pack; options come from <c>Carillon:Compliance</c>.</summary>
    public static IServiceCollection AddCompliance(this IServiceCollection services)
    {
        services.TryAddSingleton<FreshSuppressions>();
        services.TryAddSingleton<OptOutList>();
        services.TryAddSingleton<LedgerCheck>();
        services.AddScoped<RuleSettings>();
        services.TryAddSingleton<SuppressionBook>();
        services.AddSingleton<ReviewBook>();
        services.AddSingleton<IJobKind, ReviewTimeout>();
        services.AddSingleton<DoubleOptIn>();
        services.AddSingleton<ConsentExpiry>();
        services.AddSingleton<IJobKind>(provider => provider.GetRequiredService<ConsentExpiry>());
        services.TryAddSingleton<ErasedNumbers>();
        services.AddOptions<ComplianceOptions>().BindConfiguration("Carillon:Compliance", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ComplianceOptions>, ComplianceOptionsCheck>();
        services.AddSingleton(provider => new LegalHours(
            RulePack.BuiltIn, TimeSpan.FromMinutes(provider.GetRequiredService<IOptions<ComplianceOptions>>().Value.CloseMarginMinutes)));
        return services;
    }
}
