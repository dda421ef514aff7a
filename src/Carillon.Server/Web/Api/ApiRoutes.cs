using Carillon.Server.Access;
using Carillon.Server.Campaigns;
using Carillon.Server.Contacts;
using Carillon.Server.Receiving;
using Carillon.Server.Sending;

namespace Carillon.Server.Web.Api;

/// <summary>All routes of the API, a line a resource.</summary>
public static class ApiRoutes
{
    /// <summary>What every route begins with, but for provider callbacks.</summary>
    public const string Base = "/api/v1";

    /// <summary>Maps them.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Base);
        api.MapSystem();
        api.MapWorkspace();
        api.MapApiKeys();
        api.MapContacts();
        api.MapLists();
        api.MapImports();
        api.MapAccounts();
        api.MapSenders();
        api.MapMessages();
        api.MapAlerts();
        api.MapCampaigns();
        api.MapCampaignActions();
        api.MapReceiving();
    }
}
