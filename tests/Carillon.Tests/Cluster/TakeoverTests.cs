using System.Text.Json;
using Carillon.Tests.Web;

namespace Carillon.Tests.Cluster;

/// <summary>What measures how long takeovers take has the machine to itself, after all others.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;

/// <summary>Nodes come, go, die and freeze while a campaign runs; the carrier's log judges. What it took is printed; the bounds are generous.</summary>
[Collection(nameof(AloneCollection))]
public sealed class TakeoverTests(ITestOutputHelper output)
{
    private static readonly TimeSpan StillOnTheWire = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_campaign_goes_on_while_nodes_die_freeze_drain_and_join()
    {
        // Slow enough that the campaign still runs at the last step, however busy the machine is; the rest leaves at once when all is seen.
        const int People = 1500;
        const int PerSecond = 8;
        await using var bed = await ClusterBed.StartAsync(3);
        using var told = new NodesOutput(bed, output);
        await using var road = await Road.Road.AtAsync(bed.Nodes[0].Client, bed.Nodes[0].Address, "twilio", bed.Twilio.Settings, perSecond: PerSecond);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(People));
        await road.ActAsync(campaign, "start");
        await bed.Twilio.Log.WaitForAsync(8, TestContext.Current.CancellationToken);

        var killed = await bed.HolderAsync();
        await killed.KillAsync();
        await SendsAgainAsync(bed, "kill -9");

        // A new address and a dead member in the table: its pages are there at once.
        var asked = TimeProvider.System.GetTimestamp();
        await killed.StartAsync();
        output.WriteLine($"a restart: {TimeProvider.System.GetElapsedTime(asked).TotalSeconds:0.0} s");
        asked = TimeProvider.System.GetTimestamp();
        Assert.True((await killed.Client.GetAsync("/health/live")).IsSuccessStatusCode);
        output.WriteLine($"pages after a restart: {TimeProvider.System.GetElapsedTime(asked).TotalSeconds:0.0} s");
        await ClusterBed.ReadyAsync(killed);

        var frozen = await bed.HolderAsync();
        await frozen.SignalAsync("STOP");
        await SendsAgainAsync(bed, "SIGSTOP");
        await frozen.SignalAsync("CONT");
        Assert.NotEqual(0, await frozen.WaitForEndAsync());
        Assert.Contains("taken for dead", frozen.Output, StringComparison.Ordinal);
        await frozen.StartAsync();

        var drained = await bed.HolderAsync();
        await drained.SignalAsync("TERM");
        Assert.Equal(0, await drained.WaitForEndAsync());
        await SendsAgainAsync(bed, "SIGTERM");

        // Seen at the carrier, where a starved machine bunches what left evenly; a bucket that began full would show as twice the rate.
        Assert.InRange(BusiestSecond(bed), 1, (2 * PerSecond) - 1);

        var left = bed.Nodes.First(node => node.IsRunning);
        await using var rest = road.SeenFrom(left.Client, left.Address);
        (await left.Client.PatchJsonAsync($"/api/v1/accounts/{road.AccountId}", """{"limits": {"perSecond": 500}}""")).EnsureSuccessStatusCode();
        var stats = await rest.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");
        Assert.Equal(People, stats.GetProperty("accepted").GetInt64());
        Assert.Equal(People, bed.Twilio.Log.Count);
        Assert.Empty(bed.Twilio.Log.Duplicates());
    }

    [Fact]
    public async Task Web_and_engine_in_processes_of_their_own()
    {
        await using var bed = await ClusterBed.StartAsync(0);
        var web = await bed.AddAsync("web");
        var engine = await bed.AddAsync("engine");

        Assert.Equal(404, (int)(await engine.Client.GetAsync("/api/v1/system")).StatusCode);
        Assert.Equal(404, (int)(await engine.Client.GetAsync("/")).StatusCode);
        Assert.Contains("# TYPE", await engine.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
        var system = await web.Client.GetJsonAsync("/api/v1/system");
        await using var road = await Road.Road.AtAsync(web.Client, web.Address, "twilio", bed.Twilio.Settings, perSecond: 100);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(100));
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");

        var nodes = system.GetProperty("nodes").EnumerateArray().ToDictionary(node => node.GetProperty("process").GetInt32());
        Assert.Equal(["web"], Texts(nodes[web.ProcessId].GetProperty("roles")));
        Assert.Equal(["engine"], Texts(nodes[engine.ProcessId].GetProperty("roles")));
        Assert.Equal(JsonValueKind.Null, nodes[web.ProcessId].GetProperty("address").ValueKind);
        Assert.Equal(100, bed.Twilio.Log.Count);
        Assert.Empty(bed.Twilio.Log.Duplicates());
    }

    private async Task SendsAgainAsync(ClusterBed bed, string what)
    {
        var at = TimeProvider.System.GetUtcNow();
        var took = await bed.FirstAfterAsync(at + StillOnTheWire) - at;
        output.WriteLine($"sends again after {what}: {took.TotalSeconds:0.0} s");
        Assert.True(took < Bound, $"{what}: {took}");
    }

    private static int BusiestSecond(ClusterBed bed)
    {
        var begun = bed.Twilio.Log.Sends().Select(send => send.BeganAt).Order().ToList();
        return begun.Select((at, n) => begun.Skip(n).TakeWhile(other => other < at + TimeSpan.FromSeconds(1)).Count()).Max();
    }

    /// <summary>What the nodes said, for whoever reads of a failure.</summary>
    private sealed class NodesOutput(ClusterBed bed, ITestOutputHelper output) : IDisposable
    {
        public void Dispose()
        {
            foreach (var node in bed.Nodes)
            {
                output.WriteLine($"--- a node, process {node.ProcessId}{Environment.NewLine}{node.Output}");
            }
        }
    }

    private static IReadOnlyList<string?> Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString())];
}
