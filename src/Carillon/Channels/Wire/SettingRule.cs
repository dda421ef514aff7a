namespace Carillon.Channels.Wire;

/// <summary>A setting with the check of its text.</summary>
internal sealed record SettingRule(ProviderSetting Setting, Func<string, bool> Accepts)
{
    /// <summary>The address override that every provider on HTTP takes.</summary>
    public static SettingRule BaseUrl { get; } = Optional("baseUrl", "an http or https address without query", IsBaseUrl);

    public static SettingRule Optional(string name, string accepted, Func<string, bool> accepts) =>
        new(new ProviderSetting(name, IsRequired: false, IsSecret: false, accepted), accepts);

    /// <summary>What is wrong with a login's settings, by name.</summary>
    public static IReadOnlyDictionary<string, string> Check(IReadOnlyList<SettingRule> rules, ProviderLogin login)
    {
        Dictionary<string, string> wrong = [];
        foreach (var rule in rules)
        {
            var setting = rule.Setting;
            var text = login.Settings.GetValueOrDefault(setting.Name);
            if (string.IsNullOrEmpty(text))
            {
                if (setting.IsRequired)
                {
                    wrong[setting.Name] = $"is missing; must be {setting.Accepted}";
                }
            }
            else if (!rule.Accepts(text))
            {
                wrong[setting.Name] = $"must be {setting.Accepted}";
            }
        }

        foreach (var name in login.Settings.Keys.Where(name => rules.All(rule => rule.Setting.Name != name)))
        {
            wrong[name] = $"is not a setting here; accepted are {string.Join(", ", rules.Select(rule => rule.Setting.Name))}";
        }

        return wrong;
    }

    /// <summary>The base address of a login, always ending in a slash.</summary>
    public static Uri ReadBaseUrl(ProviderLogin login, string otherwise)
    {
        var text = login.Settings.GetValueOrDefault("baseUrl") is { Length: > 0 } given ? given : otherwise;
        return new Uri(text.EndsWith('/') ? text : text + "/");
    }

    private static bool IsBaseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
        && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
}
