using System.Net;
using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Contacts;

/// <summary>Files of numbers that must not be texted, in and out.</summary>
public sealed class SuppressionsApiTests
{
    [Theory, EachDatabase]
    public async Task Every_row_of_a_file_is_counted_once_and_its_numbers_are_not_texted(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await SubscribeAsync(server.Client, "+12125550100");
        await Road.Road.PostAsync(server.Client, "/api/v1/opt-outs", new { phone = "+12125550101", reason = "asked" });

        var load = await LoadAsync(server.Client, "Name,Phone\nAda,(212) 555-0100\nBob,212-555-0101\nCid,+1 212 555 0100\nDan,nobody\n,\n", new { reason = "optedOut", source = "the platform before" });

        load.GetProperty("rowsRead").GetInt32().Should().Be(5);
        load.GetProperty("added").GetInt32().Should().Be(1);
        load.GetProperty("already").GetInt32().Should().Be(2);
        load.GetProperty("invalid").GetInt32().Should().Be(2);
        load.GetProperty("problems")[0].GetProperty("row").GetInt32().Should().Be(5);
        load.GetProperty("problems")[0].GetProperty("value").GetString().Should().Be("nobody");
        (await server.Client.GetJsonAsync("/api/v1/contacts?phone=%2B12125550100")).GetProperty("items")[0].GetProperty("consent").GetProperty("sms").GetString().Should().Be("unsubscribed");
        var said = (await server.Client.GetJsonAsync("/api/v1/consent-events?phone=%2B12125550100")).GetProperty("items")[0];
        said.GetProperty("kind").GetString().Should().Be("optOut");
        said.GetProperty("method").GetString().Should().Be("import");
        using var undo = await server.Client.PostAsync(new Uri($"/api/v1/suppression-imports/{load.GetProperty("id").GetString()}/undo", UriKind.Relative), null);
        undo.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await undo.CodeAsync()).Should().Be("opted-out");
        var file = await server.Client.GetStringAsync(new Uri("/api/v1/suppressions.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        file.Should().StartWith("phone,channel,reason,since\r\n").And.Contain("+12125550100,sms,optedOut,").And.Contain("+12125550101,sms,optedOut,");
    }

    [Theory, EachDatabase]
    public async Task A_do_not_call_list_spares_who_agreed_and_a_mistake_is_taken_back(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await SubscribeAsync(server.Client, "+12125550100");

        var load = await LoadAsync(
            server.Client, "2125550100\n2125550102\n2125550103\n", new { reason = "doNotCall", source = "national list", listedOn = Today(-3), exceptConsented = true });

        load.GetProperty("rowsRead").GetInt32().Should().Be(3);
        load.GetProperty("added").GetInt32().Should().Be(2);
        load.GetProperty("spared").GetInt32().Should().Be(1);
        (await server.Client.GetJsonAsync("/api/v1/suppressions?reason=doNotCall&count=true")).GetProperty("total").GetInt32().Should().Be(2);
        using var undo = await server.Client.PostAsync(new Uri($"/api/v1/suppression-imports/{load.GetProperty("id").GetString()}/undo", UriKind.Relative), null);
        (await undo.JsonAsync()).GetProperty("freed").GetInt32().Should().Be(2);
        (await server.Client.GetJsonAsync("/api/v1/suppressions")).GetProperty("items").GetArrayLength().Should().Be(0);
        using var again = await server.Client.PostAsync(new Uri($"/api/v1/suppression-imports/{load.GetProperty("id").GetString()}/undo", UriKind.Relative), null);
        (await again.CodeAsync()).Should().Be("import-undone");
    }

    [Fact]
    public async Task Marketing_that_relies_on_a_list_does_not_start_without_a_fresh_one()
    {
        await using var server = await TestServer.StartAsync();
        var contact = await SubscribeAsync(server.Client, "+12125550100");
        var sender = (await server.Client.GetJsonAsync("/api/v1/senders")).GetProperty("items")[0].GetProperty("id").GetString();
        var campaign = (await Road.Road.PostAsync(server.Client, "/api/v1/campaigns", new
        {
            name = "Autumn",
            audience = new { contactIds = new[] { contact } },
            body = "Harbor Bakery: we open at nine. Reply STOP to opt out.",
            from = new { senderId = sender },
        })).GetProperty("id").GetString();
        using var relies = await server.Client.PatchJsonAsync("/api/v1/rule-settings", """{"doNotCallScrub": true}""");

        (await StartAsync(server.Client, campaign)).Should().Contain("Load a do-not-call list first");
        await LoadAsync(server.Client, "2125550177\n", new { reason = "doNotCall", source = "national list", listedOn = Today(-33) });
        (await StartAsync(server.Client, campaign)).Should().Contain("at most 31 days");
        await LoadAsync(server.Client, "2125550177\n", new { reason = "doNotCall", source = "national list", listedOn = Today(-30) });
        (await StartAsync(server.Client, campaign)).Should().BeNull();
    }

    [Theory, EachDatabase]
    public async Task A_scheduled_campaign_whose_list_has_grown_old_when_it_is_due_is_a_draft_again(Engine engine)
    {
        var clock = new ShiftedClock();
        await using var server = await TestServer.StartAsync(engine, alter: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        var campaign = await ReliantAsync(server, new { schedule = new { startAt = clock.GetUtcNow().AddDays(20) } });
        (await ActAsync(server.Client, campaign, "schedule")).Should().BeNull();

        clock.Advance(TimeSpan.FromDays(20) + TimeSpan.FromSeconds(1));

        var stood = await UntilAsync(server.Client, campaign, "draft");
        stood.GetProperty("statusReason").GetString().Should().Be("incomplete");
        var entry = (await server.Client.GetJsonAsync("/api/v1/audit-log?action=campaign.not-started")).GetProperty("items")[0];
        entry.GetProperty("facts").GetProperty("audience").GetString().Should().Contain("at most 31 days");
        await LoadAsync(server.Client, "2125550177\n", new { reason = "doNotCall", source = "national list", listedOn = Today(20) });
        (await ActAsync(server.Client, campaign, "schedule")).Should().BeNull();
        (await UntilAsync(server.Client, campaign, "running", "completed")).GetProperty("statusReason").GetString().Should().NotBe("incomplete");
    }

    [Theory, EachDatabase]
    public async Task A_campaign_under_way_pauses_when_its_list_grows_old_and_goes_on_with_a_fresh_one_only(Engine engine)
    {
        var clock = new ShiftedClock();
        await using var server = await TestServer.StartAsync(engine, alter: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        var soon = clock.GetUtcNow().AddDays(4).DayOfWeek.ToString()[..2].ToUpperInvariant();
        var campaign = await ReliantAsync(server, new { window = new { start = "09:00", end = "20:00", days = new[] { soon }, timeZone = "recipient" } }, listed: -29);
        (await ActAsync(server.Client, campaign, "start")).Should().BeNull();
        (await UntilAsync(server.Client, campaign, "running")).GetProperty("statusReason").GetString().Should().NotBe("doNotCallList");

        clock.Advance(TimeSpan.FromDays(3)); // the list is of 32 days before

        (await UntilAsync(server.Client, campaign, "paused")).GetProperty("statusReason").GetString().Should().Be("doNotCallList");
        var entry = (await server.Client.GetJsonAsync("/api/v1/audit-log?action=campaign.paused")).GetProperty("items")[0];
        entry.GetProperty("facts").GetProperty("reason").GetString().Should().Contain("at most 31 days");
        entry.GetProperty("actor").GetString().Should().Be("system");
        (await ActAsync(server.Client, campaign, "resume")).Should().Contain("at most 31 days");
        await LoadAsync(server.Client, "2125550177\n", new { reason = "doNotCall", source = "national list", listedOn = Today(2) });
        (await ActAsync(server.Client, campaign, "resume")).Should().BeNull();
        (await server.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}")).GetProperty("status").GetString().Should().Be("running");
    }

    [Theory]
    [InlineData("""{"source": "x"}""", "options.reason")]
    [InlineData("""{"reason": "frequencyCap", "source": "x"}""", "options.reason")]
    [InlineData("""{"reason": "doNotCall"}""", "options.source")]
    [InlineData("""{"reason": "doNotCall", "source": "x", "listedOn": "2099-01-01"}""", "options.listedOn")]
    [InlineData("""{"reason": "complaint", "source": "x", "listedOn": "2026-01-01"}""", "options.listedOn")]
    [InlineData("""{"reason": "doNotCall", "source": "x", "listed": "2026-01-01"}""", "options.listed")]
    [InlineData("reason", "options")]
    public async Task A_file_without_its_story_is_refused_with_the_place(string options, string place)
    {
        await using var server = await TestServer.StartAsync();
        using var form = Form("2125550100\n"u8.ToArray(), options);

        using var answer = await server.Client.PostAsync(new Uri("/api/v1/suppression-imports", UriKind.Relative), form);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.JsonAsync()).GetProperty("errors").TryGetProperty(place, out _).Should().BeTrue((await answer.JsonAsync()).ToString());
    }

    [Fact]
    public async Task A_file_that_is_no_table_is_refused_as_a_whole()
    {
        await using var server = await TestServer.StartAsync();
        using var form = Form([0x25, 0x50, 0x44, 0x46, 0x2D], """{"reason": "doNotCall", "source": "x"}""");

        using var answer = await server.Client.PostAsync(new Uri("/api/v1/suppression-imports", UriKind.Relative), form);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.JsonAsync()).GetProperty("errors").GetProperty("file")[0].GetString().Should().Contain("PDF");
        (await server.Client.GetJsonAsync("/api/v1/suppression-imports")).GetProperty("items").GetArrayLength().Should().Be(0);
    }

    private static string Today(int days) => TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static Task<string?> StartAsync(HttpClient client, string? campaign) => ActAsync(client, campaign, "start");

    private static async Task<string?> ActAsync(HttpClient client, string? campaign, string action)
    {
        using var answer = await client.PostAsync(new Uri($"/api/v1/campaigns/{campaign}/{action}", UriKind.Relative), null);
        return answer.IsSuccessStatusCode ? null : (await answer.JsonAsync()).GetProperty("errors").GetProperty("audience")[0].GetString();
    }

    /// <summary>A campaign of a workspace that relies on a do-not-call list.</summary>
    private static async Task<string?> ReliantAsync(TestServer server, object more, int listed = -20)
    {
        using var relies = await server.Client.PatchJsonAsync("/api/v1/rule-settings", """{"doNotCallScrub": true}""");
        await LoadAsync(server.Client, "2125550177\n", new { reason = "doNotCall", source = "national list", listedOn = Today(listed) });
        var campaign = JsonSerializer.SerializeToNode(more)!.AsObject(); // an object is no null
        campaign["name"] = "Autumn";
        campaign["audience"] = JsonSerializer.SerializeToNode(new { contactIds = new[] { await SubscribeAsync(server.Client, "+12125550100") } });
        campaign["body"] = "Harbor Bakery: we open at nine. Reply STOP to opt out.";
        campaign["from"] = JsonSerializer.SerializeToNode(new { senderId = (await server.Client.GetJsonAsync("/api/v1/senders")).GetProperty("items")[0].GetProperty("id").GetString() });
        return (await Road.Road.PostAsync(server.Client, "/api/v1/campaigns", campaign)).GetProperty("id").GetString();
    }

    private static async Task<JsonElement> UntilAsync(HttpClient client, string? campaign, params string[] statuses)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var stands = await client.GetJsonAsync($"/api/v1/campaigns/{campaign}");
            if (statuses.Contains(stands.GetProperty("status").GetString()))
            {
                return stands;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), stands.ToString());
        }
    }

    private static async Task<string?> SubscribeAsync(HttpClient client, string phone)
    {
        var contact = await Road.Road.PostAsync(client, "/api/v1/contacts", new { phone, firstName = "Ada" });
        await Road.Road.PostAsync(client, "/api/v1/opt-ins", new { phone, evidence = "till receipt" });
        return contact.GetProperty("id").GetString();
    }

    private static async Task<JsonElement> LoadAsync(HttpClient client, string csv, object options)
    {
        using var form = Form(Encoding.UTF8.GetBytes(csv), JsonSerializer.Serialize(options));
        using var answer = await client.PostAsync(new Uri("/api/v1/suppression-imports", UriKind.Relative), form);
        var json = await answer.JsonAsync();
        answer.StatusCode.Should().Be(HttpStatusCode.Created, json.ToString());
        return json;
    }

    private static MultipartFormDataContent Form(byte[] file, string options) => new()
    {
        { new ByteArrayContent(file), "file", "numbers.csv" },
        { new StringContent(options), "options" },
    };
}
