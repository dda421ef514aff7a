using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Compliance;
using Carillon.Primitives;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;

namespace Carillon.Tests.Contacts;

/// <summary>Checks of people who are stored already, over a socket: cost before, results and cost after, nobody asked twice.</summary>
public sealed class NumberCheckRunTests
{
    private const string Checks = "/api/v1/number-checks";

    [Theory, EachDatabase]
    public async Task Twilio_is_asked_once_about_each_number_and_errors_make_nothing_invalid(Engine engine)
    {
        await using var lookup = await FakeTwilioLookup.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", lookup.Settings);
        await AddAsync(road.Client, 12);
        await BarAsync(road, "+14152000001");

        var before = await road.Client.GetJsonAsync($"{Checks}/estimate?validation=twilioLookup");
        var first = await DoneAsync(road.Client, """{"validation":"twilioLookup"}""");
        var after = await road.Client.GetJsonAsync($"{Checks}/estimate?validation=twilioLookup");
        var second = await DoneAsync(road.Client, """{"validation":"twilioLookup"}""");

        Of(before, "numbers", "known", "toAsk").Should().Equal(12, 0, 12);
        first.GetProperty("status").GetString().Should().Be("completed");
        // 02 and 09 take no texts, 03 does not exist, of 04 the line is not told, 05 is an error "not found", which says nothing of the number, and 06 answered nonsense.
        Of(first, "total", "done", "asked", "mobile", "landline", "invalid", "unknown").Should().Equal(12, 12, 10, 6, 2, 1, 3);
        Of(after, "numbers", "known", "toAsk").Should().Equal(12, 10, 2);
        foreach (var (outcome, numbers) in new[] { ("mobile", 6), ("landline", 2), ("invalid", 1), ("unknown", 3) })
        {
            var rows = await road.Client.GetJsonAsync($"{Checks}/{first.GetProperty("id").GetString()}/numbers?outcome={outcome}");
            rows.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("outcome").GetString()).Should().HaveCount(numbers).And.AllBe(outcome);
        }

