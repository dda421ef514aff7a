using System.Globalization;
using Carillon.Sending.Dispatch;

namespace Carillon.Sending.Pacing;

/// <summary>The limits over more than a second that a message of a lane has to keep: pure.</summary>
public static class PaceRules
{
    /// <summary>Those of the login, the sender and, for a campaign's message, its run.</summary>
    public static IReadOnlyList<PaceRule> Of(LaneView view, RunView? run)
    {
        var rules = new List<PaceRule>();
        var (account, sender) = (view.Account.Account, view.Sender);
        Add($"account:{account.Id}", PacePeriod.Minute, account.Limits.PerMinute, PaceUnit.Message, "the account's", view.TimeZone);
        Add($"account:{account.Id}", PacePeriod.Day, account.Limits.PerDay, PaceUnit.Message, "the account's", view.TimeZone);
        var unit = view.SenderCountsSegments ? PaceUnit.Segment : PaceUnit.Message;
        Add($"sender:{sender.Id}", PacePeriod.Minute, sender.Limits.PerMinute, unit, "the sender's", view.TimeZone);
        Add($"sender:{sender.Id}", PacePeriod.Day, sender.Limits.PerDay, unit, "the sender's", view.TimeZone);
        if (run is not null)
        {
            Add($"run:{run.Id}", PacePeriod.Hour, run.PerHour, PaceUnit.Message, "the campaign's", run.TimeZone);
            Add($"run:{run.Id}", PacePeriod.Day, run.PerDay, PaceUnit.Message, "the campaign's", run.TimeZone);
            if (run.Canary is { } canary)
            {
                rules.Add(new PaceRule(CanaryKey(run), PacePeriod.Total, canary, PaceUnit.Message, $"the first {canary:N0}, whose fates are awaited"));
            }

            if (run.SpendCapMicros is { } cap)
            {
                rules.Add(new PaceRule(SpendKey(run), PacePeriod.Total, cap, PaceUnit.Money, "the campaign's spending cap"));
            }
        }

        return rules;

        void Add(string key, PacePeriod period, int? limit, PaceUnit counted, string whose, string zone)
        {
            if (limit is { } most)
            {
                var what = counted == PaceUnit.Segment ? " segments" : "";
                rules.Add(new PaceRule(
                    key, period, most, counted, string.Create(CultureInfo.InvariantCulture, $"{whose} {most:N0}{what} {(period == PacePeriod.Hour ? "an hour" : $"a {period.ToString().ToLowerInvariant()}")}"), zone));
            }
        }
    }

    /// <summary>Whether a rule is the canary's.</summary>
    public static bool IsCanary(PaceRule rule) => rule.Key.StartsWith("canary:", StringComparison.Ordinal);

    /// <summary>Whether a rule is the spending cap's.</summary>
    public static bool IsSpend(PaceRule rule) => rule.Key.StartsWith("spend:", StringComparison.Ordinal);

    private static string CanaryKey(RunView run) => $"canary:{run.Id}";

    private static string SpendKey(RunView run) => $"spend:{run.Id}";
}
