using System.Globalization;
using Carillon.Benchmarks.Carriers;
using Carillon.Sending.Accounts;

namespace Carillon.Benchmarks;

/// <summary>How exactly limits are kept: the carrier's busiest sliding second, and the mean, beside the limit.</summary>
internal static class LimitsBenchmark
{
    private static readonly int[] Limits = [1, 10, 100, 1000, 5000];

    /// <summary>Measures one limit after the other.</summary>
    public static async Task RunAsync(string? connectionString, BenchSize size, TextWriter output, CancellationToken cancellationToken)
    {
        await using var carrier = await CarrierProcess.StartAsync();
        await using var bench = await CampaignBench.StartAsync(connectionString, carrier, Sending.Accounts.Limits.None, cancellationToken);
        foreach (var limit in Limits)
        {
            var sender = await bench.AddSenderAsync(limit, new Limits(limit), cancellationToken);
            var campaign = await bench.AddCampaignAsync(await bench.AddPeopleAsync(limit * size.LimitSeconds, cancellationToken), sender, cancellationToken);
            await carrier.ForgetAsync();
            await bench.StartAsync(campaign, cancellationToken);
            await bench.RecordedAsync(campaign, limit * size.LimitSeconds, cancellationToken);
            var seen = await carrier.ReportAsync();
            var mean = (seen.Count - 1) / seen.Seconds;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| limit {limit:N0}/s, {(connectionString is null ? "SQLite" : "PostgreSQL")} | busiest sliding second {seen.Busiest:N0}, mean {mean:N2}/s | {seen.Count:N0} messages, {seen.Twice} twice | {mean / limit:P1} |"));
        }
    }
}
