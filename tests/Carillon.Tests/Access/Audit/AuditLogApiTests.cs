using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Access.Audit;

public sealed class AuditLogApiTests
{
    [Theory, EachDatabase]
    public async Task What_is_done_through_the_api_is_listed_newest_first_with_who_did_it(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var key = await (await server.Client.PostJsonAsync("/api/v1/api-keys", """{"name": "till", "scope": "read"}""")).JsonAsync();
        var id = key.GetProperty("id").GetString();
        await server.Client.PatchJsonAsync("/api/v1/workspace", """{"quietHoursFor": "all"}""");
        await server.Client.PatchJsonAsync("/api/v1/workspace", """{"quietHoursFor": "marketing"}""");
        await server.Client.DeleteAsync($"/api/v1/api-keys/{id}");

        var first = await server.Client.GetJsonAsync("/api/v1/audit-log?limit=2&count=true");
        var second = await server.Client.GetJsonAsync($"/api/v1/audit-log?limit=2&cursor={first.GetProperty("nextCursor").GetString()}");
        var ofKey = await server.Client.GetJsonAsync($"/api/v1/audit-log?subject=api-key:{id}");

        Actions(first).Should().Equal("api-key.revoked", "rule.loosened");
        Actions(second).Should().Equal("workspace.changed", "api-key.made");
        Actions(ofKey).Should().Equal("api-key.revoked", "api-key.made");
        first.GetProperty("total").GetInt32().Should().Be(5); // with the key of the test itself
        var made = ofKey.GetProperty("items")[1];
        made.GetProperty("actor").GetString().Should().Be("key:test Admin");
        made.GetProperty("facts").GetProperty("scope").GetString().Should().Be("Read");
        (await server.Client.GetAsync("/api/v1/audit-log?from=soon&cursor=x")).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task What_is_done_to_campaigns_and_accounts_is_told_without_secrets()
    {
        await using var server = await TestServer.StartAsync();
        var campaign = (await (await server.Client.PostJsonAsync("/api/v1/campaigns", """{"name": "Autumn"}""")).JsonAsync()).GetProperty("id").GetString();
        await server.Client.PostJsonAsync($"/api/v1/campaigns/{campaign}/cancel", "{}");
        var made = await server.Client.PostJsonAsync("/api/v1/accounts", """{"name": "Main", "provider": "twilio", "settings": {"accountSid": "AC00000000000000000000000000000000", "authToken": "canary-1"}}""");
        var account = (await made.JsonAsync()).GetProperty("id").GetString();
        await server.Client.PatchJsonAsync($"/api/v1/accounts/{account}", """{"settings": {"authToken": "canary-2"}}""");
        await server.Client.DeleteAsync($"/api/v1/accounts/{account}");

        var log = await server.Client.GetJsonAsync("/api/v1/audit-log?limit=4");

        Actions(log).Should().Equal("account.deleted", "account.changed", "account.made", "campaign.cancelled");
        log.GetRawText().Should().NotContain("canary");
    }

    private static IEnumerable<string?> Actions(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("action").GetString());
}
