using Carillon.Access;
using Carillon.Access.Roles;
using Carillon.Access.Sessions;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Shell;
using Microsoft.AspNetCore.Authorization;

namespace Carillon.Server.Access;

/// <summary>
/// What a person's role does not open is refused before the page is asked, and what needs a fresh proof of who it is leads to the page that asks for it. Pages hide such
/// things as well; this is what holds.
/// </summary>
internal sealed partial class PageWalls(RequestDelegate next, ILogger<PageWalls> log)
{
    /// <summary>The page where somebody sets up the authenticator app that the workspace wants of everybody.</summary>
    public const string SecondFactorPath = "/settings/you";

    public async Task InvokeAsync(HttpContext context, SessionCheck check)
    {
        if (context.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } pattern } route || !IsBehindTheDoor(context, route) || Session.Of(context.User) is not { } session)
        {
            await next(context);
            return;
        }

        var method = context.Request.Method;
        if (RoutePolicy.OfPage(method, pattern) is not { } needed || !session.Role.Has(needed))
        {
            LogRefused(session.User.Value, session.Role, method, pattern);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (!RoutePolicy.OpensWithoutSecondFactor(pattern) && await check.LacksSecondFactorAsync(session, context.RequestAborted))
        {
            context.Response.Redirect(SecondFactorPath);
            return;
        }

        if (RoutePolicy.NeedsStepUp(needed, method) && !await check.IsProvedAsync(session, context.RequestAborted))
        {
            context.Response.Redirect(StepUpPath(BackTo(context.Request, needed)));
            return;
        }

        await next(context);
    }

    /// <summary>The page that asks who it is, and where it leads afterwards.</summary>
    public static string StepUpPath(string? back) => "/step-up" + QueryString.Create("returnUrl", back ?? "/");

    /// <summary>Where to go on afterwards: a file would leave its reader at the question, so it leads back to the page where its link stands.</summary>
    private static string? BackTo(HttpRequest request, Permission needed) => needed is Permission.Export or Permission.TakeBackup
        ? LocalPath.Of(request.Headers.Referer, request.Host)
        : HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString : request.Path.Value;

    private static bool IsBehindTheDoor(HttpContext context, RouteEndpoint route) =>
        !context.Request.Path.StartsWithSegments(ApiRoutes.Base, StringComparison.OrdinalIgnoreCase)
        && route.Metadata.GetMetadata<IAuthorizeData>() is not null
        && route.Metadata.GetMetadata<IAllowAnonymous>() is null;

    [LoggerMessage(LogLevel.Information, "User {User} with role {Role} was refused {Method} {Route}")]
    private partial void LogRefused(Guid user, Role role, string method, string route);
}
