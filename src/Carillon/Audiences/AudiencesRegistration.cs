using Carillon.Contacts;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Audiences;

/// <summary>The room's one line of registration.</summary>
public static class AudiencesRegistration
{
    /// <summary>Adds segments and audiences.</summary>
    public static IServiceCollection AddAudiences(this IServiceCollection services)
    {
        services.AddSingleton<AudienceQuery>();
        services.AddSingleton<IFilteredPeople, FilteredPeople>();
        services.AddScoped<SegmentBook>();
        return services;
    }
}
