using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Web.Shell;

/// <summary>Light or dark: what the system says until the person chooses; kept in a cookie, so that a page never flashes.</summary>
internal static class ThemeChoice
{
    public const string Cookie = "carillon-theme";

    /// <summary>Steps through system, dark, light.</summary>
    public static RedirectHttpResult Change(HttpContext context)
    {
        var next = context.Request.Cookies[Cookie] switch
        {
            "dark" => "light",
            "light" => "system",
            _ => "dark",
        };
        context.Response.Cookies.Append(Cookie, next, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, MaxAge = TimeSpan.FromDays(365) });
        return TypedResults.LocalRedirect(LocalPath.Of(context.Request.Headers.Referer.ToString(), context.Request.Host));
    }
}
