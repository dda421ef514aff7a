using Microsoft.AspNetCore.Authentication.Cookies;

namespace Carillon.Server.Access;

/// <summary>Over https cookies carry the name that browsers bind to this very host and to https; over http they cannot.</summary>
internal sealed class HostCookies : ICookieManager
{
    private readonly ChunkingCookieManager _inner = new();

    public static string NameFor(HttpContext context, string name) => context.Request.IsHttps ? "__Host-" + name : name;

    public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, NameFor(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _inner.AppendResponseCookie(context, NameFor(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _inner.DeleteCookie(context, NameFor(context, key), options);
}
