using Carillon.Server.Web.Edge;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Carillon.Server.Web.Reference;

/// <summary>The API's own description: <c>/openapi/v1.json</c> for programs, <c>/docs</c> for people, both without any outside address.</summary>
internal static class ApiReference
{
    private const string Document = "v1";

    public static void Add(IServiceCollection services) => services.AddOpenApi(Document, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => $"/{description.RelativePath}".StartsWith(Api.ApiRoutes.Base, StringComparison.Ordinal)
            || description.RelativePath?.StartsWith("webhooks/", StringComparison.Ordinal) is true;
        options.AddDocumentTransformer<DocumentWords>();
        options.AddOperationTransformer<OperationWords>();
        options.AddSchemaTransformer<SchemaShapes>();
    });

    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        app.MapScalarApiReference("/docs", (options, context) =>
        {
            options.Title = "Carillon API";
            options.OpenApiRoutePattern = "/openapi/{documentName}.json";
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.WithNonce(context.ScriptNonce());
            options.DisableAgent();
            options.DisableMcp();
        }).AllowAnonymous();
    }
}
