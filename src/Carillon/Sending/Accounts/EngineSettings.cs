using System.Globalization;

namespace Carillon.Sending.Accounts;

/// <summary>Settings of a login that the engine reads and no provider: they stand beside the provider's own.</summary>
public static class EngineSettings
{
    /// <summary>How long an unknown attempt rests before the provider is asked, in seconds.</summary>
    public const string ReconcileAfter = "reconcileAfterSeconds";

    /// <summary>After how many seconds without a receipt the provider is asked for a message's fate.</summary>
    public const string PollAfter = "pollAfterSeconds";

    /// <summary>What becomes of an unknown attempt at a provider that cannot be asked.</summary>
    public const string OnUnknown = "onUnknown";

    private const string AtMostOnce = "atMostOnce";
    private const string Resend = "resend";

    /// <summary>Whether a setting is the engine's.</summary>
    public static bool Is(string name) => name is ReconcileAfter or PollAfter or OnUnknown;

    /// <summary>What is wrong with a value; null: nothing.</summary>
    public static string? Wrong(string name, string value) => name switch
    {
        ReconcileAfter => IsWhole(value, 1, 86_400) ? null : "must be a whole number from 1 to 86400",
        PollAfter => IsWhole(value, 10, 604_800) ? null : "must be a whole number from 10 to 604800",
        OnUnknown => value is AtMostOnce or Resend ? null : $"must be {AtMostOnce} or {Resend}",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    /// <summary>How long unknown attempts of a login rest.</summary>
    public static TimeSpan Horizon(this ProviderAccount account, SendingOptions options) =>
        TimeSpan.FromSeconds(Seconds(account, ReconcileAfter) ?? options.ReconcileAfterSeconds);

    /// <summary>After how long without a receipt the provider is asked.</summary>
    public static TimeSpan PollsAfter(this ProviderAccount account, SendingOptions options) =>
        TimeSpan.FromSeconds(Seconds(account, PollAfter) ?? options.PollAfterSeconds);

    /// <summary>Whether an unknown attempt that cannot be asked about is sent again, at the risk of a second text.</summary>
    public static bool Resends(this ProviderAccount account) => account.Settings.GetValueOrDefault(OnUnknown) == Resend;

    private static int? Seconds(ProviderAccount account, string name) =>
        account.Settings.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null;

    private static bool IsWhole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;
}
