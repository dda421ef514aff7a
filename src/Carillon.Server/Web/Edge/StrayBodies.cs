using System.Text.Json;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Carillon.Server.Web.Edge;

/// <summary>
/// Routes that take no body refuse one with fields, by their names: who starts a campaign with <c>{"startAt": …}</c> means something by it, and must
/// not find that it began at once.
/// </summary>
internal static class StrayBodies
{
    /// <summary>The filter of all routes.</summary>
    public static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next) =>
        await FindAsync(invocation.HttpContext) is { Any: true } errors ? ApiProblem.Invalid(errors) : await next(invocation);

    private static async Task<InputErrors?> FindAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true }
            || !context.Request.HasJsonContentType()
            || context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is not null)
        {
            return null;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.Length == 0 ? null : Wrong(Read(body.ToArray()));
    }

    private static JsonElement Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(body, ApiJson.Options);
        }
        catch (JsonException wrong)
        {
            // As the framework wraps what it cannot read itself; the edge says what is wrong.
            throw new BadHttpRequestException("The body is no JSON.", wrong);
        }
    }

    private static InputErrors Wrong(JsonElement body)
    {
        var errors = new InputErrors();
        if (body.ValueKind is JsonValueKind.Object)
        {
            foreach (var field in body.EnumerateObject())
            {
                errors.Add(field.Name, JsonProblems.NotKnown, InputErrors.UnknownField);
            }
        }
        else if (body.ValueKind is not JsonValueKind.Null)
        {
            errors.Add("body", "is not taken here");
        }

        return errors;
    }
}
