using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Campaigns;

/// <summary>That a campaign keeps the country's hours alone is a loosening: whose act it is, what is asked, and what stands in the audit log.</summary>
public sealed class HoursLooseningTests
{
    private const string Reason = "Counsel read the statute: texts with written consent are exempt";

    [Theory, EachDatabase]
    public async Task An_admins_key_loosens_and_tightens_a_campaigns_hours_and_both_are_in_the_audit_log(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var made = await Road.Road.PostAsync(server.Client, "/api/v1/campaigns", new { name = "Autumn", quietHours = "federal" });
        var id = made.GetProperty("id").GetString();
        made.GetProperty("quietHours").GetString().Should().Be("federal");

        (await PatchAsync(server.Client, id, new { quietHours = "strictest" })).StatusCode.Should().Be(HttpStatusCode.OK);
        (await PatchAsync(server.Client, id, new { quietHours = "federal", quietHoursReason = Reason })).StatusCode.Should().Be(HttpStatusCode.OK);
        (await PatchAsync(server.Client, id, new { name = "Winter" })).StatusCode.Should().Be(HttpStatusCode.OK);

        var loosened = await EntriesAsync(server.Client, "rule.loosened");
        loosened.Should().HaveCount(2).And.OnlyContain(entry => entry.GetProperty("subject").GetString() == $"campaign:{id}");
        loosened[0].GetProperty("facts").GetProperty("reason").GetString().Should().Be(Reason);
        loosened[0].GetProperty("facts").GetProperty("looser").GetString().Should().Be("quiet-hours");
        (await EntriesAsync(server.Client, "rule.changed")).Should().ContainSingle();
    }

    [Fact]
    public async Task A_key_that_may_only_write_or_send_loosens_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var id = (await Road.Road.PostAsync(server.Client, "/api/v1/campaigns", new { name = "Autumn" })).GetProperty("id").GetString();
        foreach (var scope in new[] { ApiScope.Write, ApiScope.Send })
        {
            using var client = await server.ClientOfAsync(scope);

            using var made = await client.PostJsonAsync("/api/v1/campaigns", """{"name": "Autumn", "quietHours": "federal"}""");
            using var changed = await PatchAsync(client, id, new { quietHours = "federal", quietHoursReason = Reason });

            made.StatusCode.Should().Be(HttpStatusCode.Forbidden);
            (await made.CodeAsync()).Should().Be("owner-only");
            changed.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        }

        (await server.Client.GetJsonAsync("/api/v1/campaigns")).GetProperty("items").EnumerateArray().Should().OnlyContain(row => row.GetProperty("quietHours").GetString() == "strictest");
        (await EntriesAsync(server.Client, "rule.loosened")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_person_has_to_be_an_owner_and_to_say_why()
    {
        await using var server = await TestServer.StartAsync();
        var id = (await Road.Road.PostAsync(server.Client, "/api/v1/campaigns", new { name = "Autumn" })).GetProperty("id").GetString();
        using var admin = await server.BrowserOfAsync(Role.Admin);
        using var owner = await server.BrowserOfAsync(Role.Owner);

        using var byAdmin = await PatchAsync(admin, id, new { quietHours = "federal", quietHoursReason = Reason });
        using var bare = await PatchAsync(owner, id, new { quietHours = "federal" });
        using var byOwner = await PatchAsync(owner, id, new { quietHours = "federal", quietHoursReason = Reason });

        byAdmin.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        bare.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await bare.FieldsAsync()).Should().Equal("quietHoursReason");
        byOwner.StatusCode.Should().Be(HttpStatusCode.OK);
        (await EntriesAsync(server.Client, "rule.loosened")).Should().ContainSingle();
    }

    [Fact]
    public async Task A_copy_keeps_the_strictest_hours_again()
    {
        await using var server = await TestServer.StartAsync();
        var id = (await Road.Road.PostAsync(server.Client, "/api/v1/campaigns", new { name = "Autumn", quietHours = "federal" })).GetProperty("id").GetString();

        var copy = await Road.Road.PostAsync(server.Client, $"/api/v1/campaigns/{id}/duplicate", null);

        copy.GetProperty("quietHours").GetString().Should().Be("strictest");
    }

    private static Task<HttpResponseMessage> PatchAsync(HttpClient client, string? id, object patch) => client.PatchJsonAsync($"/api/v1/campaigns/{id}", JsonSerializer.Serialize(patch));

    private static async Task<List<JsonElement>> EntriesAsync(HttpClient client, string action) =>
        [.. (await client.GetJsonAsync($"/api/v1/audit-log?action={action}")).GetProperty("items").EnumerateArray()];
}
