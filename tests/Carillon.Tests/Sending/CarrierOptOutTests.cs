using System.Text.Json;
using Carillon.Access;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Sending;

/// <summary>What a provider says at once, and what a caller says twice.</summary>
public sealed class CarrierOptOutTests
{
    [Theory, EachDatabase]
    public async Task What_a_refusal_tells_of_an_opt_out_or_of_the_number_itself_becomes_a_suppression(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.RefuseRecipient(Road.Road.Number(1), 21610);
        twilio.RefuseRecipient(Road.Road.Number(2), 21211);
        twilio.RefuseRecipient(Road.Road.Number(3), 21614);
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        var list = await road.ListOfAsync(5);
        var first = await road.CampaignAsync(list);
        await road.ActAsync(first, "start");
        var stats = await road.StatsWhenAsync(first, state => state.GetProperty("status").GetString() == "completed");
        Assert.Equal(3, stats.GetProperty("failed").GetInt64());

        var events = await road.Client.GetJsonAsync($"/api/v1/consent-events?phone={Uri.EscapeDataString(Road.Road.Number(1))}");
        var optOut = events.GetProperty("items").EnumerateArray().Single(entry => entry.GetProperty("kind").GetString() == "optOut");
        Assert.Equal("carrier", optOut.GetProperty("method").GetString());

        var second = await road.CampaignAsync(list);
        await road.ActAsync(second, "start");
        var again = await road.StatsWhenAsync(second, state => state.GetProperty("status").GetString() == "completed");
        Assert.Equal(1, again.GetProperty("skipped").GetProperty("optedOut").GetInt64());
        Assert.Equal(1, again.GetProperty("skipped").GetProperty("invalid").GetInt64());
        Assert.Equal(1, again.GetProperty("skipped").GetProperty("landline").GetInt64());
        Assert.Equal(2, again.GetProperty("accepted").GetInt64());
    }

    [Theory, EachDatabase]
    public async Task A_message_asked_for_again_after_its_answer_was_lost_is_the_first_one(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        var first = await SendAsync(road);
        await using (var db = road.Server.Database.OpenEverybody())
        {
            // As a process leaves it that died between its commit and the storing of its answer.
            Assert.Equal(1, await db.Set<IdempotentAnswer>().ExecuteDeleteAsync(TestContext.Current.CancellationToken));
        }

        var second = await SendAsync(road);
        await twilio.Log.WaitForAsync(1, TestContext.Current.CancellationToken);

        Assert.Equal(first.GetProperty("id").GetString(), second.GetProperty("id").GetString());
        await using var look = road.Server.Database.OpenEverybody();
        Assert.Equal(1, await look.Set<Carillon.Sending.OutboundMessage>().CountAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<JsonElement> SendAsync(Road.Road road)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/messages", UriKind.Relative));
        request.Headers.Add("Idempotency-Key", "order 17");
        request.Content = new StringContent(
            JsonSerializer.Serialize(new { to = Road.Road.Number(5), senderId = road.SenderId, body = "Your order is ready." }), System.Text.Encoding.UTF8, "application/json");
        var answer = await road.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        return await answer.JsonAsync();
    }
}
