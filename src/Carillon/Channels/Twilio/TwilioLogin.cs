using System.Runtime.CompilerServices;
using System.Text;
using Carillon.Channels.Wire;

namespace Carillon.Channels.Twilio;

/// <summary>A Twilio login with everything computed once that each call needs.</summary>
internal sealed class TwilioLogin
{
    private const string DefaultUrl = "https://api.twilio.com/";

    private static readonly ConditionalWeakTable<ProviderLogin, TwilioLogin> Known = [];

    private TwilioLogin(ProviderLogin login)
    {
        IsUsable = SettingRule.Check(Rules, login).Count == 0;
        AccountSid = login.Settings.GetValueOrDefault("accountSid") ?? "";
        var token = login.Settings.GetValueOrDefault("authToken") ?? "";
        SignatureKey = Encoding.UTF8.GetBytes(token);
        Authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{AccountSid}:{token}"));
        BaseUrl = IsUsable ? SettingRule.ReadBaseUrl(login, DefaultUrl) : new Uri(DefaultUrl);
        Messages = new Uri(BaseUrl, $"2010-04-01/Accounts/{(IsUsable ? AccountSid : "")}/Messages.json");
    }

    public static IReadOnlyList<SettingRule> Rules { get; } =
    [
        new(
            new ProviderSetting("accountSid", IsRequired: true, IsSecret: false, "the account SID, AC followed by letters and digits"),
            text => text.Length is > 2 and <= 64 && text.StartsWith("AC", StringComparison.Ordinal) && text.All(char.IsAsciiLetterOrDigit)),
        new(
            new ProviderSetting("authToken", IsRequired: true, IsSecret: true, "the account's auth token, without spaces"),
            text => text.Length <= 256 && text.All(letter => letter is > ' ' and < (char)127)),
        SettingRule.BaseUrl,
    ];

    /// <summary>False when the settings are missing or malformed: then nothing is asked with them.</summary>
    public bool IsUsable { get; }

    public string AccountSid { get; }

    /// <summary>The key that callbacks are signed with.</summary>
    public byte[] SignatureKey { get; }

    /// <summary>The header of that name.</summary>
    public string Authorization { get; }

    /// <summary>The provider's address, ending in a slash.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Where messages are made and listed.</summary>
    public Uri Messages { get; }

    /// <summary>The computed form of a login, remembered as long as the login lives.</summary>
    public static TwilioLogin Of(ProviderLogin login) => Known.GetValue(login, static login => new TwilioLogin(login));
}
