using Carillon.Access;
using Carillon.Access.Roles;
using Carillon.Access.Sessions;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Authorization;

namespace Carillon.Server.Web.Edge;

/// <summary>
/// The door of the API: who has no good key is told 401 before anything else is looked at, whose key reaches too short 403. What
/// passes is bound to the key's workspace. Our own pages may come with their session instead, from their own origin only, as far as the person's role reaches.
/// </summary>
internal sealed partial class ApiDoor(RequestDelegate next, ILogger<ApiDoor> log)
{
    private const string Scheme = "Bearer ";

    /// <summary>What the router puts in place of a route that takes another kind of body.</summary>
    private const string OtherKindOfBody = "415 HTTP Unsupported Media Type";

    public async Task InvokeAsync(HttpContext context, ApiKeys keys, CurrentWorkspace workspace)
    {
        if (!context.Request.Path.StartsWithSegments(ApiRoutes.Base, StringComparison.OrdinalIgnoreCase)
            || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        SpareBodies.RefuseAnnounced(context);
        if (context.Request.Headers.Authorization.Count is 0 && Session.Of(context.User) is { } session && IsOwnPage(context.Request))
        {
            workspace.Enter(session);
            await (await RefusalOfAsync(context, session) is { } refusal ? refusal.ExecuteAsync(context) : next(context));
            return;
        }

        if (await EnterAsync(context, keys, workspace) is not { } scope)
        {
            await RefuseAsync(context);
            return;
        }

        if (NeededBy(context) is { } needed && scope < needed)
        {
            await ApiProblem.Forbidden(needed).ExecuteAsync(context);
            return;
        }

        await next(context);
    }

    /// <summary>What a program may do; null: nothing.</summary>
    private static async Task<ApiScope?> EnterAsync(HttpContext context, ApiKeys keys, CurrentWorkspace workspace)
    {
        var key = KeyOf(context) is { } text ? await keys.FindAsync(text, context.RequestAborted) : null;
        if (key is not null)
        {
            workspace.Enter(key);
        }

        return key?.Scope;
    }

    /// <summary>Why a person may not do this; null: the person may. An address that the policy does not know opens to nobody.</summary>
    private async Task<ForbiddenProblem?> RefusalOfAsync(HttpContext context, Session session)
    {
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } pattern })
        {
            return null; // no such address, or another method: the answer says so
        }

        var method = context.Request.Method;
        if (RoutePolicy.OfApi(method, pattern[ApiRoutes.Base.Length..]) is not { } needed || !session.Role.Has(needed))
        {
            LogRefused(session.User.Value, session.Role, method, pattern);
            return ApiProblem.Forbidden("forbidden", $"The role {ApiJson.NameOf(session.Role)} does not open this.");
        }

        if (await context.RequestServices.GetRequiredService<SessionCheck>().LacksSecondFactorAsync(session, context.RequestAborted))
        {
            return ApiProblem.Forbidden("second-factor-required", "The workspace wants an authenticator app of everybody: set yours up on the page /settings/you first.");
        }

        return RoutePolicy.NeedsStepUp(needed, method) && !await context.RequestServices.GetRequiredService<SessionCheck>().IsProvedAsync(session, context.RequestAborted)
            ? ApiProblem.Forbidden("step-up-required", "Show first that it is you: open /step-up, then do it again within ten minutes.")
            : null;
    }

    private static string? KeyOf(HttpContext context) =>
        context.Request.Headers.Authorization is [{ Length: > 7 and < 1024 } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;

    /// <summary>Another site can make a browser send our cookie along, and the browser says that it did.</summary>
    private static bool IsOwnPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is ["same-origin"] || (HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Site"] is ["none"]);

    /// <summary>A route that changes something and names no scope is open to the highest only.</summary>
    private static ApiScope? NeededBy(HttpContext context) => context.GetEndpoint() switch
    {
        { DisplayName: OtherKindOfBody } => ApiScope.Write, // the address is there: who may not write hears that first
        not RouteEndpoint => null,
        { Metadata: var said } when said.GetMetadata<NeededScope>() is { Scope: var scope } => scope,
        _ => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? ApiScope.Read : ApiScope.Admin,
    };

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ProblemWriter.WriteAsync(
            context,
            ProblemBody.Of(StatusCodes.Status401Unauthorized, "unauthorized", "Send a valid key: \"Authorization: Bearer KEY\"."));
    }

    [LoggerMessage(LogLevel.Information, "User {User} with role {Role} was refused {Method} {Route}")]
    private partial void LogRefused(Guid user, Role role, string method, string route);
}
