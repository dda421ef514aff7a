using AwesomeAssertions;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;

namespace Carillon.Tests.Road;

/// <summary>What people write, through a provider's callbacks, and what then reaches the carrier.</summary>
public sealed class KeywordRoadTests
{
    private const string Them = "+16175550123";
    private const string Other = "+16175550124";
    private const string Reaction = "Liked “Harbor Bakery: we open at nine. Reply STOP to opt out.”";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Each_wish_is_answered_once_where_the_provider_answers_nothing_itself(Engine engine)
    {
        await using var openPhone = await FakeOpenPhone.StartAsync();
        await using var road = await OpenPhoneAsync(engine, openPhone, answersKeywords: false);

        await SayAsync(openPhone, road, Them, "please take me off this list", "STOP", Reaction, "HELP");
        await openPhone.Log.WaitForAsync(2, Token);
        await SayAsync(openPhone, road, Them, "START");
        await openPhone.Log.WaitForAsync(3, Token);
        await SayAsync(openPhone, road, Other, "ARRET");
        await openPhone.Log.WaitForAsync(4, Token);

        var bodies = openPhone.Log.Sends().Select(send => send.Body).ToList();
        bodies[0].Should().Contain("You are unsubscribed");
        bodies[1].Should().Contain("help at", "a second STOP within a day and a reaction get no answer");
        bodies[3].Should().NotContain("You are unsubscribed", "French is answered in French");
        openPhone.Log.Sends().Select(send => send.To).Should().Equal(Them, Them, Them, Other);
        var kinds = (await road.Client.GetJsonAsync($"/api/v1/consent-events?phone={Uri.EscapeDataString(Them)}")).GetProperty("items").EnumerateArray()
            .Select(said => said.GetProperty("kind").GetString()).Reverse();
        kinds.Should().Equal("optOut", "optOut", "help", "optIn");
    }

    [Theory, EachDatabase]
    public async Task A_word_that_the_provider_answers_itself_gets_no_second_answer(Engine engine)
    {
        await using var openPhone = await FakeOpenPhone.StartAsync();
        await using var road = await OpenPhoneAsync(engine, openPhone, answersKeywords: true);

        await SayAsync(openPhone, road, Them, "STOP", "HELP", "START", "take me off your list");
        await openPhone.Log.WaitForAsync(1, Token);
        await SayAsync(openPhone, road, Other, "no more texts please");
        await openPhone.Log.WaitForAsync(2, Token);

        openPhone.Log.Sends().Select(send => send.To).Should().BeSubsetOf([Them, Other]);
        openPhone.Log.Sends().Should().HaveCount(2);
        (await ConsentAsync(road, Them)).Should().Be("unsubscribed");
    }

    [Theory, EachDatabase]
    public async Task After_a_stop_a_number_is_never_texted_again_whatever_becomes_of_its_contact(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings);
        var phone = Road.Number(0);
        await road.ListOfAsync(1, "First");
        await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), phone, Road.From, "STOP", stop: Token);

        await road.Client.DeleteAsync(new Uri($"/api/v1/contacts/{await IdAsync(road, phone)}", UriKind.Relative), Token);
        (await SkippedAsync(road, await road.ListOfAsync(1, "After the deletion"))).Should().Be(1);
        var into = (await Road.PostAsync(road.Client, "/api/v1/contacts", new { email = "ada@example.com" })).GetProperty("id").GetString();
        await Road.PostAsync(road.Client, $"/api/v1/contacts/{await IdAsync(road, phone)}/merge", new { into });
        var merged = await Road.PostAsync(road.Client, "/api/v1/lists", new { name = "After the merge" });
        await Road.PostAsync(road.Client, $"/api/v1/lists/{merged.GetProperty("id").GetString()}/members", new { contactIds = new[] { await IdAsync(road, phone) } });
        (await SkippedAsync(road, merged.GetProperty("id").GetString()!)).Should().Be(1);
        await Road.PostAsync(road.Client, $"/api/v1/contacts/{await IdAsync(road, phone)}/erase", null);
        (await SkippedAsync(road, await road.ListOfAsync(1, "After the erasure"))).Should().Be(1);

        twilio.Log.SendCount.Should().Be(0);
    }

    private static async Task<Road> OpenPhoneAsync(Engine engine, FakeOpenPhone openPhone, bool answersKeywords) =>
        await Road.StartAsync(engine, "openphone", new Dictionary<string, string>(openPhone.Settings) { ["webhookSecret"] = FakeOpenPhoneCallbacks.OldKey }, answersKeywords);

    private static async Task SayAsync(FakeOpenPhone openPhone, Road road, string from, params string[] texts)
    {
        foreach (var text in texts)
        {
            (await openPhone.Callbacks.PostInboundAsync(road.CallbackUrl("openphone"), OpenPhoneFamily.App, from, Road.From, text, stop: Token)).Should().Be(200);
        }
    }

    private static async Task<string?> ConsentAsync(Road road, string phone) =>
        (await road.Client.GetJsonAsync($"/api/v1/contacts?phone={Uri.EscapeDataString(phone)}")).GetProperty("items")[0].GetProperty("consent").GetProperty("sms").GetString();

    private static async Task<string?> IdAsync(Road road, string phone) =>
        (await road.Client.GetJsonAsync($"/api/v1/contacts?phone={Uri.EscapeDataString(phone)}")).GetProperty("items")[0].GetProperty("id").GetString();

    private static async Task<int> SkippedAsync(Road road, string list)
    {
        var campaign = await road.CampaignAsync(list);
        await road.ActAsync(campaign, "start");
        var stats = await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");
        return stats.GetProperty("skipped").TryGetProperty("optedOut", out var count) ? count.GetInt32() : 0;
    }
}
