using System.Net;

namespace Carillon.Server.Access;

/// <summary>Where a request comes from.</summary>
public static class Visitor
{
    private static readonly string[] SignsOfAProxy = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Original-For", "X-Real-IP", "Via"];

    /// <summary>
    /// Whether a person at the server's own machine asks. A proxy on the same machine asks for people elsewhere, and a page from elsewhere can make
    /// a browser here ask under its own name; neither counts.
    /// </summary>
    public static bool IsFromThisMachine(this HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && IsLocalName(context.Request.Host.Host)
        && !SignsOfAProxy.Any(context.Request.Headers.ContainsKey);

    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
