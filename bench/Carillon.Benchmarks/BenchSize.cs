namespace Carillon.Benchmarks;

/// <summary>How much is measured.</summary>
/// <param name="People">Recipients of a campaign.</param>
/// <param name="Rounds">Rounds of which the median counts.</param>
/// <param name="Rows">Rows of an import.</param>
/// <param name="Launch">Recipients of the launch and of the campaign whose memory is looked at.</param>
/// <param name="Old">Old messages in the table where it is full.</param>
/// <param name="LimitSeconds">How long each limit is watched.</param>
internal sealed record BenchSize(int People, int Rounds, int Rows, int Launch, int Old, int LimitSeconds)
{
    /// <summary>Ends within ten minutes on two cores.</summary>
    public static BenchSize Quick { get; } = new(20_000, 1, 50_000, 100_000, 500_000, 12);

    /// <summary>The sizes that were promised.</summary>
    public static BenchSize Full { get; } = new(50_000, 5, 1_000_000, 1_000_000, 10_000_000, 60);
}
