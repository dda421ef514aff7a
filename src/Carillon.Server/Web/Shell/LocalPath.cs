namespace Carillon.Server.Web.Shell;

/// <summary>Addresses that a browser brought, made safe to send it to.</summary>
internal static class LocalPath
{
    /// <summary>The path and query of a page of this host; the start for anything else.</summary>
    public static string Of(string? address, HostString host) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Authority == host.Value ? Of(uri.PathAndQuery) : "/";

    /// <summary>A path of ours; the start for anything else.</summary>
    public static string Of(string? path) => path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : "/";
}
