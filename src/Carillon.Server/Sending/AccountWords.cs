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

    public static IReadOnlyList<string> Of(AccountOutcome.Invalid invalid) =>
        [.. invalid.Fields.Select(pair => pair.Key.StartsWith("settings.", StringComparison.Ordinal) ? $"{LabelOf(pair.Key["settings.".Length..])} {pair.Value}." : pair.Value)];
}
