using System.Diagnostics;
using System.Text.Json;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Template;

namespace Carillon.Server.Web.Edge;

/// <summary>
/// The outermost layer: what went wrong further in leaves as a problem, and nothing of our inside with it. Answers that the
/// framework left empty (no such route, wrong method, wrong content type) get their problem here too. It stands a second time
/// around the handlers, so that a refusal is an answer like any other to the layers between.
/// </summary>
internal sealed partial class ProblemEdge(RequestDelegate next, ILogger<ProblemEdge> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (IsSilentRefusal(context))
            {
                if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed && IsOutsideOfApi(context))
                {
                    context.Response.StatusCode = StatusCodes.Status404NotFound;
                    context.Response.Headers.Allow = default;
                }

                await ProblemWriter.WriteAsync(context, Silent(context.Response.StatusCode));
            }
        }
        catch (Exception wrong) when (!context.RequestAborted.IsCancellationRequested)
        {
            var body = BodyOf(wrong, context);
            if (body.Status >= 500)
            {
                LogBroken(context.Request.Method, RouteOf(context), wrong);
            }

            if (context.Response.HasStarted)
            {
                // Too late for another answer: the connection is cut, so that nobody takes half an answer for a whole one.
                context.Abort();
                return;
            }

            context.Response.Clear();
            SecurityHeaders.Set(context);
            if (body.Status == StatusCodes.Status413PayloadTooLarge)
            {
                await SpareBodies.ReadAwayAsync(context);
            }

            await ProblemWriter.WriteAsync(context, body);
        }
        catch (OperationCanceledException)
        {
            // The caller has gone; there is nobody to answer.
        }
    }

    private static ProblemBody BodyOf(Exception wrong, HttpContext context) => wrong switch
    {
        BadHttpRequestException { InnerException: JsonException json } => OfJson(json),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge(),
        InvalidDataException { Message: var message } when message.Contains("limit", StringComparison.OrdinalIgnoreCase) => TooLarge(),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } => Silent(StatusCodes.Status415UnsupportedMediaType),
        BadHttpRequestException bad => ProblemBody.Of(bad.StatusCode, "malformed", Plain(bad.Message)),
        InvalidOperationException when context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } =>
            ProblemBody.Of(StatusCodes.Status400BadRequest, "malformed", "The form did not come from a page of ours, or that page is too old: open it again."),
        InvalidOperationException when IsNoForm(context) => Silent(StatusCodes.Status415UnsupportedMediaType),
        _ => ProblemBody.Of(StatusCodes.Status500InternalServerError, "internal-error", "It has been written down under this traceId; trying again later may help.")
            with
        { TraceId = Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier },
    };

    /// <summary>Whether a route that reads a form was called with something else: a request without any content type reaches it all the same.</summary>
    private static bool IsNoForm(HttpContext context) =>
        !context.Request.HasFormContentType
        && context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>() is { } accepts
        && accepts.ContentTypes.Contains("multipart/form-data", StringComparer.OrdinalIgnoreCase);

    private static ProblemBody OfJson(JsonException wrong)
    {
        if (JsonProblems.IsMalformed(wrong))
        {
            return ProblemBody.Of(
                StatusCodes.Status400BadRequest,
                "malformed",
                wrong switch
                {
                    { Message: var message } when message.Contains("maximum configured depth", StringComparison.Ordinal) => $"The body is nested deeper than {ApiJson.MostLevels} levels.",
                    { LineNumber: { } line, BytePositionInLine: { } position } => $"The body is not JSON: line {line + 1}, byte {position + 1}.",
                    _ => "The body is not JSON.",
                });
        }

        var errors = new InputErrors();
        JsonProblems.Note(errors, wrong, "");
        return ApiProblem.Invalid(errors).Body;
    }

    /// <summary>The framework's message without names of our types.</summary>
    private static string Plain(string message) =>
        message.StartsWith("Required parameter", StringComparison.Ordinal) || message.StartsWith("Implicit body", StringComparison.Ordinal)
            ? "A part of the request that is required is missing."
            : "The request could not be read.";

    /// <summary>
    /// Whether no route of the API has this address, whatever the method. The router cannot tell: a fallback of the pages' files covers every
    /// address with GET, so that to it any other method is merely the wrong one.
    /// </summary>
    private static bool IsOutsideOfApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments(ApiRoutes.Base, StringComparison.OrdinalIgnoreCase)
        && !context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText?.StartsWith(ApiRoutes.Base, StringComparison.Ordinal) is true)
            .Any(route => new TemplateMatcher(new RouteTemplate(route.RoutePattern), []).TryMatch(context.Request.Path, []));

    private static bool IsSilentRefusal(HttpContext context) =>
        context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null }
        && !HttpMethods.IsHead(context.Request.Method);

    private static ProblemBody Silent(int status) => status switch
    {
        StatusCodes.Status404NotFound => ProblemBody.Of(status, "not-found", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => ProblemBody.Of(status, "method-not-allowed", "This address takes other methods; see the Allow header."),
        StatusCodes.Status413PayloadTooLarge => TooLarge(),
        StatusCodes.Status415UnsupportedMediaType => ProblemBody.Of(status, "unsupported-media-type", "Send application/json; files go as multipart/form-data."),
        _ => ProblemBody.Of(status, status < 500 ? "refused" : "internal-error", "The request was refused."),
    };

    private static ProblemBody TooLarge() => ProblemBody.Of(
        StatusCodes.Status413PayloadTooLarge, "too-large", "A body may have 1 MB, an upload 100 MB.");

    /// <summary>The route's pattern: the address itself may hold what no log should.</summary>
    private static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    [LoggerMessage(LogLevel.Error, "{Method} {Route} broke")]
    private partial void LogBroken(string method, string route, Exception wrong);
}
