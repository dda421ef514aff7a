using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Tests.Web;

namespace Carillon.Tests.Sending;

/// <summary>Logins, senders and single messages as programs meet them.</summary>
public sealed class AccountsApiTests
{
    [Theory]
    [InlineData("accounts")]
    [InlineData("senders")]
    public async Task A_patch_of_one_limit_leaves_the_others(string resource)
    {
        await using var server = await TestServer.StartAsync();
        var one = $"/api/v1/{resource}/{(await server.Client.GetJsonAsync($"/api/v1/{resource}")).GetProperty("items")[0].GetProperty("id").GetString()}"; // the simulator's

        await ChangeAsync("""{"limits": {"perSecond": 5, "concurrency": 2}}""");
        (await ChangeAsync("""{"limits": {"perDay": 100}}""")).Should().Be((5, null, 100, 2));
        (await ChangeAsync("""{"limits": {"perSecond": null}}""")).Should().Be((null, null, 100, 2));
        (await ChangeAsync("{}")).Should().Be((null, null, 100, 2));
        (await ChangeAsync("""{"limits": null}""")).Should().Be((null, null, null, null));
        using var unknown = await server.Client.PatchJsonAsync(one, """{"limits": {"perWeek": 1, "perDay": 0}}""");
        (await unknown.FieldsAsync()).Should().Equal("limits.perDay", "limits.perWeek");

        async Task<(double? PerSecond, int? PerMinute, int? PerDay, int? Concurrency)> ChangeAsync(string patch)
        {
            using var answer = await server.Client.PatchJsonAsync(one, patch);
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            var limits = (await answer.JsonAsync()).GetProperty("limits");
            return (Number("perSecond")?.GetDouble(), Number("perMinute")?.GetInt32(), Number("perDay")?.GetInt32(), Number("concurrency")?.GetInt32());

            JsonElement? Number(string name) => limits.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number : null;
        }
    }

    [Fact]
    public async Task Settings_are_taken_as_json_has_them_and_those_of_the_simulator_come_back_as_numbers()
    {
        await using var server = await TestServer.StartAsync();

        using var simulator = await server.Client.PostJsonAsync("/api/v1/accounts", """{"name": "Trial", "provider": "simulator", "settings": {"deliveryRate": 0.9, "failureRate": "0.1", "seed": 7}}""");
        using var two = await server.Client.PostJsonAsync("/api/v1/accounts", """
            {"name": "Main", "provider": "openphone", "settings": {"apiKey": "a-key-of-theirs", "webhookSecret": ["whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo="]}}
            """);

        var settings = (await simulator.JsonAsync()).GetProperty("settings");
        (settings.GetProperty("deliveryRate").GetDouble(), settings.GetProperty("failureRate").GetDouble(), settings.GetProperty("seed").GetInt32()).Should().Be((0.9, 0.1, 7));
        two.StatusCode.Should().Be(HttpStatusCode.Created, await two.Content.ReadAsStringAsync());
        (await two.JsonAsync()).GetProperty("settings").EnumerateObject().Should().BeEmpty();
    }

    [Fact]
    public async Task A_message_names_the_person_or_the_number_never_both()
    {
        await using var server = await TestServer.StartAsync();
        var sender = (await server.Client.GetJsonAsync("/api/v1/senders")).GetProperty("items")[0].GetProperty("id").GetString();
        using var ada = await server.Client.PostJsonAsync("/api/v1/contacts", """{"phone": "+14155552671"}""");
        var contact = (await ada.JsonAsync()).GetProperty("id").GetString();

        using var both = await server.Client.PostJsonAsync("/api/v1/messages", $$"""{"contactId": "{{contact}}", "to": "+12125550100", "senderId": "{{sender}}", "body": "Your table is ready"}""");

        both.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await both.FieldsAsync()).Should().Equal("to");
        (await server.Client.GetJsonAsync("/api/v1/messages?count=true")).GetProperty("total").GetInt32().Should().Be(0);

        using var sent = await server.Client.PostJsonAsync("/api/v1/messages", $$"""{"contactId": "{{contact}}", "senderId": "{{sender}}", "body": "Your table is ready"}""");
        var message = await sent.JsonAsync();
        message.GetProperty("from").GetString().Should().NotBeNull()
            .And.Be((await server.Client.GetJsonAsync($"/api/v1/messages/{message.GetProperty("id").GetString()}")).GetProperty("from").GetString());
    }

    [Fact]
    public async Task A_number_is_a_sender_once_an_account()
    {
        await using var server = await TestServer.StartAsync();
        var accounts = new List<string>();
        for (var n = 0; n < 2; n++)
        {
            using var made = await server.Client.PostJsonAsync("/api/v1/accounts", """{"name": "Trial", "provider": "simulator", "settings": {}}""");
            accounts.Add((await made.JsonAsync()).GetProperty("id").GetString()!); // was just made
        }

        (await AddAsync(accounts[0])).Should().Be(HttpStatusCode.Created);
        (await AddAsync(accounts[1])).Should().Be(HttpStatusCode.Created);
        (await AddAsync(accounts[1])).Should().Be(HttpStatusCode.Conflict);

        async Task<HttpStatusCode> AddAsync(string account)
        {
            using var answer = await server.Client.PostJsonAsync("/api/v1/senders", $$"""{"accountId": "{{account}}", "channel": "sms", "address": "+18575550199"}""");
            return answer.StatusCode;
        }
    }
}
