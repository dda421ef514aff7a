using System.Globalization;
using Carillon.Access;
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
    private const string BeganAt = "began";

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
    }

    /// <summary>Begins a session in this browser.</summary>
    internal static Task BeginAsync(HttpContext context, Session session)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var properties = new AuthenticationProperties { IsPersistent = true };
        properties.Items[BeganAt] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return context.SignInAsync(Scheme, session.ToPrincipal(Scheme), properties);
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var verdict = context.Principal is { } person && Session.Of(person) is { } session && IsYoung(context.Properties, services.GetRequiredService<TimeProvider>())
            ? await services.GetRequiredService<SessionCheck>().JudgeAsync(session, context.HttpContext.RequestAborted)
            : new SessionVerdict.Ended();
        switch (verdict)
        {
            case SessionVerdict.Ended:
                context.RejectPrincipal();
                await context.HttpContext.SignOutAsync(Scheme);
                break;
            case SessionVerdict.OtherRole { Session: var changed }:
                context.ReplacePrincipal(changed.ToPrincipal(Scheme));
                context.ShouldRenew = true;
                break;
        }
    }

    private static bool IsYoung(AuthenticationProperties properties, TimeProvider time) =>
        properties.Items.TryGetValue(BeganAt, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var began)
        && time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(began) < Session.Longest;

    /// <summary>Nobody can sign in while there is nobody: then the way leads to the first account.</summary>
    private static async Task LeadInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var first = context.HttpContext.RequestServices.GetRequiredService<FirstAdministrator>();
        context.Response.Redirect(await first.IsMissingAsync(context.HttpContext.RequestAborted) ? FirstAdministratorPath : context.RedirectUri);
    }
}
