using Carillon.Server.Access;
using Carillon.Server.Access.Audit;
using Carillon.Server.Audiences;
using Carillon.Server.Campaigns;
using Carillon.Server.Campaigns.Templates;
using Carillon.Server.Compliance;
using Carillon.Server.Contacts;
using Carillon.Server.Contacts.Suppressions;
using Carillon.Server.Receiving;
using Carillon.Server.Sending;
using Carillon.Server.Web.Edge;
using Carillon.Server.Web.Operations;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace Carillon.Server.Web.Api;

/// <summary>All routes of the API, a line a resource.</summary>
public static class ApiRoutes
{
    /// <summary>What every route begins with, but for provider callbacks.</summary>
    public const string Base = "/api/v1";

    private static readonly int[] RefusalsOfAll = [StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden];

    private static readonly int[] RefusalsOfBodies =
    [
        StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status422UnprocessableEntity,
    ];

    private static readonly int[] RefusalsOfStrayBodies = [StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status422UnprocessableEntity];

    /// <summary>Maps them.</summary>
    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Base);
        api.AddEndpointFilter(StrayBodies.RefuseAsync);
        ((IEndpointConventionBuilder)api).Finally(DescribeRefusals);
        api.MapSystem();
        api.MapHealthChecks();
        api.MapWorkspace();
        api.MapApiKeys();
        api.MapAuditLog();
        api.MapContacts();
        api.MapLists();
        api.MapImports();
        api.MapContactActions();
        api.MapBulkChanges();
        api.MapNumberChecks();
        api.MapSuppressions();
        api.MapSegments();
        api.MapAccounts();
        api.MapSenders();
        api.MapPools();
        api.MapMessages();
        api.MapAlerts();
        api.MapReconciliations();
        api.MapRulePacks();
        api.MapRuleSettings();
        api.MapDecisions();
        api.MapMessageDecisions();
        api.MapSendingStop();
        api.MapCampaigns();
        api.MapCampaignActions();
        api.MapCampaignPlan();
        api.MapTexting();
        api.MapCampaignProof();
        api.MapReview();
        api.MapTemplatePreview();
        api.MapReceiving();
        foreach (var more in routes.ServiceProvider.GetServices<MoreRoutes>())
        {
            more.Map(api);
        }
    }

    /// <summary>What the edge may answer in a handler's place stands in the API's description too.</summary>
    private static void DescribeRefusals(EndpointBuilder route)
    {
        var said = route.Metadata.OfType<IProducesResponseTypeMetadata>().Select(answer => answer.StatusCode).ToHashSet();
        var ofBodies = route.Metadata.OfType<IAcceptsMetadata>().Any() ? RefusalsOfBodies
            : route.Metadata.OfType<IHttpMethodMetadata>().Any(said => said.HttpMethods.Contains(HttpMethods.Get)) ? []
            : RefusalsOfStrayBodies;
        foreach (var status in RefusalsOfAll.Concat(ofBodies).Where(status => !said.Contains(status)))
        {
            ProblemWriter.Declare(route, status);
        }
    }
}

/// <summary>Further routes of the API, registered as a service: those of tests.</summary>
/// <param name="Map">Maps them.</param>
public sealed record MoreRoutes(Action<RouteGroupBuilder> Map);
