using System.Globalization;
using System.Text.Json;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;

namespace Carillon.Tests.Road;

/// <summary>Whom the law holds back, and that what was planned is what is sent: through a provider on a socket, at whatever hour the test runs.</summary>
public sealed class LawfulRoadTests
{
    private static readonly string[] AreaCodes = ["212", "850", "423", "208", "928", "867", "800", "401", "205", "808", "907", "416", "709", "671", "214", "801"];

    [Theory, EachDatabase]
    public async Task What_was_planned_is_what_is_sent(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings);
        List<string> people = [];
        foreach (var (n, area) in AreaCodes.Index())
        {
            people.Add(await AddAsync(road, $"+1{area}5550100", n % 5 != 4));
            people.Add(await AddAsync(road, $"+1{area}5550101", true, n % 4 == 0 ? "America/Denver" : null, n % 3 == 0 ? "US-TX" : null));
        }

        await Road.PostAsync(road.Client, "/api/v1/opt-outs", new { phone = "+12125550101", reason = "asked" });
        var campaign = await MarketingAsync(road, people);

        var plan = (await road.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/plan?limit=500")).GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("contactId").GetString()!);
        var started = TimeProvider.System.GetUtcNow();
        await road.ActAsync(campaign, "start");
        var now = started.AddSeconds(1);
        var open = plan.Values.Count(item => item.TryGetProperty("earliest", out var earliest) && earliest.GetDateTimeOffset() <= now);
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("recipients").GetInt32() == people.Count && stats.GetProperty("accepted").GetInt32() == open);

        Assert.Equal(open, twilio.Log.SendCount);
        var messages = (await road.Client.GetJsonAsync($"/api/v1/messages?campaign={campaign}&limit=500")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(people.Count, messages.Count);
        foreach (var message in messages)
        {
            var planned = plan[message.GetProperty("contactId").GetString()!];
            switch (message.GetProperty("status").GetString())
            {
                case "skipped":
                    Assert.Equal(planned.GetProperty("reason").GetString(), message.GetProperty("reason").GetString());
                    break;
                case "queued":
                    Assert.True(planned.GetProperty("earliest").GetDateTimeOffset() > now, message.ToString());
                    Assert.Equal("quietHours", message.GetProperty("reason").GetString());
                    break;
                default:
                    Assert.Equal(planned.GetProperty("body").GetString(), message.GetProperty("body").GetString());
                    Assert.True(planned.GetProperty("latest").GetDateTimeOffset() >= message.GetProperty("sentAt").GetDateTimeOffset(), message.ToString());
                    break;
            }
        }

        await AssertDecisionsAsync(road, messages);
    }

    [Theory, EachDatabase]
    public async Task A_number_that_got_enough_is_skipped_and_told_why(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings);
        await AddAsync(road, "+13055550100", true);
        for (var n = 0; n < 4; n++)
        {
            await Road.PostAsync(road.Client, "/api/v1/messages", new { to = "+13055550100", senderId = road.SenderId, body = $"Your code is {n}", purpose = "transactional" });
            await WaitAsync(twilio, Math.Min(n + 1, 3));
        }

        var skipped = await FirstAsync(road, "skipped");

