using Carillon.Tests.Engines;
using Carillon.Tests.Road;

namespace Carillon.Tests.Storms;

/// <summary>Servers die without a word in the middle of a campaign, again and again. The full sizes are run by <c>bench/run storm</c>.</summary>
public sealed class KillStormTests(ITestOutputHelper output)
{
    [Theory, EachDatabase]
    public Task Twenty_kills_within_2000_messages_lose_nobody_and_text_nobody_twice(Engine engine) => OneNodeAsync(engine, 7, 2000, 20, 250);

    [Theory(Explicit = true)]
    [EachDatabase(1)]
    [EachDatabase(2)]
    [EachDatabase(3)]
    public Task Two_hundred_kills_within_20000_messages(Engine engine, int seed) => OneNodeAsync(engine, seed, 20_000, 200, 250);

    [Theory(Explicit = true)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Four_nodes_are_killed_and_frozen_200_times_within_20000_messages(int seed)
    {
        MissingEngine.SkipWithoutPostgres();
        await using var database = await TestStore.CreateAsync(Engine.Postgres);
        using var carrier = await CarrierProcess.StartAsync(KillStorm.Story(seed));
        List<ServerProcess> nodes = [];
        try
        {
            for (var n = 0; n < 4; n++)
            {
                nodes.Add(new ServerProcess(new Dictionary<string, string>(KillStorm.Settings(TestFolders.Add(), database.Options.ConnectionString))
                {
                    ["Carillon__Cluster__Enabled"] = "true",
                    ["Carillon__Keys__MasterKey"] = Convert.ToBase64String(new byte[32]),
                }));
                await nodes[n].StartAsync();
            }

            var verdict = await new KillStorm(seed, 20_000, 200, Say).RunAsync(nodes, carrier, 250);
            Assert.True(verdict.IsClean, verdict.ToString());
        }
        finally
        {
            nodes.ForEach(node => node.Dispose());
        }
    }

    private async Task OneNodeAsync(Engine engine, int seed, int people, int kills, double perSecond)
    {
        await using var store = await TestStore.CreateAsync(engine);
        using var carrier = await CarrierProcess.StartAsync(KillStorm.Story(seed));
        using var server = new ServerProcess(KillStorm.Settings(store.Options.DataDirectory, store.Options.ConnectionString));
        await server.StartAsync();

        var verdict = await new KillStorm(seed, people, kills, line => Say($"{engine} {line}")).RunAsync([server], carrier, perSecond);

        Assert.True(verdict.IsClean, $"{verdict}\n{server.Output}");
    }

    private void Say(string line) => output.WriteLine(line);
}
