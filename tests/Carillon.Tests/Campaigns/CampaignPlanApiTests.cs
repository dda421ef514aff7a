using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Carillon.Tests.Web;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Campaigns;

/// <summary>What a campaign would do is told before it does it.</summary>
public sealed class CampaignPlanApiTests
{
    private const string Night = "2027-01-13T05:00:00Z"; // midnight in New York

    [Fact]
    public async Task Every_recipient_has_hours_and_a_rule_or_a_reason()
    {
        await using var server = await TestServer.StartAsync();
        var world = await World.CreateAsync(server.Client, ("+12125550100", true), ("+18505550100", true), ("+18005550100", true), ("+14165550100", true), ("+12125550101", false));
        var campaign = await world.CampaignAsync(new { startAt = Night });

        var items = await world.PlanAsync(campaign);

        items.Should().HaveCount(5);
        Hours(items, "+12125550100").Should().Be(("2027-01-13T13:00:00Z", "2027-01-14T01:54:59Z", "quiet-hours-us-ny"));
        Hours(items, "+18505550100").Should().Be(("2027-01-13T14:00:00Z", "2027-01-14T00:54:59Z", "quiet-hours-us-fl"));
        Hours(items, "+18005550100").Should().Be(("2027-01-13T19:00:00Z", "2027-01-14T00:54:59Z", "quiet-hours-unknown"));
        Hours(items, "+14165550100").Should().Be(("2027-01-13T14:00:00Z", "2027-01-14T02:24:59Z", "quiet-hours-ca"));
        var refused = items.Single(item => item.TryGetProperty("reason", out _));
        refused.GetProperty("reason").GetString().Should().Be("noConsent");
        refused.TryGetProperty("to", out _).Should().BeFalse();
        var panhandle = items.Single(item => item.TryGetProperty("to", out var to) && to.GetString() == "+18505550100");
        panhandle.GetProperty("zones").EnumerateArray().Select(zone => zone.GetString()).Should().BeEquivalentTo("America/New_York", "America/Chicago");
        panhandle.GetProperty("body").GetString().Should().Be("Hi Ada, we open at nine. Reply STOP to opt out.");
        panhandle.GetProperty("segments").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task The_estimate_counts_what_the_plan_lists()
    {
        await using var server = await TestServer.StartAsync();
        var world = await World.CreateAsync(server.Client, ("+12125550100", true), ("+18005550100", true), ("+12125550101", false), ("+12125550102", false));
        await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+12125550102", "reason": "asked"}""");
        var campaign = await world.CampaignAsync(new { startAt = Night });

        var estimate = await server.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/estimate");

        estimate.GetProperty("recipients").GetInt32().Should().Be(2);
        estimate.GetProperty("excluded").GetProperty("noConsent").GetInt32().Should().Be(1);
        estimate.GetProperty("excluded").GetProperty("optedOut").GetInt32().Should().Be(1);
        estimate.GetProperty("excluded").GetProperty("landline").GetInt32().Should().Be(0);
        estimate.GetProperty("deferredByQuietHours").GetInt32().Should().Be(2);
        estimate.GetProperty("segments").GetInt32().Should().Be(2);
        estimate.GetProperty("encodings").GetProperty("GSM-7").GetInt32().Should().Be(2);
        estimate.GetProperty("firstSendAt").GetString().Should().Be("2027-01-13T13:00:00Z");
        estimate.GetProperty("lastSendAt").GetString().Should().Be("2027-01-13T19:00:00Z");
        estimate.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()).Should().Contain(warning => warning!.Contains("no time zone is known"));
    }

    /// <summary>Limits of the campaign, the sender and the account, and when the last of seven leaves; it begins at 19:00 in New York.</summary>
    [Theory]
    [InlineData("""{"perHour": 4}""", "{}", "{}", "2027-01-14T01:00:33Z")]
    [InlineData("""{"perSecond": 0.1, "perHour": 4}""", "{}", "{}", "2027-01-14T01:00:53Z")]
    [InlineData("""{"perHour": 3}""", "{}", "{}", "2027-01-14T13:00:00Z")] // its turn comes after nine in the evening
    [InlineData("""{"perDay": 3}""", "{}", "{}", "2027-01-15T13:00:00Z")]
    [InlineData("null", """{"perMinute": 3}""", "{}", "2027-01-14T00:02:06Z")]
    [InlineData("null", "{}", """{"perMinute": 2, "perSecond": 5}""", "2027-01-14T00:03:09Z")]
    [InlineData("null", """{"perDay": 5}""", """{"perSecond": 0.5}""", "2027-01-14T13:00:02Z")]
    [InlineData("null", "{}", "{}", "2027-01-14T00:00:00Z")]
    public async Task The_last_leaves_within_every_limit_that_the_engine_keeps(string pacing, string sender, string account, string last)
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.PatchJsonAsync("/api/v1/workspace", """{"timeZone": "America/New_York"}""");
        var world = await World.CreateAsync(server.Client, [.. Enumerable.Range(100, 7).Select(n => ($"+12125550{n}", true))]);
        var accounts = await server.Client.GetJsonAsync("/api/v1/accounts");
        await server.Client.PatchJsonAsync($"/api/v1/senders/{world.Sender}", $$"""{"limits": {{sender}}}""");
        await server.Client.PatchJsonAsync($"/api/v1/accounts/{accounts.GetProperty("items")[0].GetProperty("id").GetString()}", $$"""{"limits": {{account}}}""");
        var campaign = await world.CampaignAsync(new { startAt = "2027-01-14T00:00:00Z", expiresAt = "2027-01-18T00:00:00Z" });
        using var paced = await server.Client.PatchJsonAsync($"/api/v1/campaigns/{campaign}", $$"""{"pacing": {{pacing}}}""");
        paced.StatusCode.Should().Be(HttpStatusCode.OK);

        var estimate = await server.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/estimate");

        estimate.GetProperty("recipients").GetInt32().Should().Be(7, estimate.ToString());
        estimate.GetProperty("firstSendAt").GetString().Should().Be("2027-01-14T00:00:00Z");
        estimate.GetProperty("lastSendAt").GetString().Should().Be(last);
    }

    [Fact]
    public async Task A_start_behind_the_end_of_an_implied_consent_finds_none()
    {
        await using var server = await TestServer.StartAsync();
        var world = await World.CreateAsync(server.Client, ("+14165550123", false));
        var now = TimeProvider.System.GetUtcNow();
        var agreed = await server.Client.PostJsonAsync(
            "/api/v1/opt-ins", JsonSerializer.Serialize(new { phone = "+14165550123", evidence = new { source = "a question", obtainedAt = now.AddMonths(-6).AddDays(6) }, basis = "impliedInquiry" }));
        agreed.StatusCode.Should().Be(HttpStatusCode.Created);

        var (before, after) = (await EstimateAsync(now.AddHours(1)), await EstimateAsync(now.AddDays(9)));

        before.GetProperty("recipients").GetInt32().Should().Be(1);
        after.GetProperty("recipients").GetInt32().Should().Be(0);
        after.GetProperty("excluded").GetProperty("noConsent").GetInt32().Should().Be(1);

        async Task<JsonElement> EstimateAsync(DateTimeOffset startAt) =>
            await server.Client.GetJsonAsync($"/api/v1/campaigns/{await world.CampaignAsync(new { startAt })}/estimate");
    }

    [Fact]
    public async Task A_first_text_without_opt_out_words_is_told_beforehand_and_does_not_start()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.PatchJsonAsync("/api/v1/workspace", """{"name": "Harbor Bakery"}""");
        var world = await World.CreateAsync(server.Client, ("+12125550100", true), ("+12125550101", false));
        var campaign = await world.CampaignAsync(new { startAt = Night });
        using var changed = await server.Client.PatchJsonAsync($"/api/v1/campaigns/{campaign}", """{"body": "Hi, we open at nine."}""");
        await SentAsync(server, "+12125550100", "Reply STOP to opt out.", daysAgo: 31);
        await SentAsync(server, "+12125550100", "We open at nine.", daysAgo: 10);
        await SentAsync(server, "+12125550100", null, daysAgo: 1);

        var estimate = await server.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/estimate");
        using var refused = await server.Client.PostAsync(new Uri($"/api/v1/campaigns/{campaign}/start", UriKind.Relative), null);

        estimate.GetProperty("recipients").GetInt32().Should().Be(1);
        estimate.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()).Should()
            .Contain(warning => warning!.Contains("Harbor Bakery")).And.Contain(warning => warning!.Contains("Reply STOP"));
        refused.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await refused.JsonAsync()).GetProperty("errors").GetProperty("body")[0].GetString().Should().Contain("Reply STOP");
        await server.Client.PatchJsonAsync($"/api/v1/campaigns/{campaign}", """{"purpose": "transactional"}""");
        using var notice = await server.Client.PostAsync(new Uri($"/api/v1/campaigns/{campaign}/start", UriKind.Relative), null);
        notice.StatusCode.Should().Be(HttpStatusCode.OK);
        await SentAsync(server, "+12125550100", "Reply STOP to opt out.", daysAgo: 29);
        var second = await world.CampaignAsync(new { startAt = Night });
        await server.Client.PatchJsonAsync($"/api/v1/campaigns/{second}", """{"body": "Hi, we open at nine."}""");
        using var withinMonth = await server.Client.PostAsync(new Uri($"/api/v1/campaigns/{second}/start", UriKind.Relative), null);
        withinMonth.StatusCode.Should().Be(HttpStatusCode.OK, "once a month is enough");
    }

    [Fact]
    public async Task What_is_for_grown_ups_goes_to_whose_age_was_checked()
    {
        await using var server = await TestServer.StartAsync();
        var world = await World.CreateAsync(server.Client, ("+12125550100", true), ("+12125550101", true), ("+12125550102", true), ("+12125550103", true));
        await world.SayAgeAsync("+12125550100", "2026-03-01");
        await world.SayAgeAsync("+12125550101", "2199-01-01");
        await world.SayAgeAsync("+12125550102", "yes");
        var campaign = await world.CampaignAsync(new { startAt = Night });
        await server.Client.PatchJsonAsync($"/api/v1/campaigns/{campaign}", """{"body": "Harbor: craft beer on tap tonight. Reply STOP to opt out."}""");

        var items = await world.PlanAsync(campaign);
        var estimate = await server.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/estimate");

        items.Where(item => !HasNumber(item)).Should().HaveCount(3).And
            .OnlyContain(item => item.GetProperty("reason").GetString() == "ageUnverified" && item.GetProperty("rule").GetString() == "age-gate");
        items.Single(HasNumber).GetProperty("to").GetString().Should().Be("+12125550100");
        estimate.GetProperty("excluded").GetProperty("ageUnverified").GetInt32().Should().Be(3);
        estimate.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()).Should().Contain(warning => warning!.Contains("age_verified_at"));
        await server.Client.PatchJsonAsync($"/api/v1/campaigns/{campaign}", """{"purpose": "transactional"}""");
        (await world.PlanAsync(campaign)).Should().OnlyContain(item => HasNumber(item));
    }

    [Theory]
    [InlineData("0", "2027-01-14T01:59:59Z")]
    [InlineData("30", "2027-01-14T01:29:59Z")]
    public async Task Nothing_starts_closer_to_the_close_than_the_setting_says(string minutes, string latest)
    {
        await using var server = await TestServer.StartAsync(Engines.Engine.Sqlite, new Dictionary<string, string?> { ["Carillon:Compliance:CloseMarginMinutes"] = minutes });
        var world = await World.CreateAsync(server.Client, ("+12125550100", true));

        var item = (await world.PlanAsync(await world.CampaignAsync(new { startAt = Night }))).Single();

        item.GetProperty("latest").GetString().Should().Be(latest);
    }

    [Fact]
    public async Task Why_a_person_may_be_texted_or_not_is_told_with_every_reason()
    {
        await using var server = await TestServer.StartAsync();
        var world = await World.CreateAsync(server.Client, ("+12125550100", true), ("+12125550101", false));
        await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+12125550101", "reason": "asked at the counter"}""");
        var people = (await server.Client.GetJsonAsync("/api/v1/contacts")).GetProperty("items").EnumerateArray().ToDictionary(person => person.GetProperty("phone").GetString()!, person => person.GetProperty("id").GetString());

        var open = (await server.Client.GetJsonAsync($"/api/v1/contacts/{people["+12125550100"]}/texting")).GetProperty("marketing");
        var shut = (await server.Client.GetJsonAsync($"/api/v1/contacts/{people["+12125550101"]}/texting")).GetProperty("marketing");

        world.Should().NotBeNull();
        open.GetProperty("notBefore").ValueKind.Should().Be(JsonValueKind.String);
        open.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("rule").GetString()).Should().Contain("consent").And.Contain("quiet-hours-us-ny");
        open.GetProperty("reasons").EnumerateArray().Should().OnlyContain(reason => reason.GetProperty("source").GetString()!.Length > 3);
        shut.GetProperty("mayNow").GetBoolean().Should().BeFalse();
        shut.GetProperty("notBefore").ValueKind.Should().Be(JsonValueKind.Null);
        var suppressed = shut.GetProperty("reasons").EnumerateArray().First(reason => reason.GetProperty("rule").GetString() == "suppression");
        suppressed.GetProperty("effect").GetString().Should().Be("forbids");
        suppressed.GetProperty("source").GetString().Should().Contain("asked at the counter");
        suppressed.GetProperty("says").GetString().Should().EndWith(" UTC.");
        open.GetRawText().Should().NotContain("words");
        using var browser = await server.BrowserOfAsync(Role.Owner);
        (await browser.GetStringAsync(new Uri($"/contacts/{people["+12125550101"]}", UriKind.Relative), TestContext.Current.CancellationToken))
            .Should().Contain("Opted out since").And.NotContain(" UTC.", "a page tells times in the viewer's zone");
    }

    [Fact]
    public async Task A_window_and_local_time_narrow_the_law()
    {
        await using var server = await TestServer.StartAsync();
        var world = await World.CreateAsync(server.Client, ("+12125550100", true), ("+13125550100", true));
        var window = await world.CampaignAsync(new { startAt = Night }, new { start = "10:00", end = "12:00", days = new[] { "TH" }, timeZone = "recipient" });
        var local = await world.CampaignAsync(new { startAt = "2027-01-13T16:30:00Z", timeZone = "America/New_York", recipientLocalTime = true });

        var ofWindow = await world.PlanAsync(window);
        var ofLocal = await world.PlanAsync(local);

        Hours(ofWindow, "+12125550100").Should().Be(("2027-01-14T15:00:00Z", "2027-01-14T16:59:59Z", "campaign-window"));
        Hours(ofWindow, "+13125550100").Should().Be(("2027-01-14T16:00:00Z", "2027-01-14T17:59:59Z", "campaign-window"));
        Hours(ofLocal, "+12125550100").Earliest.Should().Be("2027-01-13T16:30:00Z");
        Hours(ofLocal, "+13125550100").Earliest.Should().Be("2027-01-13T17:30:00Z");
    }

    [Fact]
    public async Task A_plan_is_read_page_by_page()
    {
        await using var server = await TestServer.StartAsync();
        var world = await World.CreateAsync(server.Client, [.. Enumerable.Range(100, 5).Select(n => ($"+12125550{n}", true))]);
        var campaign = await world.CampaignAsync(new { startAt = Night });

        var first = await server.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/plan?limit=3");
        var second = await server.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/plan?limit=3&cursor={first.GetProperty("nextCursor").GetString()}");

        first.GetProperty("items").GetArrayLength().Should().Be(3);
        second.GetProperty("items").GetArrayLength().Should().Be(2);
        second.GetProperty("nextCursor").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("""{"window": {"start": "18:00", "end": "09:00"}}""", "window.end")]
    [InlineData("""{"window": {"start": "9am", "end": "18:00"}}""", "window.start")]
    [InlineData("""{"window": {"start": "09:00", "end": "18:00", "days": ["MO", "XX"]}}""", "window.days[1]")]
    [InlineData("""{"window": {"start": "09:00", "end": "18:00", "timeZone": "Mars/Olympus"}}""", "window.timeZone")]
    [InlineData("""{"schedule": {"timeZone": "Eastern Olympus Time"}}""", "schedule.timeZone")]
    [InlineData("""{"schedule": {"timeZone": "UTC+05"}}""", "schedule.timeZone")]
    [InlineData("""{"schedule": {"startAt": "2045-01-01T12:00:00Z"}}""", "schedule.startAt")]
    public async Task What_cannot_be_kept_is_refused_with_its_place(string fields, string place)
    {
        await using var server = await TestServer.StartAsync();
        var made = await server.Client.PostJsonAsync("/api/v1/campaigns", """{"name": "Autumn"}""");
        var id = (await made.JsonAsync()).GetProperty("id").GetString();

        var answer = await server.Client.PatchJsonAsync($"/api/v1/campaigns/{id}", fields);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.FieldsAsync()).Should().Contain(place);
    }

    [Fact]
    public async Task A_zone_as_Windows_names_it_is_kept_as_IANA_does()
    {
        await using var server = await TestServer.StartAsync();

        var made = await (await server.Client.PostJsonAsync(
            "/api/v1/campaigns",
            """{"name": "Autumn", "schedule": {"timeZone": "Eastern Standard Time"}, "window": {"start": "09:00", "end": "18:00", "timeZone": "Pacific Standard Time"}}""")).JsonAsync();
        using var moved = await server.Client.PatchJsonAsync("/api/v1/workspace", """{"timeZone": "Mountain Standard Time"}""");

        made.GetProperty("schedule").GetProperty("timeZone").GetString().Should().Be("America/New_York");
        made.GetProperty("window").GetProperty("timeZone").GetString().Should().Be("America/Los_Angeles");
        (await moved.JsonAsync()).GetProperty("timeZone").GetString().Should().Be("America/Denver");
    }

    /// <summary>As a campaign's text that left some days ago, or a single one where no words are given.</summary>
    private static async Task SentAsync(TestServer server, string number, string? words, int daysAgo)
    {
        var (run, campaign, sender) = (Id.New<RunId>(TimeProvider.System), Id.New<CampaignId>(TimeProvider.System), Id.New<SenderId>(TimeProvider.System));
        var at = TimeProvider.System.GetUtcNow().AddDays(-daysAgo).Stored();
        await using var db = server.Database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(TestContext.Current.CancellationToken);
        var message = new OutboundMessage
        {
            Id = Id.New<MessageId>(TimeProvider.System),
            WorkspaceId = server.Workspace,
            RunId = words is null ? default : run,
            CampaignId = words is null ? null : campaign,
            SenderId = sender,
            To = PhoneNumber.FromStored(number),
            Channel = Channel.Sms,
            Purpose = words is null ? Purpose.Transactional : Purpose.Marketing,
            Kind = words is null ? MessageKind.Direct : MessageKind.Campaign,
            Variant = "",
            Status = MessageStatus.Sent,
            QueuedAt = at,
            DueAt = at,
            ChangedAt = at,
        };
        db.Add(message);
        if (words is not null)
        {
            db.Add(new CampaignRun
            {
                Id = run,
                WorkspaceId = server.Workspace,
                CampaignId = campaign,
                Purpose = Purpose.Marketing,
                Channel = Channel.Sms,
                SenderId = sender,
                Texts = [new RunText("", 1, words)],
                CreatedAt = at,
            });
        }

        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        await db.OutboundMessages.Where(row => row.Id == message.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.SentAt, at), TestContext.Current.CancellationToken);
        await db.Runs.Where(row => row.Id == run).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, RunState.Completed), TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    private static bool HasNumber(JsonElement item) => item.TryGetProperty("to", out _);

    private static (string? Earliest, string? Latest, string? Rule) Hours(IEnumerable<JsonElement> items, string number)
    {
        var item = items.Single(item => item.TryGetProperty("to", out var to) && to.GetString() == number);
        return (item.GetProperty("earliest").GetString(), item.GetProperty("latest").GetString(), item.GetProperty("rule").GetString());
    }

    private sealed record World(HttpClient Client, string Sender, IReadOnlyList<string> Contacts)
    {
        public static async Task<World> CreateAsync(HttpClient client, params (string Number, bool IsSubscribed)[] people)
        {
            List<string> contacts = [];
            foreach (var (number, isSubscribed) in people)
            {
                var made = await client.PostJsonAsync("/api/v1/contacts", JsonSerializer.Serialize(new { phone = number, firstName = "Ada" }));
                contacts.Add((await made.JsonAsync()).GetProperty("id").GetString()!);
                if (isSubscribed)
                {
                    await client.PostJsonAsync("/api/v1/opt-ins", JsonSerializer.Serialize(new { phone = number, evidence = "till receipt" }));
                }
            }

            var senders = await client.GetJsonAsync("/api/v1/senders");
            return new World(client, senders.GetProperty("items")[0].GetProperty("id").GetString()!, contacts);
        }

        public async Task<string> CampaignAsync(object schedule, object? window = null)
        {
            var answer = await Client.PostJsonAsync("/api/v1/campaigns", JsonSerializer.Serialize(new
            {
                name = "Autumn",
                audience = new { contactIds = Contacts },
                body = "Hi {{ first_name }}, we open at nine. Reply STOP to opt out.",
                from = new { senderId = Sender },
                schedule,
                window,
            }));
            var made = await answer.JsonAsync();
            answer.StatusCode.Should().Be(HttpStatusCode.Created, made.ToString());
            return made.GetProperty("id").GetString()!;
        }

        public async Task SayAgeAsync(string phone, string checkedAt)
        {
            var found = await Client.GetJsonAsync($"/api/v1/contacts?phone={Uri.EscapeDataString(phone)}");
            using var changed = await Client.PatchJsonAsync(
                $"/api/v1/contacts/{found.GetProperty("items")[0].GetProperty("id").GetString()}", JsonSerializer.Serialize(new { attributes = new { age_verified_at = checkedAt } }));
            changed.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        public async Task<IReadOnlyList<JsonElement>> PlanAsync(string campaign) =>
            [.. (await Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/plan?limit=500")).GetProperty("items").EnumerateArray()];
    }
}
