using System.Text.Json;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;

namespace Carillon.Tests.Sending;

/// <summary>Claims, gates, calls and records of one lane overlap, and keep their promises while they do.</summary>
public sealed class PipelineTests
{
    private const int People = 600;

    [Theory, EachDatabase]
    public async Task Never_more_calls_at_once_than_the_account_allows_and_nobody_twice(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.MaxConcurrent = 8;
        twilio.Script = _ => FakeStep.Accept with { Delay = TimeSpan.FromMilliseconds(5) };
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        await LimitAsync(road, new { concurrency = 8 });
        var campaign = await road.CampaignAsync(await road.ListOfAsync(People));

        await road.ActAsync(campaign, "start");
        var stats = await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");

        Assert.Equal(People, stats.GetProperty("accepted").GetInt64());
        Assert.Equal(People, twilio.Log.SendCount);
        Assert.Empty(twilio.Log.Duplicates());
    }

    [Theory, EachDatabase]
    public async Task A_provider_slower_than_a_gates_yes_gets_nobody_twice_and_loses_nobody(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.Script = send => FakeStep.Accept with { Delay = TimeSpan.FromMilliseconds(send.Number % 3 == 0 ? 400 : 1) };
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        await LimitAsync(road, new { concurrency = 4 });
        var campaign = await road.CampaignAsync(await road.ListOfAsync(60));

        await road.ActAsync(campaign, "start");
        var stats = await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");

        Assert.Equal(60, stats.GetProperty("accepted").GetInt64());
        Assert.Equal(60, twilio.Log.SendCount);
        Assert.Empty(twilio.Log.Duplicates());
    }

    [Theory, EachDatabase]
    public async Task Nothing_begins_two_seconds_after_a_pause_however_fast_it_went(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.Script = _ => FakeStep.Accept with { Delay = TimeSpan.FromMilliseconds(20) };
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        await LimitAsync(road, new { concurrency = 4 });
        var campaign = await road.CampaignAsync(await road.ListOfAsync(People));
        await road.ActAsync(campaign, "start");
        await twilio.Log.WaitForAsync(20, TestContext.Current.CancellationToken);

        await road.ActAsync(campaign, "pause");
        var paused = TimeProvider.System.GetUtcNow();
        var held = await road.StatsWhenAsync(campaign, state => state.GetProperty("sending").GetInt64() == 0);

        Assert.True(held.GetProperty("queued").GetInt64() > 0);
        Assert.All(twilio.Log.Sends(), send => Assert.True(send.BeganAt <= paused.AddSeconds(2)));
        Assert.Equal(held.GetProperty("accepted").GetInt64(), twilio.Log.SendCount);
    }

    private static async Task LimitAsync(Road.Road road, object limits)
    {
        var answer = await road.Client.PatchJsonAsync($"/api/v1/accounts/{road.AccountId}", JsonSerializer.Serialize(new { limits }));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
