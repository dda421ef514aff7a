using System.Diagnostics;
using System.Globalization;
using Carillon.Benchmarks.Carriers;
using Carillon.Sending.Accounts;

namespace Carillon.Benchmarks;

/// <summary>How long the recipients of a large campaign take to be written, and how much memory the whole of it takes.</summary>
internal static class LaunchBenchmark
{
    /// <summary>Measures.</summary>
    public static async Task RunAsync(string? connectionString, BenchSize size, TextWriter output, CancellationToken cancellationToken)
    {
        await using var carrier = await CarrierProcess.StartAsync();
        await using var bench = await CampaignBench.StartAsync(connectionString, carrier, new Limits(Concurrency: 64), cancellationToken);
        var list = await bench.AddPeopleAsync(size.Launch, cancellationToken);
        var name = connectionString is null ? "SQLite" : "PostgreSQL";

        // Held at one a second, so that only the launch works.
        var held = await bench.AddCampaignAsync(list, await bench.AddSenderAsync(1, new Limits(1), cancellationToken), cancellationToken);
        var clock = Stopwatch.StartNew();
        await bench.StartAsync(held, cancellationToken);
        while ((await bench.StatsAsync(held, cancellationToken)).Recipients < size.Launch)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }

        var wanted = 60.0 * size.Launch / 1_000_000;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| launch of {size.Launch:N0}, {name} | {clock.Elapsed.TotalSeconds:N1} s | limit {wanted:N1} s | {clock.Elapsed.TotalSeconds / wanted:P0} |"));

        var full = await bench.AddCampaignAsync(list, await bench.AddSenderAsync(2, Limits.None, cancellationToken), cancellationToken);
        var peak = 0L;
        using var over = new CancellationTokenSource();
        var watching = Task.Run(
            async () =>
            {
                while (!over.IsCancellationRequested)
                {
                    using var self = Process.GetCurrentProcess();
                    peak = Math.Max(peak, self.WorkingSet64);
                    await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
                }
            },
            CancellationToken.None);
        await bench.StartAsync(full, cancellationToken);
        await bench.RecordedAsync(full, size.Launch, cancellationToken);
        await over.CancelAsync();
        await watching;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| memory over a campaign of {size.Launch:N0}, {name} | {peak / 1048576.0:N0} MiB | limit 250 MiB | {peak / (250 * 1048576.0):P0} |"));
    }
}
