using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;

namespace Carillon.Tests.Road;

/// <summary>The process is killed in the middle of a campaign, and started again.</summary>
public sealed class KillTests
{
    private const int People = 400;

    [Theory, EachDatabase]
    public async Task A_kill_in_the_middle_texts_nobody_twice_and_loses_nobody(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var store = await TestStore.CreateAsync(engine);
        using var server = new ServerProcess(new Dictionary<string, string>
        {
            ["Carillon__DataDirectory"] = store.Options.DataDirectory,
            ["ConnectionStrings__Database"] = store.Options.ConnectionString ?? "",
            ["Carillon__Sending__ReconcileAfterSeconds"] = "2",
        });
        await server.StartAsync();
        await using var road = await Road.AtAsync(server.Client, server.Address, "twilio", twilio.Settings, perSecond: 200);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(People));
        await road.ActAsync(campaign, "start");
        foreach (var moment in new[] { 40, 150, 260 })
        {
            await twilio.Log.WaitForAsync(moment, TestContext.Current.CancellationToken);
            await server.KillAsync();
            await server.StartAsync();
        }

        var stats = await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");

        Assert.Equal(People, stats.GetProperty("accepted").GetInt64());
        Assert.Equal(People, twilio.Log.Count);
        Assert.Empty(twilio.Log.Duplicates());
    }
}
