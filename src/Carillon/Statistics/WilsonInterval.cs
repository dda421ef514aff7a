namespace Carillon.Statistics;

/// <summary>How far a rate that was counted may lie from the true one: Wilson's interval for one proportion.</summary>
/// <param name="Rate">What was counted.</param>
/// <param name="Low">The lower limit.</param>
/// <param name="High">The upper limit.</param>
public readonly record struct WilsonInterval(double Rate, double Low, double High)
{
    private const double Z95 = 1.959963984540054;

    /// <summary>The interval at 95 %; null where nothing was counted.</summary>
    public static WilsonInterval? Of(long successes, long trials)
    {
        if (trials <= 0)
        {
            return null;
        }

        var (n, p) = ((double)trials, Math.Clamp((double)successes / trials, 0, 1));
        var z2 = Z95 * Z95;
        var centre = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Z95 / (1 + (z2 / n)) * Math.Sqrt((p * (1 - p) / n) + (z2 / (4 * n * n)));
        return new WilsonInterval(p, successes <= 0 ? 0 : Math.Max(0, centre - half), successes >= trials ? 1 : Math.Min(1, centre + half));
    }
}