        Assert.Equal("frequencyCap", skipped.GetProperty("reason").GetString());
        var decision = (await road.Client.GetJsonAsync($"/api/v1/messages/{skipped.GetProperty("id").GetString()}/decisions")).GetProperty("items")[0];
        Assert.Equal("frequency-us-fl", decision.GetProperty("rule").GetString());
        Assert.Equal("refused", decision.GetProperty("kind").GetString());
        Assert.Equal("US-FL", decision.GetProperty("facts").GetProperty("regions")[0].GetString());
        Assert.Equal(3, twilio.Log.SendCount);
        await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), "+13055550100", Road.From, "Which code?");
        await FirstAsync(road, "received");
        await Road.PostAsync(road.Client, "/api/v1/messages", new { to = "+13055550100", senderId = road.SenderId, body = "The last one", purpose = "transactional" });
        await WaitAsync(twilio, 4);
    }

    [Theory, EachDatabase]
    public async Task Who_has_no_number_is_skipped_with_a_decision_under_the_rules_that_held(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings);
        using (var own = await road.Client.PatchJsonAsync("/api/v1/rule-settings", """{"marketingPerDay": 1}"""))
        {
            Assert.True(own.IsSuccessStatusCode, await own.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        var person = await Road.PostAsync(road.Client, "/api/v1/contacts", new { email = "ada@acme.example", firstName = "Ada" });
        var list = await road.ListOfAsync(1);
        await Road.PostAsync(road.Client, $"/api/v1/lists/{list}/members", new { contactIds = new[] { person.GetProperty("id").GetString() } });
        var campaign = await road.CampaignAsync(list);

        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("accepted").GetInt32() == 1 && stats.GetProperty("skipped").TryGetProperty("noNumber", out var none) && none.GetInt32() == 1);

        var skipped = await FirstAsync(road, "skipped");
        var decision = (await road.Client.GetJsonAsync($"/api/v1/messages/{skipped.GetProperty("id").GetString()}/decisions")).GetProperty("items")[0];
        Assert.Equal("no-number", decision.GetProperty("rule").GetString());
        Assert.EndsWith("+own", decision.GetProperty("pack").GetString(), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task While_sending_is_stopped_nothing_leaves_and_nobody_is_lost(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(20));
        await Road.PostAsync(road.Client, "/api/v1/sending-stop", new { reason = "wrong price in the text" });

        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("queued").GetInt32() == 20);
        Assert.Contains("wrong price in the text", (await road.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}")).GetProperty("waiting").GetProperty("text").GetString());
        await road.Client.DeleteAsync(new Uri("/api/v1/sending-stop", UriKind.Relative));
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("accepted").GetInt32() == 20);

        Assert.Equal(20, twilio.Log.SendCount);
        Assert.Empty(twilio.Log.Duplicates());
    }

    [Theory, EachDatabase]
    public async Task A_campaign_that_waits_for_its_hours_says_so(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings);
        var inTwoDays = TimeProvider.System.GetUtcNow().AddDays(2).DayOfWeek.ToString()[..2].ToUpperInvariant();
        var campaign = await road.CampaignAsync(await road.ListOfAsync(5), more: new { window = new { start = "10:00", end = "11:00", days = new[] { inTwoDays }, timeZone = "recipient" } });

        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("queued").GetInt32() == 5);
        JsonElement now;
        do
        {
            now = await road.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}");
        }
        while (now.GetProperty("statusReason").ValueKind == JsonValueKind.Null && !TestContext.Current.CancellationToken.IsCancellationRequested);

        Assert.Equal("running", now.GetProperty("status").GetString());
        Assert.Equal("quietHours", now.GetProperty("statusReason").GetString());
        Assert.Equal(0, twilio.Log.SendCount);
    }

    private static async Task AssertDecisionsAsync(Road road, IEnumerable<JsonElement> messages)
    {
        foreach (var message in messages.Where(message => message.GetProperty("status").GetString() is "skipped" or "queued"))
        {
            var decisions = (await road.Client.GetJsonAsync($"/api/v1/messages/{message.GetProperty("id").GetString()}/decisions")).GetProperty("items");
            Assert.True(decisions.GetArrayLength() > 0, message.ToString());
            Assert.Equal(message.GetProperty("status").GetString() == "skipped" ? "refused" : "held", decisions[0].GetProperty("kind").GetString());
        }
    }

    private static async Task<string> AddAsync(Road road, string phone, bool isSubscribed, string? timeZone = null, string? region = null)
    {
        var contact = await Road.PostAsync(road.Client, "/api/v1/contacts", new { phone, firstName = "Ada", timeZone, region });
        if (isSubscribed)
        {
            await Road.PostAsync(road.Client, "/api/v1/opt-ins", new { phone, evidence = "till receipt" });
        }

        return contact.GetProperty("id").GetString()!;
    }

    private static async Task<string> MarketingAsync(Road road, IReadOnlyList<string> people) => (await Road.PostAsync(road.Client, "/api/v1/campaigns", new
    {
        name = "Autumn",
        audience = new { contactIds = people },
        body = "Harbor Bakery: hi {{ first_name }}, we open at nine. Reply STOP to opt out.",
        from = new { senderId = road.SenderId },
    })).GetProperty("id").GetString()!;

    private static async Task WaitAsync(FakeTwilio twilio, int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        await twilio.Log.WaitForAsync(count, patience.Token);
    }

    private static async Task<JsonElement> FirstAsync(Road road, string status)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1))
        {
            var found = (await road.Client.GetJsonAsync(string.Create(CultureInfo.InvariantCulture, $"/api/v1/messages?status={status}"))).GetProperty("items");
            if (found.GetArrayLength() > 0)
            {
                return found[0];
            }
        }

        throw new TimeoutException($"No message became {status}.");
    }
}
