using Carillon.Server.Web.Api;

namespace Carillon.Server.Web.Problems;

/// <summary>Puts a problem on the wire and into the API's description.</summary>
internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    public static async Task WriteAsync(HttpContext context, ProblemBody body)
    {
        context.Response.StatusCode = body.Status;
        await context.Response.WriteAsJsonAsync(body, ApiJson.Options, ContentType, context.RequestAborted);
    }

    public static void Declare(EndpointBuilder builder, int status) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemBody), [ContentType]));
}
