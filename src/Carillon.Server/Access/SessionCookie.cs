using Carillon.Access;
using Carillon.Access.Sessions;
using Carillon.Server.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Carillon.Server.Access;

/// <summary>
/// The cookie of people who signed in: ends after 12 hours without a request and after 30 days in any case, is asked after at every request, and
/// leads those without one to the page that helps them on.
/// </summary>
public static class SessionCookie
{
    /// <summary>The authentication scheme.</summary>
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>Where people sign in.</summary>
    public const string SignInPath = "/sign-in";

    /// <summary>Where the first person makes an account.</summary>
    public const string FirstAdministratorPath = "/first-administrator";

    private const string Name = "carillon";

    /// <summary>Registers it.</summary>
    internal static void Add(IServiceCollection services)
    {
        services.AddAuthentication(Scheme).AddCookie(Scheme, options =>
        {
            options.Cookie.Name = Name;
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.Path = "/";
            options.CookieManager = new HostCookies();
            options.ExpireTimeSpan = Session.Idle;
            options.SlidingExpiration = true;
            options.LoginPath = SignInPath;
            options.ReturnUrlParameter = "returnUrl";
            options.Events.OnValidatePrincipal = ValidateAsync;
            options.Events.OnRedirectToLogin = LeadInAsync;
            options.Events.OnRedirectToAccessDenied = context =>
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            };
        });
        services.AddAuthorization();
    }

    /// <summary>Reads the cookie and enters its workspace; the API has a door of its own.</summary>
    internal static void Use(WebApplication app)
    {
        app.UseAuthentication();
        app.Use((context, next) =>
        {
            if (!context.Request.Path.StartsWithSegments(ApiRoutes.Base, StringComparison.OrdinalIgnoreCase) && Session.Of(context.User) is { } session)
            {
                context.RequestServices.GetRequiredService<CurrentWorkspace>().Enter(session);
            }

            return next(context);
        });
        app.UseAuthorization();
        app.UseMiddleware<PageWalls>();
    }

    /// <summary>Begins a session in this browser.</summary>
    /// <param name="context">The request.</param>
    /// <param name="person">Who was made known.</param>
    /// <param name="how">By what.</param>
    internal static async Task BeginAsync(HttpContext context, Session person, string how)
    {
        var sessions = context.RequestServices.GetRequiredService<SessionBook>();
        if (Session.Of(context.User) is { } before)
        {
            await sessions.EndAsync(before, before.Id, context.RequestAborted);
        }

        await KeepAsync(context, await sessions.BeginAsync(person, how, AddressOf(context), BrowserOf(context), context.RequestAborted));
    }

    /// <summary>Puts a session that has begun into this browser.</summary>
    internal static Task KeepAsync(HttpContext context, Session session) =>
        context.SignInAsync(Scheme, session.ToPrincipal(Scheme), new AuthenticationProperties { IsPersistent = true });

    internal static string? AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString();

    internal static string? BrowserOf(HttpContext context) => context.Request.Headers.UserAgent is [{ Length: > 0 } name] ? name : null;

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var session = context.Principal is { } person ? Session.Of(person) : null;
        var verdict = session is not null
            ? await services.GetRequiredService<SessionCheck>().JudgeAsync(session, context.HttpContext.RequestAborted)
            : new SessionVerdict.Ended();
        switch (verdict)
        {
            case SessionVerdict.Ended:
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(Scheme);
                break;
            case SessionVerdict.Holds { Session: var same } when same != session:
                context.ReplacePrincipal(same.ToPrincipal(Scheme));
                break;
            case SessionVerdict.OtherRole { Session: var changed }:
                context.ReplacePrincipal(changed.ToPrincipal(Scheme));
                context.ShouldRenew = true;
                break;
        }
    }

    /// <summary>Nobody can sign in while there is nobody: then the way leads to the first account.</summary>
    private static async Task LeadInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var first = context.HttpContext.RequestServices.GetRequiredService<FirstAdministrator>();
        context.Response.Redirect(await first.IsMissingAsync(context.HttpContext.RequestAborted) ? FirstAdministratorPath : context.RedirectUri);
    }
}
