using Carillon.Server.Web.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Carillon.Server.Web.Reference;

/// <summary>What the description says about the API as a whole.</summary>
internal sealed class DocumentWords : IOpenApiDocumentTransformer
{
    public const string KeyScheme = "key";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Carillon",
            Version = SystemApi.Version,
            Description = "Text campaigns: contacts, consent, campaigns, messages and what became of them. Refusals are problem details (RFC 9457) with a stable `code`; unknown fields are refused.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key. Scopes: read, write, send, admin, each with those before it.",
        };
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations is { } operations ? operations.Values.AsEnumerable() : []))
        {
            if (operation.Responses?.ContainsKey("401") is true)
            {
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] }];
            }
        }

        return Task.CompletedTask;
    }
}
