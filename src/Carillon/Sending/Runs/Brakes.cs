namespace Carillon.Sending.Runs;

/// <summary>When a campaign stops by itself; what is null does not stop it.</summary>
public sealed record Brakes
{
    /// <summary>Share of messages that failed, above 0 and at most 1.</summary>
    public double? ErrorShare { get; init; } = 0.25;

    /// <summary>Share of messages that stay in doubt although they were due to be asked about.</summary>
    public double? InDoubtShare { get; init; } = 0.25;

    /// <summary>Share of people who opted out.</summary>
    public double? OptOutShare { get; init; } = 0.05;

    /// <summary>Share of messages that carriers stopped as spam.</summary>
    public double? FilteredShare { get; init; } = 0.05;

    /// <summary>Shares are looked at once so many messages have left.</summary>
    public int MinSample { get; init; } = 50;

    /// <summary>The most that the campaign may cost, in millionths of the account's currency.</summary>
    public long? SpendCapMicros { get; init; }

    /// <summary>So many leave first, and the rest only when these went well.</summary>
    public int? Canary { get; init; }

    /// <summary>How long the fates of the first are waited for, in seconds.</summary>
    public int CanaryWaitSeconds { get; init; } = 600;
}

/// <summary>What has become of a run's messages since somebody last let it go on.</summary>
/// <param name="Left">Messages that left.</param>
/// <param name="Settled">Those whose fate is known.</param>
/// <param name="Errors">Those that failed, not counting opt-outs and filtered ones.</param>
/// <param name="Filtered">Those stopped as spam.</param>
/// <param name="OptedOut">People who opted out.</param>
public sealed record RunTally(long Left, long Settled, long Errors, long Filtered, long OptedOut)
{
    /// <summary>Nothing yet.</summary>
    public static RunTally None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>The difference.</summary>
    public RunTally Since(RunTally before) => new(
        Left - before.Left, Settled - before.Settled, Errors - before.Errors, Filtered - before.Filtered, OptedOut - before.OptedOut);

    /// <summary>Reads counters.</summary>
    public static RunTally Of(IEnumerable<RunCounter> counters)
    {
        var sums = counters.GroupBy(counter => counter.Metric).ToDictionary(group => group.Key, group => group.Sum(counter => counter.Count));
        var failed = Sum("Failed", "Undelivered");
        var (filtered, suppressed) = (Sum("Fault:Filtered"), Sum("Fault:OptedOut"));
        return new RunTally(
            failed + Sum("Accepted", "Sent", "Delivered", "InDoubt"), failed + Sum("Delivered"), failed - filtered - suppressed, filtered, Sum(RunCounters.OptedOut) + suppressed);

        long Sum(params ReadOnlySpan<string> names)
        {
            var sum = 0L;
            foreach (var name in names)
            {
                sum += sums.GetValueOrDefault(name);
            }

            return sum;
        }
    }
}

/// <summary>Which brake a run has come to.</summary>
public enum Brake
{
    None,
    Errors,
    OptOuts,
    Filtered,
}

/// <summary>Whether a run may go on: pure.</summary>
public static class BrakeCheck
{
    /// <summary>The first brake that holds.</summary>
    public static Brake Of(Brakes brakes, RunTally tally, long sample) =>
        tally.Left < Math.Max(1, sample) ? Brake.None
        : Exceeds(tally.Filtered, tally.Left, brakes.FilteredShare) ? Brake.Filtered
        : Exceeds(tally.Errors, tally.Left, brakes.ErrorShare) ? Brake.Errors
        : Exceeds(tally.OptedOut, tally.Left, brakes.OptOutShare) ? Brake.OptOuts
        : Brake.None;

    /// <summary>Whether a part is too large a share of the whole.</summary>
    public static bool Exceeds(long part, long whole, double? share) => share is { } most && part > 0 && whole > 0 && part >= most * whole;
}
