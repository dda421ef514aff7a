using Carillon.Channels;
using Carillon.Sending.Accounts;
using Carillon.Server.Web.Design;

namespace Carillon.Server.Sending;

/// <summary>How accounts are told to people.</summary>
internal static class AccountWords
{
    public static string Of(Provider provider) => provider switch
    {
        Provider.Simulator => "Simulator",
        Provider.Twilio => "Twilio",
        Provider.OpenPhone => "OpenPhone",
        Provider.Smtp => "E-mail",
        Provider.Numverify => "NumVerify",
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, null),
    };

    public static string Of(AccountStatus status) => status switch
    {
        AccountStatus.Healthy => "Ready",
        AccountStatus.Degraded => "Struggling",
        AccountStatus.Open => "Waiting for the provider",
        AccountStatus.Disabled => "Stopped",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static Tone ToneOf(AccountStatus status) => status switch
    {
        AccountStatus.Healthy => Tone.Good,
        AccountStatus.Degraded or AccountStatus.Open => Tone.Warn,
        AccountStatus.Disabled => Tone.Bad,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>Limits in a line.</summary>
    public static string Of(Limits limits) => string.Join(", ", new[]
    {
        limits.PerSecond is { } second ? $"{second:0.##} a second" : null,
        limits.PerMinute is { } minute ? $"{minute:N0} a minute" : null,
        limits.PerDay is { } day ? $"{day:N0} a day" : null,
        limits.Concurrency is { } calls ? $"{calls:N0} calls at once" : null,
    }.OfType<string>()) is { Length: > 0 } words ? words : "No limit of its own";

    /// <summary>The label of a setting on a form.</summary>
    public static string LabelOf(string setting) => setting switch
    {
        "accountSid" => "Account SID",
        "authToken" => "Auth token",
        "apiKey" => "API key",
        "webhookSecret" => "Webhook signing secret",
        "baseUrl" => "Address of the provider's API",
        "deliveryRate" => "Share that is delivered",
        "failureRate" => "Share that fails",
        "replyRate" => "Share that is answered",
        "optOutRate" => "Share that opts out",
        "clickRate" => "Share that follows a link",
        "latencyMs" => "Milliseconds until a receipt",
        "seed" => "Seed (another seed, another world)",
        _ => setting,
    };

    /// <summary>What may stand in a field.</summary>
    public static string HelpOf(ProviderSetting setting) => setting.Name switch
    {
        "deliveryRate" => "From 0 to 1. Usual: 0.97.",
        "failureRate" => "From 0 to 1. Usual: 0.02.",
        "replyRate" => "Of those delivered, from 0 to 1. Usual: 0.06.",
        "optOutRate" => "Of those delivered, from 0 to 1. Usual: 0.01.",
        "clickRate" => "From 0 to 1. Usual: 0.",
        "latencyMs" => "Usual: 300. Answers take some twenty times as long.",
        "baseUrl" => "Only for tests and proxies.",
        _ => $"{char.ToUpperInvariant(setting.Accepted[0])}{setting.Accepted[1..]}.",
    };

    public static IReadOnlyList<string> Of(AccountOutcome.Invalid invalid) =>
        [.. invalid.Fields.Select(pair => pair.Key.StartsWith("settings.", StringComparison.Ordinal) ? $"{LabelOf(pair.Key["settings.".Length..])} {pair.Value}." : pair.Value)];
}
