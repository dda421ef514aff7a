using Carillon.Access;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Authorization;

namespace Carillon.Server.Web.Edge;

/// <summary>
/// The door of the API: who has no good key is told 401 before anything else is looked at, whose key reaches too short 403. What
/// passes is bound to the key's workspace.
/// </summary>
internal sealed class ApiDoor(RequestDelegate next)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context, ApiKeys keys, CurrentWorkspace workspace)
    {
        if (!context.Request.Path.StartsWithSegments(ApiRoutes.Base, StringComparison.Ordinal)
            || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        if (KeyOf(context) is not { } text || await keys.FindAsync(text, context.RequestAborted) is not { } key)
        {
            await RefuseAsync(context);
            return;
        }

        if (NeededBy(context) is { } needed && key.Scope < needed)
        {
            await ApiProblem.Forbidden(needed).ExecuteAsync(context);
            return;
        }

        workspace.Enter(key);
        await next(context);
    }

    private static string? KeyOf(HttpContext context) =>
        context.Request.Headers.Authorization is [{ Length: > 7 and < 1024 } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;

    /// <summary>A route that changes something and names no scope is open to the highest only.</summary>
    private static ApiScope? NeededBy(HttpContext context) => context.GetEndpoint() switch
    {
        null => null,
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
