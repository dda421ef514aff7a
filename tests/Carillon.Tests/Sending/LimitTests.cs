using System.Text.Json;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;

namespace Carillon.Tests.Sending;

/// <summary>Limits over more than a second hold at the carrier, bite when they are changed, and are told.</summary>
public sealed class LimitTests
{
    [Theory, EachDatabase]
    public async Task A_limit_a_minute_holds_is_told_and_goes_when_it_is_lifted(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        await PatchAsync(road, $"/api/v1/accounts/{road.AccountId}", new { limits = new { perSecond = 5000, perMinute = 5 } });
        var campaign = await road.CampaignAsync(await road.ListOfAsync(12));

        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("accepted").GetInt64() == 5);
        var waits = await WhenAsync(road, campaign, state => state.GetProperty("statusReason").ValueKind is not JsonValueKind.Null);
        Assert.Equal("running", waits.GetProperty("status").GetString());
        Assert.Equal("limit", waits.GetProperty("statusReason").GetString());
        Assert.Contains("limited by the account's 5 a minute", waits.GetProperty("waiting").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(5, twilio.Log.SendCount);

        await PatchAsync(road, $"/api/v1/accounts/{road.AccountId}", new { limits = new { perMinute = (int?)null } });
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");
        Assert.Equal(12, twilio.Log.SendCount);
    }

    [Theory, EachDatabase]
    public async Task A_campaigns_pace_a_day_can_be_changed_while_it_runs(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.Script = send => send.Number == 2 ? FakeStep.Refuse(429, "20429", TimeSpan.FromSeconds(1)) : FakeStep.Accept;
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(20), more: new { pacing = new { perDay = 6, perHour = 9 } });

        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("accepted").GetInt64() == 6);
        await PatchAsync(road, $"/api/v1/campaigns/{campaign}", new { pacing = new { perDay = (int?)null } });
        await road.StatsWhenAsync(campaign, state => state.GetProperty("accepted").GetInt64() == 9);
        var waits = await WhenAsync(road, campaign, state => state.GetProperty("waiting").ValueKind is not JsonValueKind.Null
            && state.GetProperty("waiting").GetProperty("limitedBy").GetString() == "the campaign's 9 an hour");
        Assert.NotEqual(JsonValueKind.Null, waits.GetProperty("waiting").GetProperty("nextAt").ValueKind);
        await PatchAsync(road, $"/api/v1/campaigns/{campaign}", new { pacing = (object?)null });
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");
        Assert.Empty(twilio.Log.Duplicates());
    }

    [Theory, EachDatabase]
    public async Task What_was_used_of_a_day_is_known_after_a_restart(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var store = await TestStore.CreateAsync(engine);
        using var server = new Road.ServerProcess(new Dictionary<string, string>
        {
            ["Carillon__DataDirectory"] = store.Options.DataDirectory,
            ["ConnectionStrings__Database"] = store.Options.ConnectionString ?? "",
            ["Carillon__Sending__ReconcileAfterSeconds"] = "2",
        });
        await server.StartAsync();
        await using var road = await Road.Road.AtAsync(server.Client, server.Address, "twilio", twilio.Settings);
        await PatchAsync(road, $"/api/v1/accounts/{road.AccountId}", new { limits = new { perSecond = 5000, perDay = 8 } });
        var campaign = await road.CampaignAsync(await road.ListOfAsync(20));
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("accepted").GetInt64() == 8);

        await server.KillAsync();
        await server.StartAsync();
        await WhenAsync(road, campaign, state => state.GetProperty("statusReason").GetString() == "limit");

        Assert.Equal(8, twilio.Log.Count);
    }

    [Theory, EachDatabase]
    public async Task A_spending_cap_stops_before_it_is_exceeded(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(20), more: new { brakes = new { spendCap = new { amount = "0.05", currency = "USD" } } });

        await road.ActAsync(campaign, "start");
        var stops = await WhenAsync(road, campaign, state => state.GetProperty("status").GetString() == "paused");
        Assert.Equal("spendCap", stops.GetProperty("statusReason").GetString());
        // What had passed the gate goes on; on a starved machine some of it is taken back instead.
        await road.StatsWhenAsync(campaign, state => state.GetProperty("sending").GetInt64() == 0);
        Assert.InRange(twilio.Log.SendCount, 1, 6);

        await PatchAsync(road, $"/api/v1/campaigns/{campaign}", new { brakes = new { spendCap = (object?)null } });
        await road.ActAsync(campaign, "resume");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");
        Assert.Equal(20, twilio.Log.SendCount);
    }

    internal static async Task PatchAsync(Road.Road road, string path, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
        var answer = await road.Client.PatchAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, (await answer.JsonAsync()).ToString());
    }

    /// <summary>Looks at a campaign until it is as wanted.</summary>
    internal static async Task<JsonElement> WhenAsync(Road.Road road, string campaign, Func<JsonElement, bool> wanted, string what = "campaigns")
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        JsonElement last = default;
        while (true)
        {
            last = await road.Client.GetJsonAsync($"/api/v1/{what}/{campaign}");
            if (wanted(last))
            {
                return last;
            }

            Assert.False(patience.IsCancellationRequested, $"It never became as wanted; last: {last}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
