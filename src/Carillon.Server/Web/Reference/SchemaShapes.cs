using System.Text.Json.Nodes;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Carillon.Server.Web.Reference;

/// <summary>The shapes of values that have a converter of ours, and which fields of a request are required.</summary>
internal sealed class SchemaShapes : IOpenApiSchemaTransformer
{
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var declared = context.JsonTypeInfo.Type;
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        var orNull = type == declared ? default : JsonSchemaType.Null;
        if (type.IsEnum)
        {
            schema.Type = JsonSchemaType.String | orNull;
            schema.Enum = [.. ApiJson.NamesOf(type).Select(name => (JsonNode)name)];
            if (orNull is not default(JsonSchemaType))
            {
                schema.Enum.Add(null!); // null is one of the values, and a node has no other way to be it
            }
        }
        else if (IdConverters.IsId(type))
        {
            (schema.Type, schema.Pattern, schema.Description) = (JsonSchemaType.String | orNull, "^[0-9a-f]{32}$", schema.Description ?? "An opaque id.");
        }
        else if (type == typeof(PhoneNumber))
        {
            (schema.Type, schema.Pattern, schema.Description) = (JsonSchemaType.String | orNull, "^\\+[1-9][0-9]{6,14}$", schema.Description ?? "An E.164 number.");
        }
        else if (type == typeof(DateTimeOffset))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String | orNull, "date-time");
        }
        else if (type == typeof(string))
        {
            schema.Type = JsonSchemaType.String | (schema.Type is { } before ? before & JsonSchemaType.Null : default);
        }
        else if (type == typeof(Money))
        {
            schema.Type = JsonSchemaType.Object | orNull;
            schema.Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["amount"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "A decimal number as text." },
                ["currency"] = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^[A-Z]{3}$" },
            };
            schema.Required = new HashSet<string>(["amount", "currency"]);
        }
        else if (ApiJson.IsRequest(type) && context.JsonPropertyInfo is null)
        {
            schema.Required = context.JsonTypeInfo.Properties.Where(property => property.IsRequired).Select(property => property.Name).ToHashSet();
        }

        return Task.CompletedTask;
    }
}
