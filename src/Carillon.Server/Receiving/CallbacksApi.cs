using System.Collections.Frozen;
using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Receiving.Callbacks;
using Carillon.Sending.Dispatch;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Edge;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Authorization;

namespace Carillon.Server.Receiving;

/// <summary>
/// Where providers call us. No key opens it: the signature over the raw body and the public address does. What is answered
/// well stands in the database.
/// </summary>
public static partial class CallbacksApi
{
    /// <summary>The most bytes of a callback.</summary>
    public const int MostBytes = 1024 * 1024;

    private const string NothingToSay = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";
    private static readonly FrozenSet<Provider> Callers = new[] { Provider.Twilio, Provider.OpenPhone, Provider.Simulator }.ToFrozenSet();

    /// <summary>Maps them, outside the API's base.</summary>
    public static void MapCallbacks(this IEndpointRouteBuilder routes)
    {
        Open(routes.MapPost("/webhooks/{provider}/{accountId}", TakeAsync)).ExcludeFromDescription();
        Describe(Open(routes.MapPost("/webhooks/twilio/{accountId}", TakeTwiliosAsync)), "Twilio", "status callbacks and inbound texts, signed in X-Twilio-Signature")
            .Produces<string>(StatusCodes.Status200OK, "text/xml")
            .Produces(StatusCodes.Status204NoContent);
        Describe(Open(routes.MapPost("/webhooks/openphone/{accountId}", TakeOpenPhonesAsync)), "OpenPhone", "events of all three families, signed in webhook-signature or openphone-signature")
            .Produces(StatusCodes.Status200OK)
            .Produces(StatusCodes.Status204NoContent);
    }

    private static RouteHandlerBuilder Open(RouteHandlerBuilder route)
    {
        route.WithMetadata(new AllowAnonymousAttribute()).DisableAntiforgery().ShortCircuit(); // nobody signs in here, and there are many
        return route;
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string provider, string what) => route
        .WithName($"TakeCallbackOf{provider}").WithTags("webhooks in").WithSummary($"Where {provider} calls")
        .WithDescription($"Takes {what}. It is verified, stored, and only then answered; one seen before changes nothing.")
        .Produces(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .Produces(StatusCodes.Status413PayloadTooLarge);

    private static async Task<IResult> TakeAsync(
        string provider, RouteId<AccountId> accountId, HttpContext context, CallbackIntake intake, CallbackAddress address, ILogger<CallbackIntake> logger) =>
        ProviderNames.TryParse(provider, out var source) && Callers.Contains(source)
            ? await TakeOfAsync(source, accountId, context, intake, address, logger)
            : ApiProblem.NotFound();

    private static Task<IResult> TakeTwiliosAsync(RouteId<AccountId> accountId, HttpContext context, CallbackIntake intake, CallbackAddress address, ILogger<CallbackIntake> logger) =>
        TakeOfAsync(Provider.Twilio, accountId, context, intake, address, logger);

    private static Task<IResult> TakeOpenPhonesAsync(RouteId<AccountId> accountId, HttpContext context, CallbackIntake intake, CallbackAddress address, ILogger<CallbackIntake> logger) =>
        TakeOfAsync(Provider.OpenPhone, accountId, context, intake, address, logger);

    private static async Task<IResult> TakeOfAsync(
        Provider source, RouteId<AccountId> accountId, HttpContext context, CallbackIntake intake, CallbackAddress address, ILogger<CallbackIntake> logger)
    {
        if (await ReadBodyAsync(context.Request, context.RequestAborted) is not { } body)
        {
            await SpareBodies.ReadAwayAsync(context);
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var callback = new IncomingCallback(PublicUrl(address, context.Request), Headers(context.Request), body);
        var outcome = await intake.TakeAsync(source, accountId.Value, callback, context.RequestAborted);
        if (outcome is CallbackOutcome.Forged forged)
        {
            LogForged(logger, source, accountId.Value, forged.Why);
        }

        return Answer(source, outcome);
    }

    private static IResult Answer(Provider source, CallbackOutcome outcome) => outcome switch
    {
        CallbackOutcome.UnknownAccount => ApiProblem.NotFound("There is no such account."),
        CallbackOutcome.Forged => TypedResults.StatusCode(StatusCodes.Status403Forbidden),
        CallbackOutcome.Stored { IsText: true } when source == Provider.Twilio => TypedResults.Text(NothingToSay, "text/xml"),
        CallbackOutcome.Stored { IsNew: true } when source == Provider.Twilio => TypedResults.NoContent(),
        CallbackOutcome.Stored => TypedResults.Ok(),
        _ => throw new InvalidOperationException($"No answer for {outcome}."),
    };

    /// <summary>The address that the provider was told and signed, whatever proxies made of it on the way.</summary>
    private static Uri PublicUrl(CallbackAddress address, HttpRequest request) =>
        new(address.PublicUrl(), request.Path.ToUriComponent() + request.QueryString.ToUriComponent());

    private static Dictionary<string, string> Headers(HttpRequest request)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Headers)
        {
            headers[name.ToLowerInvariant()] = value.ToString();
        }

        return headers;
    }

    /// <summary>The raw bytes; null when there are too many.</summary>
    private static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MostBytes)
        {
            return null;
        }

        var body = new MemoryStream((int)(request.ContentLength ?? 1024));
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            if (body.Length + count > MostBytes)
            {
                return null;
            }

            body.Write(buffer, 0, count);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A callback of {Provider} for account {Account} was refused: {Why}")]
    private static partial void LogForged(ILogger logger, Provider provider, AccountId account, string why);
}
