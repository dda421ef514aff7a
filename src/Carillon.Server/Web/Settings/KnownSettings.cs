using System.Globalization;
using System.Net.Mail;
using Carillon.Storage;

namespace Carillon.Server.Web.Settings;

/// <summary>Every setting of ours, a line each. What stands under <c>Carillon</c> and not here is refused at the start.</summary>
public static class KnownSettings
{
    /// <summary>Where our settings stand.</summary>
    public const string Section = "Carillon";

    private const string Url = "an absolute http or https URL without query";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("Carillon:DataDirectory", "a path of a folder", IsPath),
        new("Carillon:PublicUrl", "an absolute http or https URL without path or query, such as https://texts.example.com", IsOrigin),
        new("Carillon:Keys:MasterKey", "32 bytes in base64 (openssl rand -base64 32)", IsKey, IsSecret: true),
        new("Carillon:Bootstrap:AdminEmail", "an e-mail address", IsEmail),
        new("Carillon:Bootstrap:AdminPassword", "at least 12 characters", text => text.Length is >= 12 and <= 256, IsSecret: true),
        new("Carillon:Bootstrap:ApiKey", "20 to 512 characters, spaces only between others", text => text.Length is >= 20 and <= 512 && IsOfHeader(text), IsSecret: true),
        new("Carillon:Assets:CdnUrl", Url, IsUrl),
        new("Carillon:Compliance:CloseMarginMinutes", "a whole number from 0 to 240", text => IsWhole(text, 0, 240)),
        new("Carillon:Channels:CallDeadlineSeconds", "a whole number from 1 to 120", text => IsWhole(text, 1, 120)),
        new("Carillon:Channels:MaxConnections", "a whole number from 1 to 1024", text => IsWhole(text, 1, 1024)),
        new("Carillon:Channels:ConnectionLifetimeSeconds", "a whole number from 10 to 3600", text => IsWhole(text, 10, 3600)),
        new("Carillon:Sending:ReconcileAfterSeconds", "a whole number from 1 to 86400", text => IsWhole(text, 1, 86_400)),
        new("Carillon:Sending:PollAfterSeconds", "a whole number from 10 to 604800", text => IsWhole(text, 10, 604_800)),
        new("Carillon:Sending:Concurrency", "a whole number from 1 to 1024", text => IsWhole(text, 1, 1024)),
        new("Carillon:Sending:BatchSize", "a whole number from 1 to 2000", text => IsWhole(text, 1, 2000)),
        new("Carillon:Cluster:Enabled", "true or false", IsYesNo),
        new("Carillon:Cluster:Roles", "web, engine or web,engine", IsRoles),
        new("Carillon:Cluster:Endpoint", "host:port under which the other nodes reach this one", IsEndpoint),
        new("ConnectionStrings:Database", "a connection string such as Host=db;Database=carillon;Username=carillon;Password=…", StorageOptions.IsConnectionString, IsSecret: true),
        new("ConnectionStrings:ReadReplica", "a connection string such as Host=standby;Database=carillon;Username=carillon;Password=…", StorageOptions.IsConnectionString, IsSecret: true),
        new("ConnectionStrings:Redis", "host:port, several with commas, options as name=value", IsRedis, IsSecret: true),
    ];

    /// <summary>Whether a text is a list of addresses to listen on.</summary>
    public static bool IsListening(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } urls && urls.All(IsBinding);

    /// <summary>The roles of a node in a text of them.</summary>
    public static IReadOnlyList<string> RolesOf(string text) => text.Split(',', StringSplitOptions.TrimEntries);

    private static bool IsBinding(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https", PathBase: "", Port: >= 0 and <= 65535, Host: var host }
                && (host.StartsWith('[') || !host.Contains(':', StringComparison.Ordinal));
        }
        catch (FormatException)
        {
            // The framework says "no address" this way.
            return false;
        }
    }

    private static bool IsPath(string text) => text.IndexOfAny(Path.GetInvalidPathChars()) < 0;

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { Query: "", Fragment: "", UserInfo: "" };

    /// <summary>Providers call addresses that begin with it, at the root.</summary>
    private static bool IsOrigin(string text) => IsUrl(text) && new Uri(text).AbsolutePath == "/";

    private static bool IsKey(string text)
    {
        Span<byte> bytes = stackalloc byte[48];
        return text.Length <= 64 && Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written is 32;
    }

    private static bool IsEmail(string text) => MailAddress.TryCreate(text, out var address) && address.Address == text;

    /// <summary>Whether a header carries the text as it is: no signs of control, and no white space at the ends, where it is lost.</summary>
    private static bool IsOfHeader(string text) => text == text.Trim() && !text.Any(letter => char.IsControl(letter) || (char.IsWhiteSpace(letter) && letter != ' '));

    private static bool IsWhole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;

    private static bool IsYesNo(string text) => bool.TryParse(text, out _);

    private static bool IsRoles(string text) =>
        RolesOf(text) is { Count: > 0 } roles && roles.All(role => role is "web" or "engine") && roles.Distinct().Count() == roles.Count;

    private static bool IsRedis(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return parts.All(part => part.Length > 0) && !parts[0].Contains('=', StringComparison.Ordinal) && parts.All(part => part.Contains('=', StringComparison.Ordinal) || IsHost(part));
    }

    private static bool IsEndpoint(string text) =>
        IsHost(text) && text.LastIndexOf(':') is > 0 and var colon && IsWhole(text[(colon + 1)..], 1, 65535);

    private static bool IsHost(string text) =>
        text.Split(':') is [{ Length: > 0 } host, .. var port] && !host.Any(char.IsWhiteSpace)
        && (port.Length is 0 || text[0] is '[' || (port is [var number] && IsWhole(number, 1, 65535)));
}
