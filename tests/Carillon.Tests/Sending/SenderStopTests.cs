using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Road;
using Carillon.Tests.Web;

namespace Carillon.Tests.Sending;

/// <summary>What a provider says of the sender or of the login and not of a message holds for all of them, and is remembered.</summary>
public sealed class SenderStopTests
{
    [Theory, EachDatabase]
    public async Task A_sender_that_the_provider_refuses_stops_with_an_alert_and_loses_nobody(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        var isRefused = true;
        twilio.Script = send => send.Number > 10 && Volatile.Read(ref isRefused) ? FakeStep.Refuse(400, "21606") : FakeStep.Accept;
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings, perSecond: 50);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(200));

        await road.ActAsync(campaign, "start");
        await LimitTests.WhenAsync(road, road.SenderId, sender => sender.GetProperty("heldReason").GetString()?.Contains("21606", StringComparison.Ordinal) == true, "senders");
        var stopped = await road.StatsWhenAsync(campaign, state => state.GetProperty("sending").GetInt64() == 0 && state.GetProperty("queued").GetInt64() == 190);
        var alerts = await road.Client.GetJsonAsync("/api/v1/alerts?open=true");
        Assert.Contains(alerts.GetProperty("items").EnumerateArray(), alert => alert.GetProperty("kind").GetString() == "sender-refused");
        Assert.Equal(0, stopped.GetProperty("failed").GetInt64());
        Assert.Equal("running", stopped.GetProperty("status").GetString());
        await LimitTests.WhenAsync(road, campaign, state => state.GetProperty("statusReason").GetString() == "account");

        Volatile.Write(ref isRefused, false);
        var refused = twilio.Log.SendCount - 10;
        Assert.InRange(refused, 1, 189);
        await Road.Road.PostAsync(road.Client, $"/api/v1/accounts/{road.AccountId}/test", null);
        var done = await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");

        Assert.Equal(200, done.GetProperty("accepted").GetInt64());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await road.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}")).GetProperty("statusReason").ValueKind);
        Assert.Equal(200, twilio.Log.Count);
        Assert.Empty(twilio.Log.Duplicates());
        Assert.Empty((await road.Client.GetJsonAsync("/api/v1/alerts?open=true")).GetProperty("items").EnumerateArray());
    }

    [Theory, EachDatabase]
    public async Task A_receipt_that_says_that_the_sender_may_not_send_stops_it_too(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings, perSecond: 20);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(400));
        await road.ActAsync(campaign, "start");
        await twilio.Log.WaitForAsync(3, TestContext.Current.CancellationToken);

        // Twilio takes the message and tells only afterwards that the number is in no approved campaign.
        Assert.Equal(204, await twilio.Callbacks.PostStatusAsync(twilio.Log.Acceptances()[0], "undelivered", "30034", stop: TestContext.Current.CancellationToken));
        await LimitTests.WhenAsync(road, road.SenderId, sender => sender.GetProperty("heldReason").GetString()?.Contains("30034", StringComparison.Ordinal) == true, "senders");
        var stopped = await road.StatsWhenAsync(campaign, state => state.GetProperty("sending").GetInt64() == 0);
        Assert.InRange(stopped.GetProperty("queued").GetInt64(), 1, 397);
        Assert.Equal(1, stopped.GetProperty("undelivered").GetInt64());
        var alerts = await road.Client.GetJsonAsync("/api/v1/alerts?open=true");
        Assert.Contains(alerts.GetProperty("items").EnumerateArray(), alert => alert.GetProperty("kind").GetString() == "sender-refused");

        await LimitTests.PatchAsync(road, $"/api/v1/accounts/{road.AccountId}", new { limits = new { perSecond = 500 } });
        await Road.Road.PostAsync(road.Client, $"/api/v1/accounts/{road.AccountId}/test", null);
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");
        Assert.Equal(400, twilio.Log.Count);
    }

    [Theory, EachDatabase]
    public async Task A_pause_that_the_provider_asked_for_outlives_the_process_it_was_told_to(Engine engine)
    {
        var pause = TimeSpan.FromSeconds(12);
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.Script = send => send.Number == 11 ? FakeStep.Refuse(429, "20429", pause) : FakeStep.Accept;
        await using var store = await TestStore.CreateAsync(engine);
        using var server = new ServerProcess(new Dictionary<string, string>
        {
            ["Carillon__DataDirectory"] = store.Options.DataDirectory,
            ["ConnectionStrings__Database"] = store.Options.ConnectionString ?? "",
            ["Carillon__Sending__ReconcileAfterSeconds"] = "2",
        });
        await server.StartAsync();
        await using var road = await Road.Road.AtAsync(server.Client, server.Address, "twilio", twilio.Settings, perSecond: 50);

        // One call at a time: none is on the wire beside the one that hears of the pause.
        await LimitTests.PatchAsync(road, $"/api/v1/accounts/{road.AccountId}", new { limits = new { perSecond = 50, concurrency = 1 } });
        var campaign = await road.CampaignAsync(await road.ListOfAsync(40));
        await road.ActAsync(campaign, "start");
        await LimitTests.WhenAsync(road, road.AccountId, account => account.GetProperty("heldUntil").ValueKind != System.Text.Json.JsonValueKind.Null, "accounts");
        await server.KillAsync();
        await server.StartAsync();
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");

        Assert.Equal(40, twilio.Log.Count);
        Assert.Empty(twilio.Log.Duplicates());
        var told = twilio.Log.Sends()[10].BeganAt;
        Assert.DoesNotContain(twilio.Log.Sends(), send => send.BeganAt > told && send.BeganAt < told + pause - TimeSpan.FromMilliseconds(100));
    }
}
