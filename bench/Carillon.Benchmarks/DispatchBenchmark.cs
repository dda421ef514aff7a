using System.Globalization;
using Carillon.Benchmarks.Carriers;
using Carillon.Sending.Accounts;

namespace Carillon.Benchmarks;

/// <summary>
/// A campaign from its start to its last recorded answer, through the Twilio adapter to a carrier in a process of its own; before and
/// after it a bare HttpClient loop with as many connections against the same carrier. A round whose two loops differ by more than a
/// quarter says something about the machine only: it is thrown away and made again.
/// </summary>
internal static class DispatchBenchmark
{
    private const double Steady = 0.25;

    /// <summary>Measures.</summary>
    /// <param name="connectionString">An empty PostgreSQL database; null: SQLite in a temporary folder.</param>
    /// <param name="size">How many recipients, how often.</param>
    /// <param name="delayMilliseconds">How long the carrier takes for an answer.</param>
    /// <param name="connections">Connections, for both.</param>
    /// <param name="output">Where the figures go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(string? connectionString, BenchSize size, int delayMilliseconds, int connections, TextWriter output, CancellationToken cancellationToken)
    {
        await using var carrier = await CarrierProcess.StartAsync(delayMilliseconds);
        await using var bench = await CampaignBench.StartAsync(connectionString, carrier, new Limits(Concurrency: connections), cancellationToken);
        var sender = await bench.AddSenderAsync(0, Limits.None, cancellationToken);
        await BareLoop.RunAsync(carrier, size.People / 4, connections, cancellationToken);
        await RoundAsync(bench, carrier, sender, size.People / 4, cancellationToken);
        var rounds = new List<(Measured Ours, Measured Bare)>();
        for (var tries = 0; rounds.Count < size.Rounds && tries < size.Rounds * 4; tries++)
        {
            var before = await BareLoop.RunAsync(carrier, size.People, connections, cancellationToken);
            var ours = await RoundAsync(bench, carrier, sender, size.People, cancellationToken);
            var after = await BareLoop.RunAsync(carrier, size.People, connections, cancellationToken);
            if (Math.Abs(before.PerSecond - after.PerSecond) <= Steady * Math.Max(before.PerSecond, after.PerSecond))
            {
                rounds.Add((ours, new Measured((before.PerSecond + after.PerSecond) / 2, (before.CpuMicroseconds + after.CpuMicroseconds) / 2)));
            }
        }

        var name = $"{(connectionString is null ? "SQLite" : "PostgreSQL")}, {delayMilliseconds} ms, {connections} connections";
        if (rounds.Count == 0)
        {
            await output.WriteLineAsync($"| campaign of {size.People:N0}, {name} | no steady round | | |");
            return;
        }

        var (mine, bare) = Median(rounds, round => round.Ours.PerSecond / round.Bare.PerSecond);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| campaign of {size.People:N0}, {name} | {mine.PerSecond:N0}/s | bare loop {bare.PerSecond:N0}/s | {mine.PerSecond / bare.PerSecond:P0} |"));
        (mine, bare) = Median(rounds, round => round.Ours.CpuMicroseconds / round.Bare.CpuMicroseconds);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| own CPU a message, {name} | {mine.CpuMicroseconds:N0} µs | bare loop {bare.CpuMicroseconds:N0} µs | {mine.CpuMicroseconds / bare.CpuMicroseconds:N2} |"));
    }

    /// <summary>Only campaigns, one after the other, with a line on standard error as each begins: to be looked at with a profiler.</summary>
    public static async Task ProfileAsync(string? connectionString, BenchSize size, TextWriter output, CancellationToken cancellationToken)
    {
        await using var carrier = await CarrierProcess.StartAsync();
        await using var bench = await CampaignBench.StartAsync(connectionString, carrier, new Limits(Concurrency: 64), cancellationToken);
        var sender = await bench.AddSenderAsync(0, Limits.None, cancellationToken);
        var lists = new List<Primitives.ContactListId>();
        for (var round = 0; round < 4; round++)
        {
            lists.Add(await bench.AddPeopleAsync(size.People, cancellationToken));
        }

        foreach (var list in lists)
        {
            var campaign = await bench.AddCampaignAsync(list, sender, cancellationToken);
            await Console.Error.WriteLineAsync("begins");
            var collected = GC.CollectionCount(0);
            var allocated = GC.GetTotalAllocatedBytes();
            var (middle, old, paused) = (GC.CollectionCount(1), GC.CollectionCount(2), GC.GetTotalPauseDuration());
            var measured = await Measured.OfAsync(size.People, async () =>
            {
                await bench.StartAsync(campaign, cancellationToken);
                await bench.RecordedAsync(campaign, size.People, cancellationToken);
            });
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{measured.PerSecond:N0}/s, {measured.CpuMicroseconds:N1} µs, {(GC.GetTotalAllocatedBytes() - allocated) / (double)size.People:N0} bytes a message, {GC.CollectionCount(0) - collected} collections ({GC.CollectionCount(1) - middle} of the second generation or above, {GC.CollectionCount(2) - old} of all), {(GC.GetTotalPauseDuration() - paused).TotalMicroseconds / size.People:N1} µs of pauses a message"));
        }
    }

    private static async Task<Measured> RoundAsync(CampaignBench bench, CarrierProcess carrier, Primitives.SenderId sender, int people, CancellationToken cancellationToken)
    {
        var campaign = await bench.AddCampaignAsync(await bench.AddPeopleAsync(people, cancellationToken), sender, cancellationToken);
        await carrier.ForgetAsync();
        var measured = await Measured.OfAsync(people, async () =>
        {
            await bench.StartAsync(campaign, cancellationToken);
            await bench.RecordedAsync(campaign, people, cancellationToken);
        });
        var seen = await carrier.ReportAsync();
        return seen.Count == people && seen.Twice == 0
            ? measured
            : throw new InvalidOperationException($"{seen.Count} of {people} messages, {seen.Twice} twice.");
    }

    private static (Measured Ours, Measured Bare) Median(List<(Measured Ours, Measured Bare)> rounds, Func<(Measured Ours, Measured Bare), double> by) =>
        rounds.OrderBy(by).ElementAt(rounds.Count / 2);
}
