using System.Globalization;
using Carillon.Benchmarks.Carriers;
using Carillon.Campaigns;
using Carillon.Sending.Accounts;

namespace Carillon.Benchmarks;

/// <summary>A thousand senders at one message a second each on one node.</summary>
internal static class SendersBenchmark
{
    private const int Senders = 1000;

    /// <summary>Measures.</summary>
    public static async Task RunAsync(string? connectionString, BenchSize size, TextWriter output, CancellationToken cancellationToken)
    {
        await using var carrier = await CarrierProcess.StartAsync();
        await using var bench = await CampaignBench.StartAsync(connectionString, carrier, Limits.None, cancellationToken);
        var campaigns = new List<Campaign>();
        for (var number = 0; number < Senders; number++)
        {
            var sender = await bench.AddSenderAsync(number, new Limits(1), cancellationToken);
            campaigns.Add(await bench.AddCampaignAsync(await bench.AddPeopleAsync(size.LimitSeconds * 8, cancellationToken), sender, cancellationToken));
        }

        foreach (var campaign in campaigns)
        {
            await bench.StartAsync(campaign, cancellationToken);
        }

        while (await carrier.ReportAsync() is { FewestOfASender: < 2 } or { Senders: < Senders })
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        }

        await carrier.ForgetAsync();
        var cpu = Measured.Cpu();
        await Task.Delay(TimeSpan.FromSeconds(size.LimitSeconds), TimeProvider.System, cancellationToken);
        var share = (Measured.Cpu() - cpu) / size.LimitSeconds;
        var seen = await carrier.ReportAsync();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| {Senders:N0} senders at 1/s, {(connectionString is null ? "SQLite" : "PostgreSQL")} | {seen.FewestOfASender} to {seen.MostOfASender} each in {size.LimitSeconds} s | limit 25 % of a core | {share:P0} |"));
    }
}
