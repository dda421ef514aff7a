using System.Text.Json;
using Carillon.Sending.Runs;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;

namespace Carillon.Tests.Sending;

/// <summary>A campaign that goes wrong stops by itself, says why, and goes on when it is told.</summary>
public sealed class BrakeTests
{
    [Theory]
    [InlineData(49, 49, 0, 0, Brake.None)]
    [InlineData(100, 25, 0, 0, Brake.Errors)]
    [InlineData(100, 24, 0, 0, Brake.None)]
    [InlineData(100, 0, 5, 0, Brake.Filtered)]
    [InlineData(100, 0, 0, 5, Brake.OptOuts)]
    [InlineData(100, 0, 4, 4, Brake.None)]
    public void A_brake_holds_from_its_share_on_and_not_before_the_sample(long left, long errors, long filtered, long optedOut, Brake expected) =>
        Assert.Equal(expected, BrakeCheck.Of(new Brakes(), new RunTally(left, left, errors, filtered, optedOut), 50));

    [Theory, EachDatabase]
    public async Task Too_many_refusals_pause_it_with_an_alert_and_a_resume_begins_anew(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.Script = send => send.Number <= 40 ? FakeStep.Refuse(400, "21211") : FakeStep.Accept;
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings, perSecond: 30);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(150), more: new { brakes = new { minSample = 20, errorShare = 0.5 } });

        await road.ActAsync(campaign, "start");
        var stopped = await LimitTests.WhenAsync(road, campaign, state => state.GetProperty("status").GetString() == "paused");
        Assert.Equal("errors", stopped.GetProperty("statusReason").GetString());
        Assert.InRange(twilio.Log.SendCount, 20, 110);

        // It is told right after it paused, in a write of its own.
        JsonElement alerts;
        do
        {
            alerts = await road.Client.GetJsonAsync("/api/v1/alerts?open=true");
        }
        while (alerts.GetProperty("items").GetArrayLength() == 0);
        Assert.Contains(alerts.GetProperty("items").EnumerateArray(), alert => alert.GetProperty("kind").GetString() == "campaign-paused" && alert.GetProperty("subject").GetString() == campaign);

        twilio.Script = null;
        await road.ActAsync(campaign, "resume");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");
        Assert.Equal(150, twilio.Log.SendCount);
        Assert.Empty((await road.Client.GetJsonAsync("/api/v1/alerts?open=true")).GetProperty("items").EnumerateArray());
    }

    [Theory, EachDatabase]
    public async Task Messages_that_carriers_take_for_spam_pause_it(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.Fates = _ => [new FakeFate(TimeSpan.Zero, "undelivered", "30007")];
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings, perSecond: 30);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(200));

        await road.ActAsync(campaign, "start");
        var stopped = await LimitTests.WhenAsync(road, campaign, state => state.GetProperty("status").GetString() == "paused");

        Assert.Equal("filtered", stopped.GetProperty("statusReason").GetString());
    }

    [Theory, EachDatabase]
    public async Task The_first_ones_are_waited_for_before_the_rest_leaves(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.Fates = sent => sent.Send.Number <= 10 ? [] : [new FakeFate(TimeSpan.Zero, "delivered")];
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(40), more: new { brakes = new { canary = 10 } });

        await road.ActAsync(campaign, "start");
        var waits = await LimitTests.WhenAsync(road, campaign, state => state.GetProperty("statusReason").GetString() == "canary");
        Assert.Equal("running", waits.GetProperty("status").GetString());

        // It waits from the tenth gate on; that message may still be on the wire.
        await twilio.Log.WaitForAsync(10, TestContext.Current.CancellationToken);
        Assert.Equal(10, twilio.Log.SendCount);
        foreach (var sent in twilio.Log.Acceptances())
        {
            await twilio.Callbacks.PostStatusAsync(sent, "delivered");
        }

        await road.StatsWhenAsync(campaign, state => state.GetProperty("delivered").GetInt64() == 40);
        Assert.Empty(twilio.Log.Duplicates());
    }

    [Theory, EachDatabase]
    public async Task First_ones_that_go_badly_hold_back_the_rest_until_somebody_lets_it_go(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.Script = send => send.Number <= 10 ? FakeStep.Refuse(400, "21211") : FakeStep.Accept;
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(40), more: new { brakes = new { canary = 10 } });

        await road.ActAsync(campaign, "start");
        var stopped = await LimitTests.WhenAsync(road, campaign, state => state.GetProperty("status").GetString() == "paused");
        Assert.Equal("canary", stopped.GetProperty("statusReason").GetString());

        await road.ActAsync(campaign, "resume");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");
    }
}
