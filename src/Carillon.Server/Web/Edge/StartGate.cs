using Carillon.Server.Web.Problems;
using Carillon.Storage;

namespace Carillon.Server.Web.Edge;

/// <summary>Until the database can be worked with, everything but health and metrics is told to come again.</summary>
internal sealed class StartGate(RequestDelegate next, StartSignal signal)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (signal.IsOpen || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) || context.Request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        context.Response.Headers.RetryAfter = "2";
        await ProblemWriter.WriteAsync(
            context, ProblemBody.Of(StatusCodes.Status503ServiceUnavailable, "starting", "The database is not ready yet; /health/ready says more."));
    }
}
