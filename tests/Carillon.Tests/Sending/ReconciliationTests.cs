using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Sending;

/// <summary>What became of messages is asked for: by itself, when somebody wants it, and for receipts that never came.</summary>
public sealed class ReconciliationTests
{
    private static readonly Dictionary<string, string?> Soon = new() { ["Carillon:Sending:ReconcileAfterSeconds"] = "1", ["Carillon:Sending:PollAfterSeconds"] = "10" };

    [Theory, EachDatabase]
    public async Task Receipts_that_never_came_are_asked_for(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings, serverSettings: Soon);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(10));
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("accepted").GetInt64() == 10);
        foreach (var sent in twilio.Log.Acceptances())
        {
            sent.Become("delivered");
        }

        await road.StatsWhenAsync(campaign, state => state.GetProperty("delivered").GetInt64() == 10);
    }

    [Theory, EachDatabase]
    public async Task A_sender_that_is_learnt_by_asking_to_be_refused_stops_as_by_a_receipt(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings, serverSettings: Soon);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(3));
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("accepted").GetInt64() == 3);
        twilio.Log.Acceptances()[0].Become("undelivered", "30034");

        await road.StatsWhenAsync(campaign, state => state.GetProperty("undelivered").GetInt64() == 1);

        await LimitTests.WhenAsync(road, road.SenderId, sender => sender.GetProperty("heldReason").GetString()?.Contains("30034", StringComparison.Ordinal) == true, "senders");
    }

    [Theory, EachDatabase]
    public async Task Somebody_can_ask_for_a_span_of_time(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings, serverSettings: new Dictionary<string, string?> { ["Carillon:Sending:ReconcileAfterSeconds"] = "1" });
        var campaign = await road.CampaignAsync(await road.ListOfAsync(10));
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("accepted").GetInt64() == 10);
        foreach (var sent in twilio.Log.Acceptances())
        {
            sent.Become("delivered");
        }

        var asked = await Road.Road.PostAsync(road.Client, "/api/v1/reconciliations", new { accountId = road.AccountId, from = TimeProvider.System.GetUtcNow().AddHours(-1) });
        var done = await LimitTests.WhenAsync(road, asked.GetProperty("id").GetString()!, run => run.GetProperty("status").GetString() == "completed", "reconciliations");

        Assert.Equal(10, done.GetProperty("checked").GetInt32());
        Assert.Equal(10, done.GetProperty("updated").GetInt32());
        Assert.Equal(10, (await road.StatsAsync(campaign)).GetProperty("delivered").GetInt64());
        Assert.Single((await road.Client.GetJsonAsync("/api/v1/reconciliations")).GetProperty("items").EnumerateArray());
    }

    [Theory, EachDatabase]
    public async Task What_could_not_be_asked_about_for_a_day_is_settled_by_a_person_and_never_sent_by_itself(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.Script = _ => FakeStep.Fail(500);
        twilio.Listing.Fails = _ => true;
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings, serverSettings: Soon);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(2));
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("inDoubt").GetInt64() == 2);
        await AgeAsync(road);
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");
        var messages = (await road.Client.GetJsonAsync($"/api/v1/messages?campaign={campaign}")).GetProperty("items").EnumerateArray().ToList();
        Assert.All(messages, message => Assert.Equal("review", message.GetProperty("reason").GetString()));
        Assert.Contains(
            (await road.Client.GetJsonAsync("/api/v1/alerts?open=true")).GetProperty("items").EnumerateArray(), alert => alert.GetProperty("kind").GetString() == "messages-under-review");
        var proof = await road.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/proof");
        Assert.Equal(2, proof.GetProperty("underReview").GetInt64());
        Assert.Equal(2, twilio.Log.SendCount);

        twilio.Script = null;
        var sent = await Road.Road.PostAsync(road.Client, $"/api/v1/messages/{messages[0].GetProperty("id").GetString()}/settle", new { outcome = "sent" });
        Assert.Equal("accepted", sent.GetProperty("status").GetString());
        await Road.Road.PostAsync(road.Client, $"/api/v1/messages/{messages[1].GetProperty("id").GetString()}/settle", new { outcome = "notSent" });
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed" && state.GetProperty("accepted").GetInt64() == 2);

        Assert.Equal(1, twilio.Log.Count);
        Assert.Empty((await road.Client.GetJsonAsync("/api/v1/alerts?open=true")).GetProperty("items").EnumerateArray());
        var again = await road.Client.PostJsonAsync($"/api/v1/messages/{messages[0].GetProperty("id").GetString()}/settle", """{"outcome":"sent"}""");
        Assert.Equal("message-not-under-review", await again.CodeAsync());
        var told = (await road.Client.GetJsonAsync("/api/v1/audit-log?action=message.settled")).GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("subject").GetString());
        Assert.Equal(messages.Take(2).Select(message => $"message:{message.GetProperty("id").GetString()}").Order(), told.Order());
    }

    [Theory, EachDatabase]
    public async Task The_proof_adds_up_and_each_row_stands_in_its_file(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.RefuseRecipient(Road.Road.Number(3), 21211);
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        var list = await road.ListOfAsync(20);
        await Road.Road.PostAsync(road.Client, "/api/v1/opt-outs", new { phone = Road.Road.Number(7), reason = "asked on the phone" });
        var campaign = await road.CampaignAsync(list);
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");

        var proof = await road.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/proof");
        Assert.Equal(20, proof.GetProperty("planned").GetInt64());
        Assert.Equal(18, proof.GetProperty("accepted").GetInt64());
        Assert.Equal(1, proof.GetProperty("refused").GetProperty("invalidNumber").GetInt64());
        Assert.Equal(1, proof.GetProperty("skipped").GetProperty("optedOut").GetInt64());
        Assert.Equal(0, proof.GetProperty("acceptedTwice").GetInt64());
        Assert.True(proof.GetProperty("addsUp").GetBoolean());
        var file = await road.Client.GetStringAsync(new Uri($"/api/v1/campaigns/{campaign}/proof.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(21, file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains($"\"'{Road.Road.Number(5)}\"", file, StringComparison.Ordinal);
        var given = (await road.Client.GetJsonAsync("/api/v1/audit-log?action=data.exported")).GetProperty("items").EnumerateArray().Single();
        Assert.Equal($"campaign:{campaign}", given.GetProperty("subject").GetString());
    }

    /// <summary>As if a day and more had gone by since the attempts.</summary>
    private static async Task AgeAsync(Road.Road road)
    {
        await using var db = road.Server.Database.OpenEverybody();
        var dayBefore = TimeProvider.System.GetUtcNow().AddHours(-25);
        await db.Set<Carillon.Sending.SendAttempt>().ExecuteUpdateAsync(
            set => set.SetProperty(x => x.StartedAt, dayBefore).SetProperty(x => x.LookAt, (DateTimeOffset?)null), TestContext.Current.CancellationToken);
    }
}
