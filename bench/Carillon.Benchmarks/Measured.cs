using System.Diagnostics;

namespace Carillon.Benchmarks;

/// <summary>What a piece of work took.</summary>
/// <param name="PerSecond">Its rate.</param>
/// <param name="CpuMicroseconds">Processor time of this process for one, in microseconds.</param>
internal readonly record struct Measured(double PerSecond, double CpuMicroseconds)
{
    public static async Task<Measured> OfAsync(int count, Func<Task> work)
    {
        var cpu = Cpu();
        var clock = Stopwatch.StartNew();
        await work();
        return new Measured(count / clock.Elapsed.TotalSeconds, (Cpu() - cpu) * 1e6 / count);
    }

    /// <summary>Processor seconds of this process so far.</summary>
    public static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;
}
