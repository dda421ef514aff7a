using System.Net;
using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Contacts.Imports;
using Carillon.Contacts.Numbers;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;

namespace Carillon.Tests.Contacts;

/// <summary>Imports that ask NumVerify, through the front door and over a socket.</summary>
public sealed class NumberCheckApiTests
{
    [Theory, EachDatabase]
    public async Task Counts_are_right_nobody_is_asked_twice_and_errors_make_nothing_invalid(Engine engine)
    {
        await using var numverify = await FakeNumverify.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "numverify", numverify.Settings);
        var csv = "Phone\n" + string.Concat(Enumerable.Range(1, 9).Select(n => $"41520000{n:00}\n"));

        var first = await ImportAsync(road, csv);
        var second = await ImportAsync(road, csv);

        Figures(first).Should().Be((9, 7, 0, 0, 1, 1)); // 02 is a landline, 03 does not exist, errors stay
        Figures(second).Should().Be((9, 0, 0, 7, 1, 1));
        numverify.Asked.GroupBy(number => number).Where(group => group.Count() > 1).Select(group => group.Key[^2..]).Order().Should().Equal("05", "06", "07");
        var people = await road.Client.GetJsonAsync("/api/v1/contacts?limit=50");
        people.GetProperty("items").EnumerateArray().Count(person => person.GetProperty("lineType").GetString() == "mobile").Should().Be(4);
    }

    [Fact]
    public async Task A_used_up_month_and_a_wrong_key_leave_every_number_as_it_was()
    {
        await using var numverify = await FakeNumverify.StartAsync();
        await using var road = await Road.Road.StartAsync(Engine.Sqlite, "numverify", numverify.Settings);
        numverify.Quota = 1;

        Figures(await ImportAsync(road, "Phone\n4152000003\n4152000002\n4152000001\n")).Should().Match<(long, long, long, long, long, long)>(figures => figures.Item1 == 3 && figures.Item6 <= 1);
        numverify.Key = "another";
        Figures(await ImportAsync(road, "Phone\n4152000103\n4152000102\n")).Should().Be((2, 2, 0, 0, 0, 0));
    }

    [Theory, EachDatabase]
    public async Task A_provider_that_refuses_is_alerted_once_and_the_import_says_how_many_were_not_checked(Engine engine)
    {
        await using var numverify = await FakeNumverify.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "numverify", numverify.Settings);
        var sound = await ImportAsync(road, "Phone\n4152000001\n4152000008\n");
        numverify.Key = "another";

        var first = await ImportAsync(road, "Phone\n4152000001\n4152000101\n4152000102\nx\n");
        await ImportAsync(road, "Phone\n4152000103\n");
        using var check = await road.Client.PostJsonAsync("/api/v1/number-checks", """{"validation":"numverify"}""");
        check.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var run = $"/api/v1/number-checks/{(await check.JsonAsync()).GetProperty("id").GetString()}";
        while ((await road.Client.GetJsonAsync(run)).GetProperty("status").GetString() == "running")
        {
            await Task.Yield();
        }

        sound.GetProperty("notChecked").ValueKind.Should().Be(JsonValueKind.Null);
        Figures(first).Should().Be((4, 2, 0, 1, 0, 1));
        first.GetProperty("notChecked").ToString().Should().Be("""{"count":2,"why":"NumVerify does not take the key."}""");
        first.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("code").GetString()).Should().Equal("invalid-phone");
        var listed = (await road.Client.GetJsonAsync("/api/v1/imports")).GetProperty("items").EnumerateArray().Select(import => import.GetProperty("notChecked"));
        listed.Select(missing => missing.ValueKind is JsonValueKind.Null ? 0 : missing.GetProperty("count").GetInt64()).Should().Equal(1, 2, 0);
        var alert = (await AlertsAsync(road)).Should().ContainSingle().Which;
        (alert.GetProperty("kind").GetString(), alert.GetProperty("subject").GetString()).Should().Be(("number-checks-stopped", "Numverify"));

        numverify.Key = "numverify-key";
        (await ImportAsync(road, "Phone\n4152000101\n")).GetProperty("notChecked").ValueKind.Should().Be(JsonValueKind.Null);
        (await AlertsAsync(road)).Should().BeEmpty("the provider answers again");
    }

    [Fact]
    public async Task A_used_up_month_is_not_asked_on_in_the_same_import()
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);
        var asked = 0;
        world.Checker.Answer = _ =>
        {
            Interlocked.Increment(ref asked);
            return new NumberAnswer.Untold("The month's NumVerify requests are used up.", false, true, null);
        };
        var import = await world.AcceptAsync(Encoding.UTF8.GetBytes("Phone\n4155552671\n4155552672\n4155552673\n4155552674\n"), new ImportOrder { Validation = "numverify" });

        await world.Run(batchSize: 1).RunAsync(import.Id, TestContext.Current.CancellationToken);

        asked.Should().Be(1);
        (await world.FindAsync(import.Id)).Should().BeEquivalentTo(new { Created = 4L, NotChecked = new NotCheckedView(4, "The month's NumVerify requests are used up.") });
    }

    [Fact]
    public async Task Without_an_account_the_options_are_refused()
    {
        await using var server = await TestServer.StartAsync();

        using var answer = await PostAsync(server.Client, "Phone\n4152000001\n");

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.FieldsAsync()).Should().Equal("options.validation");
    }

    [Theory, EachDatabase]
    public async Task A_person_is_forgotten_and_what_forbids_the_number_is_not(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        using var made = await server.Client.PostJsonAsync("/api/v1/contacts", """{"phone": "+14155552671", "firstName": "Quentin", "email": "q@example.com"}""");
        var id = (await made.JsonAsync()).GetProperty("id").GetString();
        using var optOut = await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+14155552671", "reason": "asked by phone"}""");
        optOut.IsSuccessStatusCode.Should().BeTrue();

        using var erased = await server.Client.PostJsonAsync($"/api/v1/contacts/{id}/erase", "{}");

        erased.StatusCode.Should().Be(HttpStatusCode.OK);
        (await server.Client.GetAsync(new Uri($"/api/v1/contacts/{id}", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await server.Client.GetStringAsync(new Uri("/api/v1/consent-events?limit=500", UriKind.Relative))).Should().NotContain("4155552671");
        using var again = await server.Client.PostJsonAsync("/api/v1/contacts", """{"phone": "+14155552671"}""");
        (await again.JsonAsync()).GetProperty("consent").GetProperty("sms").GetString().Should().Be("unsubscribed");
    }

    private static async Task<List<JsonElement>> AlertsAsync(Road.Road road) =>
        [.. (await road.Client.GetJsonAsync("/api/v1/alerts?open=true")).GetProperty("items").EnumerateArray().Where(alert => alert.GetProperty("kind").GetString() == "number-checks-stopped")];

    private static (long Rows, long Created, long Updated, long Unchanged, long Skipped, long Invalid) Figures(JsonElement import)
    {
        long Of(string name) => import.GetProperty(name).GetInt64();
        return (Of("rowsRead"), Of("created"), Of("updated"), Of("unchanged"), Of("skipped"), Of("invalid"));
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string csv)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(csv), "file", "people.csv" },
            { new StringContent("""{"validation": "numverify", "mobileOnly": true}"""), "options" },
        };
        return await client.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), form);
    }

    private static async Task<JsonElement> ImportAsync(Road.Road road, string csv)
    {
        using var answer = await PostAsync(road.Client, csv);
        var id = (await answer.JsonAsync()).GetProperty("id").GetString();
        await using var events = await road.Client.GetStreamAsync(new Uri($"/api/v1/imports/{id}/events", UriKind.Relative));
        using var reader = new StreamReader(events);
        await reader.ReadToEndAsync(TestContext.Current.CancellationToken); // it ends with the import
        return await road.Client.GetJsonAsync($"/api/v1/imports/{id}");
    }
}
