using System.Text.Json;
using AwesomeAssertions;
using Carillon.Audiences;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;

namespace Carillon.Tests.Audiences;

/// <summary>Whom a campaign reaches, from the front door to the figures.</summary>
public sealed class AudienceTests
{
    [Theory]
    [InlineData(LineType.Mobile, null)]
    [InlineData(LineType.Unknown, null)]
    [InlineData(LineType.Voip, SkipReason.Landline)]
    [InlineData(LineType.TollFree, SkipReason.Landline)]
    [InlineData(LineType.Landline, SkipReason.Landline)]
    public void An_audience_of_mobile_lines_skips_every_line_known_to_be_another(LineType line, SkipReason? skip)
    {
        AudienceQuery.Skip(new Audience { IsMobileOnly = true }, line, isRecentlyContacted: false).Should().Be(skip);
        AudienceQuery.Skip(new Audience(), line, isRecentlyContacted: false).Should().Be(line is LineType.Landline ? SkipReason.Landline : null);
    }

    [Theory, EachDatabase]
    public async Task Segments_filters_and_exclusions_meet_in_one_audience(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        await AddAsync(road, 0, "US-FL", "vip");
        await AddAsync(road, 1, "US-FL", "cold");
        await AddAsync(road, 2, "US-NY", "vip");
        await AddAsync(road, 3, "US-TX", "none");
        var floridians = await SegmentAsync(road, "Floridians", """{"field": "region", "op": "eq", "value": "US-FL"}""");
        var cold = await SegmentAsync(road, "Cold", """{"field": "tags", "op": "contains", "value": "cold"}""");

        var campaign = await CampaignAsync(road, new
        {
            segments = new[] { floridians },
            filter = new { field = "region", op = "in", value = new[] { "US-NY" } },
            excludeSegments = new[] { cold },
        });
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("status").GetString() == "completed");

