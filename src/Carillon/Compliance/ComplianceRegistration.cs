using Carillon.Compliance.OptOuts;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
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
        services.AddOptions<ComplianceOptions>().BindConfiguration("Carillon:Compliance", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ComplianceOptions>, ComplianceOptionsCheck>();
        services.AddSingleton(provider => new LegalHours(
            RulePack.BuiltIn, TimeSpan.FromMinutes(provider.GetRequiredService<IOptions<ComplianceOptions>>().Value.CloseMarginMinutes)));
        return services;
    }
}
