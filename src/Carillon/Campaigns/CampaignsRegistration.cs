using Carillon.Audiences;
using Carillon.Campaigns.Planning;
using Carillon.Cluster;
using Carillon.Contacts;
using Carillon.Sending.Accounts;
using Carillon.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Campaigns;

/// <summary>The room's one line of registration.</summary>
public static class CampaignsRegistration
{
    /// <summary>Campaigns, their launch and their loop.</summary>
    public static IServiceCollection AddCampaigns(this IServiceCollection services, EngineExports exports)
    {
        exports.Add<CampaignWorker>();
        services.AddSingleton<CampaignStart>();
        services.AddSingleton<RecipientPlanner>();
        services.AddSingleton<FirstTouch>();
        services.AddSingleton<Launch>();
        services.AddSingleton<EpochMarks>();
        services.AddSingleton<RestoredSnapshot>();
        services.AddHostedService<SnapshotWatch>();
        services.AddSingleton<CampaignBrakes>();
        services.AddSingleton<CampaignWorker>();
        services.AddSingleton<IDueWork, DueCampaigns>();
        services.AddScoped<CampaignResumption>();
        services.AddSingleton<IPoolUse, PoolUse>();
        services.AddSingleton<ICampaignUses, CampaignUses>();
        services.AddSingleton<IKnownCampaigns, KnownCampaigns>();
        services.AddScoped<CampaignActions>();
        services.AddScoped<HoursLoosening>();
        services.AddScoped<TextingCheck>();
        services.AddScoped<AudienceRoll>();
        services.AddScoped<MessageReview>();
        return services;
    }
}
