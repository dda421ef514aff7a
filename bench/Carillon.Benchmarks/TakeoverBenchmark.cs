using System.Globalization;
using Carillon.Tests.Cluster;
using Carillon.Tests.Road;

namespace Carillon.Benchmarks;

/// <summary>
/// Four server processes on one database and a campaign at 50 a second from one lane. The node that holds the lane is killed, another time
/// frozen; measured is the time until the carrier gets the lane's next message.
/// </summary>
internal static class TakeoverBenchmark
{
    private const int Nodes = 4;
    private const int Rounds = 3;
    private static readonly TimeSpan StillOnTheWire = TimeSpan.FromMilliseconds(300);

    /// <summary>Measures; needs PostgreSQL.</summary>
    public static async Task RunAsync(TextWriter output)
    {
        await using var bed = await ClusterBed.StartAsync(Nodes);
        await using var road = await Road.AtAsync(bed.Nodes[0].Client, bed.Nodes[0].Address, "twilio", bed.Twilio.Settings, perSecond: 50);
        await road.ActAsync(await road.CampaignAsync(await road.ListOfAsync(20_000)), "start");
        await bed.FirstAfterAsync(TimeProvider.System.GetUtcNow());
        await MeasureAsync(bed, "kill -9", 3, output);
        await MeasureAsync(bed, "SIGSTOP", 10, output);
        await output.WriteLineAsync($"| texted twice in it | {bed.Twilio.Log.Duplicates().Count} | 0 | |");
    }

    private static async Task MeasureAsync(ClusterBed bed, string what, int bound, TextWriter output)
    {
        var took = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var holder = await bed.HolderAsync();
            var at = TimeProvider.System.GetUtcNow();
            await (what is "SIGSTOP" ? holder.SignalAsync("STOP") : holder.KillAsync());
            took.Add((await bed.FirstAfterAsync(at + StillOnTheWire) - at).TotalSeconds);
            if (what is "SIGSTOP")
            {
                await holder.SignalAsync("CONT");
                await holder.WaitForEndAsync();
            }

            await holder.StartAsync();
            await ClusterBed.ReadyAsync(holder);
        }

        var all = string.Join(", ", took.Select(seconds => seconds.ToString("0.0", CultureInfo.InvariantCulture)));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| takeover after {what}, {Nodes} processes | {all} s | at most {bound} s | |"));
    }
}
