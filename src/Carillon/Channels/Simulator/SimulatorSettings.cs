using System.Globalization;
using System.Runtime.CompilerServices;
using Carillon.Channels.Wire;

namespace Carillon.Channels.Simulator;

/// <summary>How the simulated world behaves towards one account.</summary>
internal sealed class SimulatorSettings
{
    private const string Rate = "a rate from 0 to 1";

    private static readonly ConditionalWeakTable<ProviderLogin, SimulatorSettings> Known = [];

    private SimulatorSettings(ProviderLogin login)
    {
        // What is left out gives way to what is set: a delivery rate of 1 leaves nothing to fail.
        (DeliveryRate, FailureRate) = Pair(login, "deliveryRate", 0.97, "failureRate", 0.02);
        (ReplyRate, OptOutRate) = Pair(login, "replyRate", 0.06, "optOutRate", 0.01);
        ClickRate = Read(login, "clickRate") ?? 0;
        Latency = TimeSpan.FromMilliseconds(Read(login, "latencyMs") ?? 300);
        Seed = long.TryParse(login.Settings.GetValueOrDefault("seed"), CultureInfo.InvariantCulture, out var seed) ? seed : 1;
    }

    public static IReadOnlyList<SettingRule> Rules { get; } =
    [
        SettingRule.Optional("deliveryRate", Rate + "; with failureRate at most 1", IsRate),
        SettingRule.Optional("failureRate", Rate + "; with deliveryRate at most 1", IsRate),
        SettingRule.Optional("replyRate", Rate + "; with optOutRate at most 1", IsRate),
        SettingRule.Optional("optOutRate", Rate + "; with replyRate at most 1", IsRate),
        SettingRule.Optional("clickRate", Rate, IsRate),
        SettingRule.Optional("latencyMs", "whole milliseconds from 0 to 600000", text => IsWhole(text, 0, 600_000)),
        SettingRule.Optional("seed", "a whole number", text => IsWhole(text, long.MinValue, long.MaxValue)),
    ];

    /// <summary>The share that is delivered; what is neither delivered nor failed is told as sent and nothing more.</summary>
    public double DeliveryRate { get; }

    /// <summary>The share that fails.</summary>
    public double FailureRate { get; }

    /// <summary>The share of delivered ones that is answered.</summary>
    public double ReplyRate { get; }

    /// <summary>The share of delivered ones that is answered with an opt-out.</summary>
    public double OptOutRate { get; }

    /// <summary>The share of delivered ones whose link is followed.</summary>
    public double ClickRate { get; }

    /// <summary>The middle of the time until a receipt; answers take some twenty times as long.</summary>
    public TimeSpan Latency { get; }

    /// <summary>Another seed, another world: who fails, who answers and who leaves.</summary>
    public long Seed { get; }

    public static SimulatorSettings Of(ProviderLogin login) => Known.GetValue(login, static login => new SimulatorSettings(login));

    /// <summary>What is wrong with a login's settings, by name.</summary>
    public static IReadOnlyDictionary<string, string> Check(ProviderLogin login)
    {
        var wrong = SettingRule.Check(Rules, login);
        if (wrong.Count > 0)
        {
            return wrong;
        }

        Dictionary<string, string> sums = [];
        foreach (var (one, other) in new[] { ("deliveryRate", "failureRate"), ("replyRate", "optOutRate") })
        {
            if ((Read(login, one) ?? 0) + (Read(login, other) ?? 0) > 1.0000001)
            {
                sums[other] = $"must be {Rate}; with {one} at most 1";
            }
        }

        return sums;
    }

    private static (double One, double Other) Pair(ProviderLogin login, string one, double oneDefault, string other, double otherDefault)
    {
        var first = Read(login, one);
        var second = Read(login, other);
        return (first ?? Math.Min(oneDefault, 1 - (second ?? 0)), second ?? Math.Min(otherDefault, 1 - (first ?? 0)));
    }

    private static double? Read(ProviderLogin login, string name) =>
        double.TryParse(login.Settings.GetValueOrDefault(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsRate(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1;

    private static bool IsWhole(string text, long least, long most) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;
}
