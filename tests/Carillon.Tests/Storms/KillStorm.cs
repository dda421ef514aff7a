using System.Globalization;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Road;

namespace Carillon.Tests.Storms;

/// <summary>
/// Kills servers in the middle of a campaign, at instants drawn from a seed: as a request reaches the carrier, as the carrier takes
/// one, or as it is asked for its list; of several nodes sometimes two at once, and sometimes one is frozen and wakes later. The carrier,
/// which has troubles of its own, judges.
/// </summary>
public sealed class KillStorm(int seed, int people, int kills, Action<string> say)
{
    /// <summary>Never a campaign that stops itself: what the carrier does here would stop any.</summary>
    public static readonly object NoBrakes = new { errorShare = 1, inDoubtShare = 1, optOutShare = 1, filteredShare = 1, minSample = 1_000_000 };

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly Random _random = new(seed);
    private readonly Dictionary<ServerProcess, Task> _starting = [];
    private readonly List<ServerProcess> _frozen = [];
    private int _struck;

    /// <summary>A carrier whose messages are taken within 2.5 seconds and listed a second later: half of what <see cref="Settings"/> waits for, so that a busy machine has time too.</summary>
    private static CarrierStory Story(int seed) => new(seed, TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(1));

    /// <summary>The settings of a server in a storm.</summary>
    public static Dictionary<string, string> Settings(string dataDirectory, string? connectionString) => new()
    {
        ["Carillon__DataDirectory"] = dataDirectory,
        ["ConnectionStrings__Database"] = connectionString ?? "",
        ["Carillon__Sending__ReconcileAfterSeconds"] = "8",
        ["Carillon__Channels__CallDeadlineSeconds"] = "2",
    };

    /// <summary>A storm on one server.</summary>
    public async Task<Verdict> OnOneAsync(Engine engine, double perSecond)
    {
        await using var store = await TestStore.CreateAsync(engine);
        using var carrier = await CarrierProcess.StartAsync(Story(seed));
        using var server = new ServerProcess(Settings(store.Options.DataDirectory, store.Options.ConnectionString));
        await server.StartAsync();
        return await RunAsync([server], carrier, perSecond);
    }

    /// <summary>A storm on several servers of one database.</summary>
    public async Task<Verdict> OnManyAsync(int count, double perSecond)
    {
        await using var store = await TestStore.CreateAsync(Engine.Postgres);
        using var carrier = await CarrierProcess.StartAsync(Story(seed));
        List<ServerProcess> nodes = [];
        try
        {
            for (var n = 0; n < count; n++)
            {
                nodes.Add(new ServerProcess(new Dictionary<string, string>(Settings(TestFolders.Add(), store.Options.ConnectionString))
                {
                    ["Carillon__Cluster__Enabled"] = "true",
                    ["Carillon__Keys__MasterKey"] = Convert.ToBase64String(new byte[32]),
                }));
                await nodes[n].StartAsync();
            }

            return await RunAsync(nodes, carrier, perSecond);
        }
        finally
        {
            nodes.ForEach(node => node.Dispose());
        }
    }

    /// <summary>Runs a campaign through the storm and judges it.</summary>
    /// <param name="nodes">Servers on one database, all started.</param>
    /// <param name="carrier">The carrier.</param>
    /// <param name="perSecond">How fast the campaign goes between kills.</param>
    private async Task<Verdict> RunAsync(List<ServerProcess> nodes, CarrierProcess carrier, double perSecond)
    {
        await using var road = await Road.Road.AtAsync(nodes[0].Client, nodes[0].Address, "twilio", carrier.Settings, perSecond);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(people), more: new { brakes = NoBrakes });
        await road.ActAsync(campaign, "start");

        // The first kill falls into the launch; the last ones leave a rest to be sent.
        foreach (var moment in Enumerable.Range(0, kills).Select(n => n == 0 ? 1 : _random.Next(1, people * 95 / 100)).Order())
        {
            await carrier.ReachAsync("asked", moment);
            await AimAsync(carrier, moment);
            await RecoverAsync(nodes);
            await StrikeAsync(nodes);
        }

        await RecoverAsync(nodes);
        await Task.WhenAll(_starting.Values);
        await RecoverAsync(nodes);
        await Task.WhenAll(_starting.Values);
        var begun = TimeProvider.System.GetTimestamp();
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed", Patience);
        var settled = TimeProvider.System.GetElapsedTime(begun);
        var history = carrier.Read();
        var verdict = Judge.Of(history, await Judge.ProofAsync(nodes[0].Client, campaign));
        say(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {verdict}; {_struck} strikes on {nodes.Count} node(s), {history.Asked.Count} requests, settled {settled.TotalSeconds:0} s after the last"));
        return verdict;
    }

    /// <summary>Half of the strikes fall as the request comes, the others as the carrier takes something or is asked what it has.</summary>
    private Task AimAsync(CarrierProcess carrier, int moment) => _random.Next(4) switch
    {
        0 => carrier.ReachAsync("took", Math.Max(1, moment * 9 / 10)),
        1 => Task.WhenAny(carrier.ReachAsync("listed", 1), carrier.ReachAsync("asked", moment + 20)),
        _ => Task.CompletedTask,
    };

    private async Task StrikeAsync(List<ServerProcess> nodes)
    {
        _struck++;
        var fate = _random.Next(100);
        var victims = nodes.OrderBy(_ => _random.Next()).Take(nodes.Count > 2 && fate < 15 ? 2 : 1).ToList();
        foreach (var victim in victims)
        {
            await (_starting.GetValueOrDefault(victim) ?? Task.CompletedTask);
            if (nodes.Count > 2 && fate >= 75)
            {
                await victim.SignalAsync("STOP");
                _frozen.Add(victim);
            }
            else
            {
                await victim.KillAsync();
                _starting[victim] = victim.StartAsync();
                await (nodes.Count == 1 ? _starting[victim] : Task.CompletedTask);
            }
        }
    }

    /// <summary>Wakes who was frozen, and starts who ended.</summary>
    private async Task RecoverAsync(List<ServerProcess> nodes)
    {
        foreach (var frozen in _frozen)
        {
            await frozen.SignalAsync("CONT");
        }

        _frozen.Clear();
        foreach (var ended in nodes.Where(node => _starting.GetValueOrDefault(node) is null or { IsCompleted: true } && !node.IsRunning))
        {
            _starting[ended] = ended.StartAsync();
        }
    }
}
