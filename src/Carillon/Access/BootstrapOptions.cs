using System.Net.Mail;

namespace Carillon.Access;

/// <summary>The first administrator and key by settings, for machines that nobody sits at. Used once, while there is no user.</summary>
public sealed class BootstrapOptions
{
    /// <summary>E-mail address of the first administrator; absent: a page asks for it.</summary>
    public string? AdminEmail { get; init; }

    /// <summary>Password of the first administrator, at least 12 characters.</summary>
    public string? AdminPassword { get; init; }

    /// <summary>A key of the first workspace with scope <c>admin</c>: any text of at least 20 characters.</summary>
    public string? ApiKey { get; init; }

    /// <summary>What is wrong with the settings; empty: nothing.</summary>
    public IReadOnlyList<SettingProblem> Problems()
    {
        var problems = new List<SettingProblem>();
        if (IsGiven(AdminEmail) ? !IsEmail(AdminEmail) : IsGiven(AdminPassword))
        {
            problems.Add(new("Carillon:Bootstrap:AdminEmail", AdminEmail ?? "", "an e-mail address, together with Carillon:Bootstrap:AdminPassword"));
        }

        if (IsGiven(AdminPassword) ? AdminPassword!.Length is < PasswordRules.Shortest or > PasswordRules.Longest : IsGiven(AdminEmail)) // given: not null
        {
            problems.Add(new("Carillon:Bootstrap:AdminPassword", Masked(AdminPassword), $"a password of at least {PasswordRules.Shortest} characters, together with Carillon:Bootstrap:AdminEmail"));
        }

        if (IsGiven(ApiKey) && (ApiKey!.Trim().Length < ApiKeyText.ShortestText || ApiKey.Any(char.IsControl))) // given: not null
        {
            problems.Add(new("Carillon:Bootstrap:ApiKey", Masked(ApiKey), $"a text of at least {ApiKeyText.ShortestText} characters"));
        }

        return problems;
    }

    internal static bool IsGiven(string? text) => !string.IsNullOrWhiteSpace(text);

    internal static bool IsEmail(string? text) =>
        text is { Length: <= 254 } && MailAddress.TryCreate(text, out var address) && address.Address == text && !text.Any(char.IsWhiteSpace);

    private static string Masked(string? secret) => IsGiven(secret) ? $"••• ({secret!.Length} characters)" : ""; // given: not null
}

/// <summary>Where the key ring's wrapping key comes from.</summary>
public sealed class KeysOptions
{
    /// <summary>The file in the data directory that holds the master key where no setting does.</summary>
    public const string FileName = "master.key";

    /// <summary>32 bytes in base64; absent: made in the data directory.</summary>
    public string? MasterKey { get; init; }

    /// <summary>What is wrong with the settings; empty: nothing.</summary>
    /// <param name="isCluster">Whether several nodes share the database: then each needs the same key from outside.</param>
    public IReadOnlyList<SettingProblem> Problems(bool isCluster) => MasterKey switch
    {
        null when isCluster => [new("Carillon:Keys:MasterKey", "", "32 bytes in base64, the same on each node of the cluster")],
        null => [],
        _ => Access.MasterKey.TryParse(MasterKey) is null ? [new("Carillon:Keys:MasterKey", "•••", "32 bytes in base64 (openssl rand -base64 32)")] : [],
    };
}

/// <summary>A setting that stops the start.</summary>
/// <param name="Setting">Its name, with colons.</param>
/// <param name="Value">What it is, secrets masked.</param>
/// <param name="Accepted">What it has to be.</param>
public sealed record SettingProblem(string Setting, string Value, string Accepted);
