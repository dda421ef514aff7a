using System.Diagnostics.CodeAnalysis;
using Carillon.Cluster;
using Carillon.Server.Web.Api;

namespace Carillon.Server.Web.Settings;

/// <summary>The settings of this process, checked once before anything starts.</summary>
public sealed record CarillonSettings
{
    /// <summary>Where the server listens unless told otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    private static readonly string[] SecretWords = ["key", "pas", "pwd", "secret", "token", "connection"];

    /// <summary>Full path of the folder of the embedded database, keys, uploads and exports.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The database server's connection string; null: the embedded database.</summary>
    public string? DatabaseConnection { get; init; }

    /// <summary>The standby's connection string; null: there is none.</summary>
    public string? ReadReplicaConnection { get; init; }

    /// <summary>The Redis connection string; null: there is none.</summary>
    public string? RedisConnection { get; init; }

    /// <summary>What providers call back; null: the address we listen on.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Prefix of fingerprinted static files; null: our own.</summary>
    public Uri? CdnUrl { get; init; }

    /// <summary>Whether several nodes share the database.</summary>
    public bool IsCluster { get; init; }

    /// <summary>Whether this process serves pages and the API.</summary>
    public bool IsWeb { get; init; } = true;

    /// <summary>Whether this process sends and works off jobs.</summary>
    public bool IsEngine { get; init; } = true;

    /// <summary>This process as a node.</summary>
    public required ThisNode Node { get; init; }

    /// <summary>Scheme, host and port of the CDN, for the content policy.</summary>
    public string? CdnOrigin => CdnUrl?.GetLeftPart(UriPartial.Authority);

    /// <summary>Reads the settings, or says which one stops the start.</summary>
    public static bool TryRead(IConfiguration configuration, [NotNullWhen(true)] out CarillonSettings? settings, [NotNullWhen(false)] out SettingRefusal? refusal)
    {
        settings = null;
        refusal = FindUnknown(configuration) ?? FindMalformed(configuration) ?? FindContradiction(configuration);
        if (refusal is null)
        {
            settings = Read(configuration);
        }

        return refusal is null;
    }

    private static SettingRefusal? FindUnknown(IConfiguration configuration)
    {
        var known = KnownSettings.All.Select(setting => setting.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in configuration.GetSection(KnownSettings.Section).AsEnumerable())
        {
            if (value is not null && !known.Contains(name) && !name.Equals(KnownSettings.Section, StringComparison.OrdinalIgnoreCase))
            {
                return new SettingRefusal(name, MayBeSecret(name) ? "•••" : value, $"no such setting; there are {string.Join(", ", Near(name))}");
            }
        }

        return null;
    }

    /// <summary>A misspelt secret is a secret.</summary>
    private static bool MayBeSecret(string name) =>
        SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The settings that were perhaps meant: those of the same section, else all.</summary>
    private static IEnumerable<string> Near(string name)
    {
        var section = name[..(name.LastIndexOf(':') + 1)];
        var ours = KnownSettings.All.Select(setting => setting.Name).Where(known => known.StartsWith(KnownSettings.Section, StringComparison.Ordinal)).ToList();
        var near = ours.Where(known => section.Length > KnownSettings.Section.Length + 1 && known.StartsWith(section, StringComparison.OrdinalIgnoreCase)).ToList();
        return (near.Count > 0 ? near : ours).Select(known => known.Replace(":", "__", StringComparison.Ordinal));
    }

    private static SettingRefusal? FindMalformed(IConfiguration configuration)
    {
        foreach (var setting in KnownSettings.All)
        {
            if (Given(configuration, setting.Name) is { } value && !setting.IsAccepted(value))
            {
                return new SettingRefusal(setting.Name, setting.IsSecret ? "•••" : value, setting.Accepted);
            }
        }

        return Given(configuration, "urls") is { } urls && !KnownSettings.IsListening(urls)
            ? new SettingRefusal("ASPNETCORE_URLS", urls, $"addresses such as {DefaultUrl}, several with semicolons")
            : null;
    }

    private static SettingRefusal? FindContradiction(IConfiguration configuration)
    {
        var isCluster = Given(configuration, "Carillon:Cluster:Enabled") is { } text && bool.Parse(text);
        var hasServer = Given(configuration, "ConnectionStrings:Database") is not null;
        return isCluster && !hasServer
                ? new("Carillon:Cluster:Enabled", "true", "false, or true together with a database server in ConnectionStrings__Database: the embedded database serves one node")
            : isCluster && Given(configuration, "Carillon:Keys:MasterKey") is null
                ? new("Carillon:Keys:MasterKey", "", "32 bytes in base64, the same on each node of the cluster")
            : !hasServer && Given(configuration, "ConnectionStrings:ReadReplica") is not null
                ? new("ConnectionStrings:ReadReplica", "•••", "a standby of the server in ConnectionStrings__Database, which is absent")
            : Given(configuration, "Carillon:Bootstrap:AdminEmail") is { } email && Given(configuration, "Carillon:Bootstrap:AdminPassword") is null
                ? new("Carillon:Bootstrap:AdminEmail", email, "an e-mail address together with Carillon__Bootstrap__AdminPassword, which is absent")
            : Given(configuration, "Carillon:Bootstrap:AdminPassword") is not null && Given(configuration, "Carillon:Bootstrap:AdminEmail") is null
                ? new("Carillon:Bootstrap:AdminPassword", "•••", "a password together with Carillon__Bootstrap__AdminEmail, which is absent")
            : null;
    }

    private static CarillonSettings Read(IConfiguration configuration)
    {
        var roles = KnownSettings.RolesOf(Given(configuration, "Carillon:Cluster:Roles") ?? "web,engine");
        var isCluster = Given(configuration, "Carillon:Cluster:Enabled") is { } text && bool.Parse(text);
        return new CarillonSettings
        {
            DataDirectory = Path.GetFullPath(Given(configuration, "Carillon:DataDirectory") ?? "data"),
            DatabaseConnection = Given(configuration, "ConnectionStrings:Database"),
            ReadReplicaConnection = Given(configuration, "ConnectionStrings:ReadReplica"),
            RedisConnection = Given(configuration, "ConnectionStrings:Redis"),
            PublicUrl = Given(configuration, "Carillon:PublicUrl") is { } url ? new Uri(url) : null,
            CdnUrl = Given(configuration, "Carillon:Assets:CdnUrl") is { } cdn ? new Uri(cdn) : null,
            IsCluster = isCluster,
            Node = new ThisNode(
                string.Join(',', roles.OrderDescending(StringComparer.Ordinal)), SystemApi.Version, isCluster, Given(configuration, "Carillon:Cluster:Endpoint")),
            IsWeb = roles.Contains("web"),
            IsEngine = roles.Contains("engine"),
        };
    }

    /// <summary>An empty value is no value: that is how many tools leave a variable out.</summary>
    private static string? Given(IConfiguration configuration, string name) => configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
