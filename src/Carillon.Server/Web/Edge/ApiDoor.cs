using Carillon.Access;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Authorization;

namespace Carillon.Server.Web.Edge;

/// <summary>
/// The door of the API: who has no good key is told 401 before anything else is looked at, whose key reaches too short 403. What
/// passes is bound to the key's workspace. Our own pages may come with their session instead, from their own origin only.
/// </summary>
internal sealed class ApiDoor(RequestDelegate next)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context, ApiKeys keys, CurrentWorkspace workspace)
    {
        if (!context.Request.Path.StartsWithSegments(ApiRoutes.Base, StringComparison.OrdinalIgnoreCase)
            || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
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

    /// <summary>What the caller may do; null: nothing.</summary>
    private static async Task<ApiScope?> EnterAsync(HttpContext context, ApiKeys keys, CurrentWorkspace workspace)
    {
        if (context.Request.Headers.Authorization.Count > 0)
        {
            var key = KeyOf(context) is { } text ? await keys.FindAsync(text, context.RequestAborted) : null;
            if (key is not null)
            {
                workspace.Enter(key);
            }

            return key?.Scope;
        }

        if (Session.Of(context.User) is not { } session || !IsOwnPage(context.Request))
        {
            return null;
        }

        workspace.Enter(session);
        return ScopeOf(session.Role);
    }

    private static string? KeyOf(HttpContext context) =>
        context.Request.Headers.Authorization is [{ Length: > 7 and < 1024 } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;

    /// <summary>Another site can make a browser send our cookie along, and the browser says that it did.</summary>
    private static bool IsOwnPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is ["same-origin"] || (HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Site"] is ["none"]);

    private static ApiScope ScopeOf(Role role) => role switch
    {
        Role.Owner or Role.Admin => ApiScope.Admin,
        Role.Marketer => ApiScope.Send,
        Role.Compliance => ApiScope.Write,
        Role.Inbox or Role.Analyst => ApiScope.Read,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>A route that changes something and names no scope is open to the highest only.</summary>
    private static ApiScope? NeededBy(HttpContext context) => context.GetEndpoint() switch
    {
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
}
