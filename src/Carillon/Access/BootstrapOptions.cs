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

    internal static bool IsGiven(string? text) => !string.IsNullOrWhiteSpace(text);

    internal static bool IsEmail(string? text) =>
        text is { Length: <= 254 } && MailAddress.TryCreate(text, out var address) && address.Address == text && !text.Any(char.IsWhiteSpace);
}

/// <summary>Where the key ring's wrapping key comes from.</summary>
public sealed class KeysOptions
{
    /// <summary>The file in the data directory that holds the master key where no setting does.</summary>
    public const string FileName = "master.key";

    /// <summary>32 bytes in base64; absent: made in the data directory.</summary>
    public string? MasterKey { get; init; }
}
