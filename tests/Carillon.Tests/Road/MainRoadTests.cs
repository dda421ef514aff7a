using System.Text.Json;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;

namespace Carillon.Tests.Road;

/// <summary>From a list to delivered messages through a provider on a socket, on both engines.</summary>
public sealed class MainRoadTests
{
    [Theory, EachDatabase]
    public async Task A_campaign_of_1000_through_Twilio_is_delivered_once_to_each(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.Fates = _ => [new FakeFate(TimeSpan.Zero, "sent"), new FakeFate(TimeSpan.Zero, "delivered")];
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(1000));

        await road.ActAsync(campaign, "start");
        var stats = await road.StatsWhenAsync(campaign, state => state.GetProperty("delivered").GetInt64() == 1000);

        Assert.Equal(1000, stats.GetProperty("recipients").GetInt64());
        Assert.Equal(1000, twilio.Log.SendCount);
        Assert.Empty(twilio.Log.Duplicates());
        Assert.Equal(1000, twilio.Log.Acceptances().Select(message => message.To).Distinct().Count());
        Assert.Contains(twilio.Log.Acceptances(), message => message.To == Road.Number(7) && message.Body == "Hi Ada7, we open at nine.");
        Assert.Equal(1000, stats.GetProperty("segments").GetInt64());
        Assert.Equal("7.90", stats.GetProperty("cost").GetProperty("amount").GetString());
        var ended = await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");
        Assert.NotEqual(JsonValueKind.Null, ended.GetProperty("completedAt").ValueKind);
    }

    [Theory, EachDatabase]
    public async Task A_campaign_of_1000_through_OpenPhone_is_delivered_once_to_each(Engine engine)
    {
        await using var openPhone = await FakeOpenPhone.StartAsync();
        openPhone.RequestsPerSecond = null;
        openPhone.AddNumber(Road.From, "PN123abc");
        openPhone.Fates = _ => [new FakeFate(TimeSpan.Zero, "delivered")];
        await using var road = await Road.StartAsync(engine, "openphone", openPhone.Settings);
        openPhone.Callbacks.Webhooks.Add((road.CallbackUrl("openphone"), OpenPhoneFamily.Dated));
        var campaign = await road.CampaignAsync(await road.ListOfAsync(1000));

        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("delivered").GetInt64() == 1000);

        Assert.Equal(1000, openPhone.Log.SendCount);
        Assert.Empty(openPhone.Log.Duplicates());
    }

    [Theory, EachDatabase]
    public async Task A_pause_holds_and_a_resume_goes_on_where_it_stopped(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings, perSecond: 100);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(300));

        await road.ActAsync(campaign, "start");
        await twilio.Log.WaitForAsync(20, TestContext.Current.CancellationToken);
        var paused = await road.ActAsync(campaign, "pause");
        Assert.Equal("paused", paused.GetProperty("status").GetString());
        Assert.Equal("user", paused.GetProperty("statusReason").GetString());
        var held = await road.StatsWhenAsync(campaign, state => state.GetProperty("sending").GetInt64() == 0);
        Assert.True(held.GetProperty("queued").GetInt64() > 0);
        Assert.Equal(held.GetProperty("accepted").GetInt64(), twilio.Log.SendCount);

        await road.ActAsync(campaign, "resume");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("accepted").GetInt64() == 300);
        Assert.Equal(300, twilio.Log.SendCount);
        Assert.Empty(twilio.Log.Duplicates());
    }

    [Theory, EachDatabase]
    public async Task A_cancel_leaves_the_rest_cancelled(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings, perSecond: 100);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(300));

        await road.ActAsync(campaign, "start");
        await twilio.Log.WaitForAsync(10, TestContext.Current.CancellationToken);
        await road.ActAsync(campaign, "cancel");
        var stats = await road.StatsWhenAsync(campaign, state => state.GetProperty("queued").GetInt64() + state.GetProperty("sending").GetInt64() == 0 && state.GetProperty("recipients").GetInt64() > 0);

        Assert.True(stats.GetProperty("cancelled").GetInt64() > 0);
        Assert.Equal(stats.GetProperty("accepted").GetInt64(), twilio.Log.SendCount);
        Assert.Equal("campaign-finished", await (await road.Client.PostAsync(new Uri($"/api/v1/campaigns/{campaign}/cancel", UriKind.Relative), null)).CodeAsync());
    }

    [Theory, EachDatabase]
    public async Task What_one_recipient_is_refused_for_stops_nobody_else(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.RefuseRecipient(Road.Number(3), 21211);
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(20));

        await road.ActAsync(campaign, "start");
        var stats = await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");

        Assert.Equal(1, stats.GetProperty("failed").GetInt64());
        Assert.Equal(19, stats.GetProperty("accepted").GetInt64());
        Assert.Equal(20, twilio.Log.SendCount);
    }

    [Theory, EachDatabase]
    public async Task A_refused_login_stops_the_account_with_an_alert_and_loses_nobody(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.Script = send => send.Number > 10 ? FakeStep.Refuse(401, "20003") : FakeStep.Accept;
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings, perSecond: 50);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(60));

        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("accepted").GetInt64() == 10 && state.GetProperty("sending").GetInt64() == 0 && state.GetProperty("queued").GetInt64() == 50);
        var alerts = await road.Client.GetJsonAsync("/api/v1/alerts?open=true");
        var account = await road.Client.GetJsonAsync($"/api/v1/accounts/{road.AccountId}");
        Assert.Equal("disabled", account.GetProperty("status").GetString());
        Assert.Contains(alerts.GetProperty("items").EnumerateArray(), alert => alert.GetProperty("kind").GetString() == "account-unauthorized");

        twilio.Script = null;
        await Road.PostAsync(road.Client, $"/api/v1/accounts/{road.AccountId}/test", null);
        await road.StatsWhenAsync(campaign, state => state.GetProperty("accepted").GetInt64() == 60);
        Assert.Empty(twilio.Log.Duplicates());
        Assert.Empty((await road.Client.GetJsonAsync("/api/v1/alerts?open=true")).GetProperty("items").EnumerateArray());
    }

    [Theory, EachDatabase]
    public async Task Unknown_outcomes_are_settled_by_asking_and_nobody_is_texted_twice_or_lost(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.Script = send => (send.Number % 10) switch
        {
            1 => FakeStep.AcceptThenReset,
            2 => FakeStep.AcceptThenFail(),
            3 => FakeStep.Fail(),
            4 => FakeStep.Reset,
            _ => FakeStep.Accept,
        };
        await using var road = await Road.StartAsync(
            engine, "twilio", twilio.Settings, perSecond: 200, serverSettings: new Dictionary<string, string?> { ["Carillon:Sending:ReconcileAfterSeconds"] = "2" });
        var campaign = await road.CampaignAsync(await road.ListOfAsync(100));

        await road.ActAsync(campaign, "start");
        var stats = await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");

        Assert.Equal(100, stats.GetProperty("accepted").GetInt64());
        Assert.Equal(100, twilio.Log.Count);
        Assert.Empty(twilio.Log.Duplicates());
        Assert.Equal("0.79", stats.GetProperty("cost").GetProperty("amount").GetString());
    }

    [Theory, EachDatabase]
    public async Task Stop_ends_it_for_that_number_with_one_confirmation(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings, answersKeywords: false, perSecond: 50);
        var list = await road.ListOfAsync(200);
        var campaign = await road.CampaignAsync(list);
        await road.ActAsync(campaign, "start");
        await twilio.Log.WaitForAsync(5, TestContext.Current.CancellationToken);
        // Held still, so that who waits now waits when the text comes.
        await road.ActAsync(campaign, "pause");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("sending").GetInt64() == 0);
        var asked = twilio.Log.Acceptances()[0].To;
        var waiting = Enumerable.Range(0, 200).Select(Road.Number).Except(twilio.Log.Sends().Select(send => send.To)).Last();

        var answer = await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), waiting, Road.From, "STOP");
        await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), asked, Road.From, "Stop please");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("optedOut").GetInt64() == 1 && state.GetProperty("cancelled").GetInt64() == 1);
        await road.ActAsync(campaign, "resume");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");
        await twilio.Log.WaitForAsync(201, TestContext.Current.CancellationToken);

        Assert.Equal(200, answer);
        Assert.Single(twilio.Log.To(waiting), message => message.Body.Contains("unsubscribed", StringComparison.OrdinalIgnoreCase));
        Assert.Single(twilio.Log.To(waiting));
        Assert.Equal(2, twilio.Log.To(asked).Count);
        var events = await road.Client.GetJsonAsync($"/api/v1/consent-events?phone={Uri.EscapeDataString(asked)}");
        var optOut = events.GetProperty("items").EnumerateArray().Single(entry => entry.GetProperty("kind").GetString() == "optOut");
        Assert.Equal(campaign, optOut.GetProperty("campaignId").GetString());
        var contact = (await road.Client.GetJsonAsync($"/api/v1/contacts?phone={Uri.EscapeDataString(asked)}")).GetProperty("items")[0];
        Assert.Equal("unsubscribed", contact.GetProperty("consent").GetProperty("sms").GetString());
    }

    [Theory, EachDatabase]
    public async Task A_provider_that_answers_keywords_itself_hears_no_confirmation_of_ours(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings, answersKeywords: true);
        var list = await road.ListOfAsync(3);
        var campaign = await road.CampaignAsync(list);
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("accepted").GetInt64() == 3);

        await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), Road.Number(0), Road.From, "STOP");
        await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), Road.Number(1), Road.From, "please take me off this list");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("optedOut").GetInt64() == 2);
        await twilio.Log.WaitForAsync(4, TestContext.Current.CancellationToken);

        Assert.Single(twilio.Log.To(Road.Number(0)));
        Assert.Equal(2, twilio.Log.To(Road.Number(1)).Count);
    }
}
