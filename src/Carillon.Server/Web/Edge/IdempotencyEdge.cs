using Carillon.Access;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;

namespace Carillon.Server.Web.Edge;

/// <summary>
/// A POST with an <c>Idempotency-Key</c> is done once: who asks again gets the first answer. What was begun is finished even when its
/// caller goes away, so that the answer is there when they come back. Failures of ours (5xx) are not kept; trying again is right then.
/// </summary>
internal sealed partial class IdempotencyEdge(RequestDelegate next, IdempotentAnswers answers, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<IdempotencyEdge> log)
{
    private const string Header = "Idempotency-Key";
    private const string ReplayedHeader = "Idempotency-Replayed";
    private const int MostLetters = 255;
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(10);

    public async Task InvokeAsync(HttpContext context, CurrentWorkspace workspace)
    {
        if (!Applies(context) || workspace.Id is not { } whose)
        {
            await next(context);
            return;
        }

        if (KeyOf(context.Request) is not { } key)
        {
            await ApiProblem.Invalid(Header, $"must be one text of 1 to {MostLetters} visible ASCII characters").ExecuteAsync(context);
            return;
        }

        var hash = await RequestHash.ComputeAsync(context.Request, context.RequestAborted);
        switch (await answers.BeginAsync(whose, key, hash, context.RequestAborted))
        {
            case IdempotencyVerdict.Run:
                await RunAsync(context, whose, key);
                break;
            case IdempotencyVerdict.Replay { Answer: var answer }:
                context.Response.Headers[ReplayedHeader] = "true";
                await WriteAsync(context, answer);
                break;
            case IdempotencyVerdict.OtherRequest:
                await ApiProblem.Invalid(Header, "was used for another request within 24 hours", "idempotency-key-reused").ExecuteAsync(context);
                break;
            case IdempotencyVerdict.StillRunning:
                context.Response.Headers.RetryAfter = "1";
                await ApiProblem.Conflict("idempotency-key-running", "The first request with this key has no answer yet; ask again.").ExecuteAsync(context);
                break;
        }
    }

    private static bool Applies(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && context.GetEndpoint() is RouteEndpoint
        && context.Request.Headers.ContainsKey(Header)
        && context.Request.Path.StartsWithSegments(ApiRoutes.Base, StringComparison.Ordinal);

    private static string? KeyOf(HttpRequest request) =>
        request.Headers[Header] is [{ Length: >= 1 and <= MostLetters } key] && key.All(letter => letter is >= ' ' and <= '~') ? key : null;

    private async Task RunAsync(HttpContext context, WorkspaceId whose, string key)
    {
        var (caller, wire) = (context.RequestAborted, context.Response.Body);
        using var run = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopped);
        run.CancelAfter(LongestRun);
        using var body = new MemoryStream();
        StoredAnswer? answer = null;
        (context.RequestAborted, context.Response.Body) = (run.Token, body);
        var signs = GiveSignsOfLifeAsync(whose, key, run.Token);
        try
        {
            await next(context);
            answer = new StoredAnswer(context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.Location, body.ToArray());
        }
        finally
        {
            (context.RequestAborted, context.Response.Body) = (caller, wire);
            await run.CancelAsync();
            await signs;
            await RecordAsync(whose, key, answer);
        }

        await wire.WriteAsync(answer.Body, caller);
    }

    private static async Task WriteAsync(HttpContext context, StoredAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        if (answer.Location is { } location)
        {
            context.Response.Headers.Location = location;
        }

        await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    /// <summary>What the request did is done, so this takes nobody's token.</summary>
    private async Task RecordAsync(WorkspaceId whose, string key, StoredAnswer? answer)
    {
        using var deadline = new CancellationTokenSource(LongestWrite, time);
        if (answer is null or { Status: >= 500 or StatusCodes.Status429TooManyRequests or StatusCodes.Status408RequestTimeout })
        {
            await answers.ForgetAsync(whose, key, deadline.Token);
        }
        else
        {
            await answers.FinishAsync(whose, key, answer, deadline.Token);
        }
    }

    private async Task GiveSignsOfLifeAsync(WorkspaceId whose, string key, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(IdempotentAnswers.SignOfLife, time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await answers.KeepAsync(whose, key, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The request is through.
        }
        catch (Exception wrong)
        {
            LogNoSign(wrong);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A long request with an Idempotency-Key could not say that it still runs")]
    private partial void LogNoSign(Exception wrong);
}
