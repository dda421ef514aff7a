using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Access;

namespace Carillon.Tests.Web.Operations;

public sealed class HealthChecksApiTests
{
    [Fact]
    public async Task Each_check_says_what_was_seen_and_what_to_do()
    {
        await using var server = await TestServer.StartAsync();
        await AddTwilioAsync(server.Client, "Nobody home");

        using var run = await server.Client.PostAsync("/api/v1/health-checks", null);
        var kept = await server.Client.GetJsonAsync("/api/v1/health-checks");

        run.StatusCode.Should().Be(HttpStatusCode.Created);
        run.Headers.Location!.ToString().Should().Be("/api/v1/health-checks");
        var made = await run.JsonAsync();
        Names(made).Should().StartWith("settings").And.Contain(["data folder", "database", "tables", "clock", "callbacks", "ledger", "provider Simulator", "provider Nobody home"]);
        made.GetProperty("items").EnumerateArray().Single(check => check.GetProperty("status").GetString() == "problem")
            .GetProperty("advice").GetString().Should().Contain("credentials");
        kept.GetRawText().Should().Be(made.GetRawText(), "what was just looked at is not looked at again");
    }

    [Fact]
    public async Task Logins_of_another_workspace_are_neither_asked_nor_shown()
    {
        await using var server = await TestServer.StartAsync();
        await AddTwilioAsync(server.Client, "Nobody home");
        using var other = await server.ClientOfAsync(ApiScope.Admin, await server.AddWorkspaceAsync());

        Names(await other.GetJsonAsync("/api/v1/health-checks")).Should().Contain("provider Simulator").And.NotContain("provider Nobody home");
    }

    [Fact]
    public async Task They_come_in_pages_like_any_list()
    {
        await using var server = await TestServer.StartAsync();

        var first = await server.Client.GetJsonAsync("/api/v1/health-checks?limit=3");
        var rest = await server.Client.GetJsonAsync($"/api/v1/health-checks?cursor={first.GetProperty("nextCursor").GetString()}");

        Names(first).Concat(Names(rest)).Should().OnlyHaveUniqueItems().And.HaveCount(first.GetProperty("total").GetInt32());
        rest.GetProperty("nextCursor").ValueKind.Should().Be(JsonValueKind.Null);
    }

    private static async Task AddTwilioAsync(HttpClient client, string name)
    {
        using var answer = await client.PostJsonAsync(
            "/api/v1/accounts",
            $$$"""{"name": "{{{name}}}", "provider": "twilio", "settings": {"accountSid": "AC00000000000000000000000000000000", "authToken": "wrong", "baseUrl": "http://127.0.0.1:9"}}""");
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    private static IReadOnlyList<string?> Names(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(check => check.GetProperty("name").GetString())];
}
