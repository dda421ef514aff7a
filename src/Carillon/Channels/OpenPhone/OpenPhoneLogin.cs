using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Carillon.Channels.Wire;

namespace Carillon.Channels.OpenPhone;

/// <summary>An OpenPhone login with everything computed once that each call needs.</summary>
internal sealed class OpenPhoneLogin
{
    private const string DefaultUrl = "https://api.quo.com/";
    private const string NewKeyPrefix = "whsec_";

    private static readonly ConditionalWeakTable<ProviderLogin, OpenPhoneLogin> Known = [];

    private OpenPhoneLogin(ProviderLogin login)
    {
        IsUsable = SettingRule.Check(Rules, login).Count == 0;
        Authorization = login.Settings.GetValueOrDefault("apiKey") ?? "";
        WebhookKeys = ReadKeys(login.Settings.GetValueOrDefault("webhookSecret") ?? "") ?? [];
        BaseUrl = IsUsable ? SettingRule.ReadBaseUrl(login, DefaultUrl) : new Uri(DefaultUrl);
        Messages = new Uri(BaseUrl, "v1/messages");
        PhoneNumbers = new Uri(BaseUrl, "v1/phone-numbers");
    }

    public static IReadOnlyList<SettingRule> Rules { get; } =
    [
        new(
            new ProviderSetting("apiKey", IsRequired: true, IsSecret: true, "the workspace's API key as it is, without \"Bearer\""),
            text => text.Length <= 512 && text.All(letter => letter is > ' ' and < (char)127)),
        new(
            new ProviderSetting("webhookSecret", IsRequired: false, IsSecret: true, "signing keys in base64 or beginning with whsec_, separated by commas or spaces"),
            text => ReadKeys(text) is { Count: > 0 }),
        SettingRule.BaseUrl,
    ];

    /// <summary>False when the settings are missing or malformed: then nothing is asked with them.</summary>
    public bool IsUsable { get; }

    /// <summary>The header of that name: the key with nothing before it.</summary>
    public string Authorization { get; }

    /// <summary>The keys that callbacks may be signed with, whichever scheme they came from.</summary>
    public IReadOnlyList<byte[]> WebhookKeys { get; }

    /// <summary>The provider's address, ending in a slash.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Where messages are made and listed.</summary>
    public Uri Messages { get; }

    /// <summary>Where our numbers are listed.</summary>
    public Uri PhoneNumbers { get; }

    /// <summary>The provider's ids of our numbers, as far as they were asked for.</summary>
    public ConcurrentDictionary<string, string> NumberIds { get; } = new(StringComparer.Ordinal);

    /// <summary>The computed form of a login, remembered as long as the login lives.</summary>
    public static OpenPhoneLogin Of(ProviderLogin login) => Known.GetValue(login, static login => new OpenPhoneLogin(login));

    private static List<byte[]>? ReadKeys(string text)
    {
        List<byte[]> keys = [];
        foreach (var one in text.Split([',', ';', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var base64 = one.StartsWith(NewKeyPrefix, StringComparison.Ordinal) ? one[NewKeyPrefix.Length..] : one;
            var key = new byte[base64.Length];
            if (!Convert.TryFromBase64String(base64, key, out var length) || length == 0)
            {
                return null;
            }

            keys.Add(key[..length]);
        }

        return keys;
    }
}