        twilio.Log.Acceptances().Select(message => message.To).Order().Should().Equal(Road.Road.Number(0), Road.Road.Number(2));
        var asked = await road.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}");
        asked.GetProperty("audience").GetProperty("filter").GetProperty("op").GetString().Should().Be("in");
    }

    [Theory, EachDatabase]
    public async Task Lists_by_filter_bring_and_exclude_whoever_matches_when_the_campaign_begins(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        var moving = await AddAsync(road, 0, "US-TX", "vip");
        await AddAsync(road, 1, "US-FL", "cold");
        await AddAsync(road, 2, "US-NY", "vip");
        await AddAsync(road, 3, "US-FL", "vip");
        await AddAsync(road, 4, "US-WA", "hand");
        var floridians = await ListAsync(road, "Floridians", """{"field": "region", "op": "eq", "value": "US-FL"}""");
        var cold = await ListAsync(road, "Cold", """{"field": "tags", "op": "eq", "value": "cold"}""");
        var warm = await ListAsync(road, "Warm and far", $$"""{"all": [{"field": "list", "op": "ne", "value": "{{floridians}}"}, {"field": "tags", "op": "eq", "value": "vip"}]}""");
        var hand = await ListAsync(road, "By hand", "null");
        await Road.Road.PostAsync(road.Client, $"/api/v1/lists/{hand}/members", new { contactIds = new[] { (await road.Client.GetJsonAsync("/api/v1/contacts?q=2000004")).GetProperty("items")[0].GetProperty("id").GetString() } });
        var campaign = await CampaignAsync(road, new
        {
            lists = new[] { floridians, hand },
            filter = new { field = "list", op = "eq", value = warm },
            excludeLists = new[] { cold },
        });

        (await road.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/estimate")).GetProperty("recipients").GetInt32().Should().Be(4);
        (await road.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/plan")).GetProperty("items").EnumerateArray().Select(row => row.GetProperty("to").GetString()).Order()
            .Should().Equal(Road.Road.Number(0), Road.Road.Number(2), Road.Road.Number(3), Road.Road.Number(4));
        using var moved = await road.Client.PatchJsonAsync($"/api/v1/contacts/{moving}", """{"tags": ["cold"]}""");
        moved.IsSuccessStatusCode.Should().BeTrue();
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("status").GetString() == "completed");

        twilio.Log.Acceptances().Select(message => message.To).Order().Should().Equal(Road.Road.Number(2), Road.Road.Number(3), Road.Road.Number(4));
        var everybody = await CampaignAsync(road, new { lists = new[] { warm, hand, floridians }, excludeLists = new[] { warm } });
        (await road.Client.GetJsonAsync($"/api/v1/campaigns/{everybody}/estimate")).GetProperty("recipients").GetInt32().Should().Be(3);
    }

    [Theory, EachDatabase]
    public async Task Who_was_reached_lately_and_who_has_a_landline_is_skipped_with_the_reason(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        var first = await AddAsync(road, 0, "US-FL", "a");
        await AddAsync(road, 1, "US-FL", "b");
        await PostAsync(road, "/api/v1/contacts", """{"phone": "+442079460000", "region": "US-FL"}""");
        var early = await CampaignAsync(road, new { contactIds = new[] { first } });
        await road.ActAsync(early, "start");
        await road.StatsWhenAsync(early, stats => stats.GetProperty("accepted").GetInt64() + stats.GetProperty("sent").GetInt64() + stats.GetProperty("delivered").GetInt64() == 1);

        var reached = await road.Client.GetJsonAsync($"/api/v1/contacts/{first}");
        reached.GetProperty("lastContactedAt").ValueKind.Should().Be(JsonValueKind.String);
        var campaign = await CampaignAsync(
            road, new { filter = new { field = "region", op = "eq", value = "US-FL" }, minDaysSinceContact = 7 });
        await road.ActAsync(campaign, "start");
        var stats = await road.StatsWhenAsync(campaign, stats => stats.GetProperty("recipients").GetInt64() == 3);

        stats.GetProperty("skipped").GetProperty("recentlyContacted").GetInt32().Should().Be(1);
        stats.GetProperty("skipped").GetProperty("landline").GetInt32().Should().Be(1);
        using var single = await road.Client.PostJsonAsync("/api/v1/messages", $$"""{"to": "+442079460000", "senderId": "{{road.SenderId}}", "body": "Hello"}""");
        (await single.CodeAsync()).Should().Be("opted-out", "a landline is not texted singly either");
        var behaviour = await PostAsync(road, "/api/v1/segments/preview", $$"""{"filter": {"field": "campaign", "op": "received", "value": "{{early}}"} }""");
        behaviour.GetProperty("count").GetInt32().Should().Be(1);
        behaviour = await PostAsync(road, "/api/v1/segments/preview", """{"filter": {"field": "lastContactedAt", "op": "notWithinDays", "value": 1}}""");
        behaviour.GetProperty("count").GetInt32().Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task An_audience_says_with_its_place_what_it_cannot_be()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (audience, place) in new[]
        {
            ("""{"segments": ["0123456789abcdef0123456789abcdef"]}""", "audience.segments"),
            ("""{"filter": {"all": [{"field": "nope", "op": "eq", "value": 1}]}}""", "audience.filter.all[0].field"),
            ("""{"minDaysSinceContact": 0}""", "audience.minDaysSinceContact"),
            ("""{"mobileOnly": "yes"}""", "audience.mobileOnly"),
        })
        {
            using var answer = await server.Client.PostJsonAsync("/api/v1/campaigns", $$"""{"name": "x", "audience": {{audience}}}""");

            (await answer.FieldsAsync()).Should().Equal([place], audience);
        }
    }

    private static async Task<string> AddAsync(Road.Road road, int number, string region, string tag) => (await PostAsync(
        road, "/api/v1/contacts", $$"""{"phone": "{{Road.Road.Number(number)}}", "region": "{{region}}", "tags": ["{{tag}}"]}""")).GetProperty("id").GetString()!; // every contact has an id

    private static async Task<string> ListAsync(Road.Road road, string name, string filter) =>
        (await PostAsync(road, "/api/v1/lists", $$"""{"name": "{{name}}", "filter": {{filter}}}""")).GetProperty("id").GetString()!; // every list has an id

    private static async Task<string> SegmentAsync(Road.Road road, string name, string filter) =>
        (await PostAsync(road, "/api/v1/segments", $$"""{"name": "{{name}}", "filter": {{filter}}}""")).GetProperty("id").GetString()!; // every segment has an id

    private static async Task<string> CampaignAsync(Road.Road road, object audience) => (await Road.Road.PostAsync(
        road.Client, "/api/v1/campaigns", new { name = "Autumn", audience, purpose = "transactional", body = "We open at nine.", from = new { senderId = road.SenderId } })).GetProperty("id").GetString()!; // every campaign has an id

    private static async Task<JsonElement> PostAsync(Road.Road road, string path, string json)
    {
        using var answer = await road.Client.PostJsonAsync(path, json);
        var body = await answer.JsonAsync();
        answer.IsSuccessStatusCode.Should().BeTrue(body.ToString());
        return body;
    }
}
