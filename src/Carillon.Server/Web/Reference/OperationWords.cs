using Carillon.Server.Web.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Carillon.Server.Web.Reference;

/// <summary>What the description says about one operation and the framework cannot know: scope, paging, idempotency, the shape of a patch.</summary>
internal sealed class OperationWords : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var isApi = $"/{context.Description.RelativePath}".StartsWith(ApiRoutes.Base, StringComparison.Ordinal);
        if (isApi)
        {
            var scope = metadata.OfType<NeededScope>().LastOrDefault()?.Scope ?? Carillon.Access.ApiScope.Read;
            operation.Description = $"{operation.Description}\n\nScope: `{ApiJson.NameOf(scope)}`.".Trim();
        }

        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            Describe(parameter);
        }

        if (isApi && HttpMethods.IsPost(context.Description.HttpMethod ?? ""))
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = "Idempotency-Key",
                In = ParameterLocation.Header,
                Description = "The same key and body within 24 hours give the first answer again.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255 },
            });
        }

        if (metadata.OfType<UploadShape>().LastOrDefault() is { } upload)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = await FormAsync(upload, context, cancellationToken) },
            };
        }

        if (metadata.OfType<PatchShape>().LastOrDefault() is { Type: var shape } && operation.RequestBody?.Content is { } content)
        {
            var schema = await context.GetOrCreateSchemaAsync(shape, null, cancellationToken);
            schema.Required = null;
            foreach (var media in content.Values)
            {
                media.Schema = schema;
            }
        }
    }

    /// <summary>The parts of an upload's form: the framework knows neither their names nor that the options are JSON.</summary>
    private static async Task<OpenApiMediaType> FormAsync(UploadShape upload, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) => new()
    {
        Schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The file itself, with its name." },
                ["options"] = await context.GetOrCreateSchemaAsync(upload.Options, null, cancellationToken),
            },
            Required = new HashSet<string>(upload.AreOptionsRequired ? ["file", "options"] : ["file"]),
        },
        Encoding = new Dictionary<string, OpenApiEncoding> { ["options"] = new() { ContentType = "application/json" } },
    };

    private static void Describe(OpenApiParameter parameter)
    {
        switch (parameter)
        {
            case { In: ParameterLocation.Query, Name: "limit" or "Limit" }:
                parameter.Name = "limit";
                parameter.Description = "How many items a page has.";
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = "500", Default = 50 };
                break;
            case { In: ParameterLocation.Query, Name: "cursor" or "Cursor" }:
                parameter.Name = "cursor";
                parameter.Description = "The nextCursor of the page before.";
                break;
            case { In: ParameterLocation.Query, Name: "count" or "Count" }:
                parameter.Name = "count";
                parameter.Description = "Whether to say how many there are in all.";
                parameter.Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean };
                break;
            case { In: ParameterLocation.Query, Name: [var first, ..] } when char.IsUpper(first):
                parameter.Name = char.ToLowerInvariant(first) + parameter.Name[1..];
                break;
        }
    }
}
