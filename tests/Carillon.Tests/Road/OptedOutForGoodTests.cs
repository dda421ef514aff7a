using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Compliance.Ledger;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Road;

/// <summary>A stop stays with the number, whatever becomes of the people who have it.</summary>
public sealed class OptedOutForGoodTests
{
    private const string Gone = "+14155552680";
    private const string Other = "+14155552681";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Deleted_imported_again_merged_and_erased_a_number_that_said_stop_is_never_texted(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings);
        await ImportAsync(road, Gone);
        (await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), Gone, Road.From, "STOP")).Should().Be(200);
        await NeverTextedAsync(road, twilio);

        (await road.Client.DeleteAsync(new Uri($"/api/v1/contacts/{await IdOfAsync(road, Gone)}", UriKind.Relative), Token)).IsSuccessStatusCode.Should().BeTrue();
        await NeverTextedAsync(road, twilio);

        await ImportAsync(road, Gone);
        await NeverTextedAsync(road, twilio);

        await ImportAsync(road, Other);
        var stays = await IdOfAsync(road, Other);
        await Road.PostAsync(road.Client, $"/api/v1/contacts/{await IdOfAsync(road, Gone)}/merge", new { into = stays });
        await NeverTextedAsync(road, twilio);
        await ImportAsync(road, Gone);
        await NeverTextedAsync(road, twilio);

        await Road.PostAsync(road.Client, $"/api/v1/contacts/{await IdOfAsync(road, Gone)}/erase", null);
        await NeverTextedAsync(road, twilio);
        await ImportAsync(road, Gone);
        await NeverTextedAsync(road, twilio);

        var finding = await road.Server.Services.GetRequiredService<LedgerCheck>().CheckAsync(road.Server.Workspace, Token);
        finding.IsSound.Should().BeTrue(finding.Why);
        twilio.Log.Sends().Should().NotContain(send => send.To == Gone);
    }

    /// <summary>A campaign to everybody, and a text to the number itself: neither leaves for it.</summary>
    private static async Task NeverTextedAsync(Road road, FakeTwilio twilio)
    {
        var people = (await road.Client.GetJsonAsync($"/api/v1/contacts?phone={Uri.EscapeDataString(Gone)}")).GetProperty("items").EnumerateArray()
            .Select(contact => contact.GetProperty("id").GetString()).ToList();
        if (people.Count > 0)
        {
            var campaign = (await Road.PostAsync(road.Client, "/api/v1/campaigns", new
            {
                name = "Autumn",
                purpose = "transactional",
                audience = new { contactIds = people },
                body = "Hi, we open at nine.",
                from = new { senderId = road.SenderId },
            })).GetProperty("id").GetString()!; // every campaign has one
            await road.ActAsync(campaign, "start");
            var stats = await road.StatsWhenAsync(campaign, stats => stats.GetProperty("status").GetString() == "completed");
            stats.GetProperty("skipped").GetProperty("optedOut").GetInt32().Should().Be(people.Count);
        }

        using var answer = await road.Client.PostJsonAsync(
            "/api/v1/messages", JsonSerializer.Serialize(new { to = Gone, senderId = road.SenderId, body = "Your table is ready", purpose = "transactional" }));
        if (answer.IsSuccessStatusCode)
        {
            await SkippedAsync(road, (await answer.JsonAsync()).GetProperty("id").GetString());
        }

        twilio.Log.Sends().Should().NotContain(send => send.To == Gone);
    }

    private static async Task SkippedAsync(Road road, string? message)
    {
        var begun = TimeProvider.System.GetTimestamp();
        JsonElement now;
        do
        {
            now = await road.Client.GetJsonAsync($"/api/v1/messages/{message}");
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), now.ToString());
        }
        while (now.GetProperty("status").GetString() is "queued" or "sending");

        now.GetProperty("status").GetString().Should().Be("skipped");
        now.GetProperty("reason").GetString().Should().Be("optedOut");
    }

    private static async Task ImportAsync(Road road, string phone)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes($"Phone,First Name\n{phone},Ada\n")) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } }, "file", "people.csv" },
            { new StringContent(JsonSerializer.Serialize(new { listName = "People", consent = new { sms = "subscribed", source = "till receipt" } })), "options" },
        };
        using var answer = await road.Client.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), form, Token);
        var id = (await answer.JsonAsync()).GetProperty("id").GetString();
        var begun = TimeProvider.System.GetTimestamp();
        string? status;
        do
        {
            status = (await road.Client.GetJsonAsync($"/api/v1/imports/{id}")).GetProperty("status").GetString();
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), status);
        }
        while (status is "queued" or "running");

        status.Should().Be("completed");
    }

    private static async Task<string> IdOfAsync(Road road, string phone) =>
        (await road.Client.GetJsonAsync($"/api/v1/contacts?phone={Uri.EscapeDataString(phone)}")).GetProperty("items")[0].GetProperty("id").GetString()!; // every contact has one
}
