using System.Security.Cryptography;

namespace Carillon.Server.Web.Edge;

/// <summary>What every answer tells the browser: run only our own scripts, show us in nobody's frame, guess no types.</summary>
public static class SecurityHeaders
{
    private static readonly object NonceKey = new();

    /// <summary>The word that lets an inline script of ours run in this answer.</summary>
    public static string ScriptNonce(this HttpContext context)
    {
        if (context.Items[NonceKey] is string known)
        {
            return known;
        }

        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        context.Items[NonceKey] = nonce;
        return nonce;
    }

    /// <summary>Sets the headers.</summary>
    internal static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PolicyOf(context);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (context.Request.Path.StartsWithSegments(Api.ApiRoutes.Base, StringComparison.Ordinal))
        {
            headers.CacheControl = "no-store";
        }
    }

    /// <summary>Styles may stand in elements: the component library sets sizes that way.</summary>
    private static string PolicyOf(HttpContext context)
    {
        var cdn = context.RequestServices.GetRequiredService<Settings.CarillonSettings>().CdnOrigin is { } origin ? " " + origin : "";
        return $"default-src 'self'{cdn}; script-src 'self'{cdn} 'nonce-{context.ScriptNonce()}'; style-src 'self'{cdn} 'unsafe-inline'; img-src 'self'{cdn} data:; "
            + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    }
}
