using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Compliance;

/// <summary>Rules of a workspace's own: stricter at once, looser only by an owner with a reason, both in the audit log, and obeyed by the plan.</summary>
public sealed class RuleSettingsApiTests
{
    private const string Saturday = "2027-01-16T05:00:00Z"; // midnight in New York

    [Theory, EachDatabase]
    public async Task A_stricter_rule_holds_at_once_for_the_plan_and_is_in_the_audit_log(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var campaign = await CampaignAsync(server.Client, "+12125550100", Saturday);
        (await EarliestAsync(server.Client, campaign)).Should().Be("2027-01-16T13:00:00Z");

        var kept = await PatchAsync(server.Client, """{"hours": "11:00-17:00", "noSundays": true, "marketingPerDay": 1, "marketingPer30Days": 2}""");

        kept.GetProperty("hours").GetString().Should().Be("11:00-17:00");
        kept.GetProperty("looserThanPack").GetArrayLength().Should().Be(0);
        var item = (await server.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/plan")).GetProperty("items")[0];
        item.GetProperty("earliest").GetString().Should().Be("2027-01-16T16:00:00Z");
        item.GetProperty("latest").GetString().Should().Be("2027-01-16T21:54:59Z");
        item.GetProperty("rule").GetString().Should().Be("own-hours");
        var sunday = await CampaignAsync(server.Client, "+12125550101", "2027-01-17T05:00:00Z");
        (await EarliestAsync(server.Client, sunday)).Should().Be("2027-01-18T16:00:00Z");
        var entry = (await server.Client.GetJsonAsync("/api/v1/audit-log?action=rule.changed")).GetProperty("items")[0];
        entry.GetProperty("facts").GetProperty("before").GetString().Should().Contain("hours -");
        entry.GetProperty("facts").GetProperty("after").GetString().Should().Contain("hours 11:00-17:00").And.Contain("30 days 2");
    }

    [Fact]
    public async Task Simple_mode_keeps_one_rule_that_satisfies_all()
    {
        await using var server = await TestServer.StartAsync();
        await PatchAsync(server.Client, """{"simpleMode": true}""");

        (await EarliestAsync(server.Client, await CampaignAsync(server.Client, "+12125550100", Saturday))).Should().Be("2027-01-16T15:00:00Z");
        (await EarliestAsync(server.Client, await CampaignAsync(server.Client, "+12125550101", "2027-07-04T04:00:00Z"))).Should().Be("2027-07-06T14:00:00Z", "the 4th is a Sunday and the 5th its holiday");
    }

    [Fact]
    public async Task A_looser_cap_needs_a_reason_and_an_owner_and_is_told_as_loosened()
    {
        await using var server = await TestServer.StartAsync();
        using var admin = await server.BrowserOfAsync(Role.Admin);
        using var owner = await server.BrowserOfAsync(Role.Owner);

        using var bare = await server.Client.PatchJsonAsync("/api/v1/rule-settings", """{"marketingPerDay": 3}""");
        using var byAdmin = await admin.PatchJsonAsync("/api/v1/rule-settings", """{"marketingPerDay": 3, "reason": "The lottery results come thrice a day"}""");
        using var byOwner = await owner.PatchJsonAsync("/api/v1/rule-settings", """{"marketingPerDay": 3, "reason": "The lottery results come thrice a day"}""");

        bare.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await bare.JsonAsync()).GetProperty("errors").TryGetProperty("reason", out _).Should().BeTrue();
        byAdmin.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await byAdmin.CodeAsync()).Should().Be("owner-only");
        byOwner.StatusCode.Should().Be(HttpStatusCode.OK);
        (await byOwner.JsonAsync()).GetProperty("looserThanPack")[0].GetString().Should().Be("frequency-day");
        var entry = (await server.Client.GetJsonAsync("/api/v1/audit-log?action=rule.loosened")).GetProperty("items")[0];
        entry.GetProperty("facts").GetProperty("reason").GetString().Should().StartWith("The lottery");
        entry.GetProperty("facts").GetProperty("looser").GetString().Should().Be("frequency-day");
    }

    [Theory]
    [InlineData("""{"hours": "17:00-11:00"}""", "hours")]
    [InlineData("""{"hours": "from nine"}""", "hours")]
    [InlineData("""{"marketingPerDay": 0}""", "marketingPerDay")]
    [InlineData("""{"marketingPer30Days": 1000}""", "marketingPer30Days")]
    [InlineData("""{"simpleMode": null}""", "simpleMode")]
    [InlineData("""{"simple": true}""", "simple")]
    public async Task What_cannot_be_kept_is_refused_with_its_place(string patch, string place)
    {
        await using var server = await TestServer.StartAsync();

        using var answer = await server.Client.PatchJsonAsync("/api/v1/rule-settings", patch);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.JsonAsync()).GetProperty("errors").TryGetProperty(place, out _).Should().BeTrue();
    }

    private static async Task<JsonElement> PatchAsync(HttpClient client, string patch)
    {
        using var answer = await client.PatchJsonAsync("/api/v1/rule-settings", patch);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await answer.JsonAsync();
    }

    private static async Task<string?> EarliestAsync(HttpClient client, string campaign) =>
        (await client.GetJsonAsync($"/api/v1/campaigns/{campaign}/plan")).GetProperty("items")[0].GetProperty("earliest").GetString();

    private static async Task<string> CampaignAsync(HttpClient client, string phone, string startAt)
    {
        var contact = await Road.Road.PostAsync(client, "/api/v1/contacts", new { phone, firstName = "Ada" });
        await Road.Road.PostAsync(client, "/api/v1/opt-ins", new { phone, evidence = "till receipt" });
        var campaign = await Road.Road.PostAsync(client, "/api/v1/campaigns", new
        {
            name = "Autumn",
            audience = new { contactIds = new[] { contact.GetProperty("id").GetString() } },
            body = "Harbor Bakery: we open at nine. Reply STOP to opt out.",
            schedule = new { startAt },
        });
        return campaign.GetProperty("id").GetString()!; // every campaign has one
    }
}
