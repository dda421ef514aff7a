using Carillon.Server.Access;

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
    }
}