        Of(second, "done", "asked", "mobile", "landline", "invalid", "unknown").Should().Equal(12, 0, 6, 2, 1, 3);
        lookup.Asked.GroupBy(number => number[^2..]).Where(group => group.Count() > 1).Select(group => group.Key).Should().BeEquivalentTo(["05", "06", "07"]);
        var people = (await road.Client.GetJsonAsync("/api/v1/contacts?limit=50")).GetProperty("items").EnumerateArray().ToDictionary(person => person.GetProperty("phone").GetString()![^2..], person => person.GetProperty("lineType").GetString());
        (people["01"], people["02"], people["06"], people["08"], people["09"]).Should().Be(("mobile", "landline", "unknown", "voip", "tollFree"));
        var barred = (await road.Client.GetJsonAsync("/api/v1/suppressions?limit=50")).GetProperty("items").EnumerateArray()
            .Select(row => row.GetProperty("phone").GetString()![^2..] + " " + row.GetProperty("reason").GetString());
        barred.Should().BeEquivalentTo(["02 landline", "03 invalid"], "01 is a mobile line, whatever was told of it before");
    }

    [Fact]
    public async Task A_login_that_is_not_taken_stops_the_check_and_says_why()
    {
        await using var lookup = await FakeTwilioLookup.StartAsync();
        await using var road = await Road.Road.StartAsync(Engine.Sqlite, "twilio", lookup.Settings);
        await AddAsync(road.Client, 3);
        lookup.IsLoginTaken = false;

        var stopped = await DoneAsync(road.Client, """{"validation":"twilioLookup"}""");

        stopped.GetProperty("status").GetString().Should().Be("stopped");
        stopped.GetProperty("failure").GetString().Should().Be("Twilio does not take the login.");
        Of(stopped, "done", "asked", "invalid").Should().Equal(0, 0, 0);
        (await road.Client.GetJsonAsync("/api/v1/alerts?open=true")).GetProperty("items").EnumerateArray()
            .Select(alert => $"{alert.GetProperty("kind").GetString()} {alert.GetProperty("subject").GetString()}").Should().Equal("number-checks-stopped Twilio");

        // An address behind which there is no Lookup answers every number with 404.
        var account = (await road.Client.GetJsonAsync("/api/v1/accounts")).GetProperty("items").EnumerateArray().Single(one => one.GetProperty("provider").GetString() == "twilio").GetProperty("id").GetString();
        await road.Client.PatchJsonAsync($"/api/v1/accounts/{account}", JsonSerializer.Serialize(new { settings = new { baseUrl = $"{lookup.Settings["baseUrl"]}elsewhere/" } }));
        (lookup.IsLoginTaken, lookup.NotFound) = (true, "<html>nothing here</html>");
        var nowhere = await DoneAsync(road.Client, """{"validation":"twilioLookup"}""");
        nowhere.GetProperty("failure").GetString().Should().Be("There is no Twilio Lookup at the account's address.");
        Of(nowhere, "done", "invalid").Should().Equal(0, 0);
        await road.Client.PatchJsonAsync($"/api/v1/accounts/{account}", JsonSerializer.Serialize(new { settings = new { baseUrl = lookup.Settings["baseUrl"] } }));

        var path = $"{Checks}/{stopped.GetProperty("id").GetString()}";
        using var resumed = await road.Client.PostJsonAsync($"{path}/resume", "{}");
        resumed.StatusCode.Should().Be(HttpStatusCode.OK);
        var done = await EndedAsync(road.Client, path);
        done.GetProperty("failure").ValueKind.Should().Be(JsonValueKind.Null);
        Of(done, "total", "done", "asked", "mobile", "landline", "invalid").Should().Equal(3, 3, 3, 1, 1, 1);
        using var again = await road.Client.PostJsonAsync($"{path}/resume", "{}");
        (await again.JsonAsync()).GetProperty("status").GetString().Should().Be("completed");
    }

    [Fact]
    public async Task NumVerify_tells_what_it_costs_before_and_after()
    {
        await using var numverify = await FakeNumverify.StartAsync();
        await using var road = await Road.Road.StartAsync(Engine.Sqlite, "numverify", numverify.Settings);
        await AddAsync(road.Client, 4);
        var account = (await road.Client.GetJsonAsync("/api/v1/accounts")).GetProperty("items").EnumerateArray().Single(one => one.GetProperty("provider").GetString() == "numverify").GetProperty("id").GetString();
        (await road.Client.PatchJsonAsync($"/api/v1/accounts/{account}", """{"pricePerSegment":{"amount":"0.005","currency":"USD"}}""")).IsSuccessStatusCode.Should().BeTrue();

        var before = await road.Client.GetJsonAsync($"{Checks}/estimate?validation=numverify");
        var done = await DoneAsync(road.Client, """{"validation":"numverify"}""");

        before.GetProperty("cost").GetProperty("amount").GetString().Should().Be("0.02");
        Of(done, "asked", "mobile", "landline", "invalid", "unknown").Should().Equal(4, 1, 1, 1, 1);
        done.GetProperty("cost").GetProperty("amount").GetString().Should().Be("0.02");
        using var wrong = await road.Client.PostJsonAsync(Checks, """{"validation":"shoe"}""");
        (await wrong.FieldsAsync()).Should().Equal("validation");
        using var missing = await road.Client.PostJsonAsync(Checks, """{"validation":"twilioLookup"}""");
        (await missing.FieldsAsync()).Should().Equal("validation");
    }

    /// <summary>As carriers told of a number before.</summary>
    private static async Task BarAsync(Road.Road road, string number)
    {
        await using var db = road.Server.Database.OpenEverybody();
        db.AddRange(new[] { SkipReason.Invalid, SkipReason.Landline, SkipReason.Unreachable }.Select(reason => new Suppression
        {
            WorkspaceId = road.Server.Workspace,
            Phone = PhoneNumber.FromStored(number),
            Channel = Channel.Sms,
            Reason = reason,
            At = DateTimeOffset.UnixEpoch,
        }));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }

    private static IEnumerable<long> Of(JsonElement json, params string[] names) => names.Select(name => json.GetProperty(name).GetInt64());

    private static async Task AddAsync(HttpClient client, int count)
    {
        for (var n = 1; n <= count; n++)
        {
            (await client.PostJsonAsync("/api/v1/contacts", $$"""{"phone":"41520000{{n:00}}"}""")).StatusCode.Should().Be(HttpStatusCode.Created);
        }
    }

    private static async Task<JsonElement> DoneAsync(HttpClient client, string body)
    {
        using var answer = await client.PostJsonAsync(Checks, body);
        answer.StatusCode.Should().Be(HttpStatusCode.Accepted);
        return await EndedAsync(client, $"{Checks}/{(await answer.JsonAsync()).GetProperty("id").GetString()}");
    }

    private static async Task<JsonElement> EndedAsync(HttpClient client, string path)
    {
        while (true)
        {
            var run = await client.GetJsonAsync(path);
            if (run.GetProperty("status").GetString() != "running")
            {
                return run;
            }

            await Task.Yield();
        }
    }
}
