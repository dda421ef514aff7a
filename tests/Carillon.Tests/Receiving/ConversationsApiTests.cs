using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Receiving;
using Carillon.Receiving.Inbox;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Receiving;

public sealed class ConversationsApiTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_conversation_shows_texts_both_ways_and_wishes_in_order_and_is_read(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings, answersKeywords: false);
        await HearAsync(road, twilio, "+16175550123", "Are you open?");
        await HearAsync(road, twilio, "+16175550124", "100% sure_thing");
        await HearAsync(road, twilio, "+16175550123", "STOP");
        while (Items(await road.Client.GetJsonAsync("/api/v1/messages?direction=outbound")).TrueForAll(x => x.GetProperty("status").GetString() is "queued" or "sending"))
        {
            // The confirmation stands at the time of its queueing until it is sent, and nobody may read it half before and half after.
        }

        var heads = Items(await road.Client.GetJsonAsync("/api/v1/conversations?unread=true"));
        heads.Select(x => x.GetProperty("lastText").GetString()).Should().Equal("STOP", "100% sure_thing");
        heads[0].GetProperty("unread").GetInt32().Should().Be(2);
        var id = heads[0].GetProperty("contactId").GetString();
        var entries = Items(await road.Client.GetJsonAsync($"/api/v1/conversations/{id}"));
        entries.Select(x => x.GetProperty("kind").GetString()).Should().StartWith(["message", "message", "consentEvent", "message"]);
        entries[3].GetProperty("message").GetProperty("direction").GetString().Should().Be("outbound");
        entries[3].GetProperty("message").GetProperty("body").GetString().Should().Contain("unsubscribed");

        (await PagedAsync(road, $"/api/v1/conversations/{id}?limit=1")).Should().Equal(entries.Select(Key));
        (await PagedAsync(road, $"/api/v1/conversations/{id}?limit=1&order=newest")).Should().Equal(entries.Select(Key).Reverse());
        var read = await road.Client.PostAsync(new Uri($"/api/v1/conversations/{id}/read", UriKind.Relative), null, Token);
        read.StatusCode.Should().Be(HttpStatusCode.OK);
        Items(await road.Client.GetJsonAsync("/api/v1/conversations?unread=true")).Should().ContainSingle();
    }

    [Theory]
    [EachDatabase("0123", 1)]
    [EachDatabase("617-555", 2)]
    [EachDatabase("SURE_thing", 1)]
    [EachDatabase("100%", 1)]
    [EachDatabase("sure%thing", 0)]
    [EachDatabase("\\", 0)]
    public async Task Conversations_are_found_by_number_and_last_text_letter_by_letter(Engine engine, string search, int found)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        await HearAsync(road, twilio, "+16175550123", "Are you open?");
        await HearAsync(road, twilio, "+16175550124", "100% sure_thing");

        Items(await road.Client.GetJsonAsync($"/api/v1/conversations?q={Uri.EscapeDataString(search)}")).Should().HaveCount(found);
    }

    [Theory, EachDatabase]
    public async Task Texts_of_both_directions_are_one_list(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings, answersKeywords: false);
        await HearAsync(road, twilio, "+16175550123", "HELP");

        var all = Items(await road.Client.GetJsonAsync("/api/v1/messages"));
        all.Select(x => x.GetProperty("direction").GetString()).Should().BeEquivalentTo("inbound", "outbound");
        var inbound = Items(await road.Client.GetJsonAsync("/api/v1/messages?direction=inbound&status=received")).Should().ContainSingle().Which;
        inbound.GetProperty("body").GetString().Should().Be("HELP");
        inbound.GetProperty("status").GetString().Should().Be("received");
        Items(await road.Client.GetJsonAsync("/api/v1/messages?status=delivered")).Should().BeEmpty();
        (await PagedAsync(road, "/api/v1/messages?limit=1")).Should().HaveCount(2).And.OnlyHaveUniqueItems();
        var one = await road.Client.GetJsonAsync($"/api/v1/messages/{inbound.GetProperty("id").GetString()}");
        one.GetProperty("from").GetString().Should().Be("+16175550123");
    }

    [Fact]
    public async Task Ids_of_another_workspace_are_not_found()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(Engine.Sqlite, "twilio", twilio.Settings);
        await HearAsync(road, twilio, "+16175550123", "Hello");
        var stranger = await road.Server.ClientOfAsync(ApiScope.Admin, await road.Server.AddWorkspaceAsync());
        var contact = Items(await road.Client.GetJsonAsync("/api/v1/conversations"))[0].GetProperty("contactId").GetString();
        var message = Items(await road.Client.GetJsonAsync("/api/v1/messages"))[0].GetProperty("id").GetString();
        var entry = Items(await road.Client.GetJsonAsync("/api/v1/webhook-events"))[0].GetProperty("id").GetString();

        foreach (var path in new[] { $"conversations/{contact}", $"messages/{message}", $"webhook-events/{entry}" })
        {
            (await road.Client.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative), Token)).StatusCode.Should().Be(HttpStatusCode.OK);
            (await stranger.GetAsync(new Uri($"/api/v1/{path}", UriKind.Relative), Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        }

        Items(await stranger.GetJsonAsync("/api/v1/conversations")).Should().BeEmpty();
    }

    [Fact]
    public async Task Events_that_failed_are_listed_and_tried_again()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(Engine.Sqlite, "twilio", twilio.Settings);
        await HearAsync(road, twilio, "+16175550123", "Hello");
        await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), "no number", Road.Road.From, "Hi", sid: "SM-bad", stop: Token);

        var failed = Items(await road.Client.GetJsonAsync("/api/v1/webhook-events?status=failed&type=received"));
        var id = failed.Should().ContainSingle().Which.GetProperty("id").GetString();
        failed[0].GetProperty("status").GetString().Should().Be("dead");
        failed[0].GetProperty("source").GetString().Should().Be("twilio");
        failed[0].GetProperty("lastError").GetString().Should().NotBeEmpty();
        var processed = Items(await road.Client.GetJsonAsync("/api/v1/webhook-events?status=processed"))[0].GetProperty("id").GetString();
        (await PostAsync(road, $"webhook-events/{id}/retry")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await (await PostAsync(road, $"webhook-events/{processed}/retry")).CodeAsync()).Should().Be("event-processed");
        var many = await road.Client.PostJsonAsync("/api/v1/webhook-events/retry", """{"filter": {"status": "failed"}}""");
        (await many.JsonAsync()).GetProperty("retried").GetInt32().Should().Be(1);
        (await road.Client.PostJsonAsync("/api/v1/webhook-events/retry", "{}")).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await road.Client.GetAsync(new Uri("/api/v1/webhook-events?status=lost", UriKind.Relative), Token)).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    /// <summary>Brings a text and has it handled, whoever is first: the engine or the test.</summary>
    private static async Task HearAsync(Road.Road road, FakeTwilio twilio, string from, string body)
    {
        Assert.Equal(200, await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), from, Road.Road.From, body, stop: Token));
        var worker = road.Server.Services.GetRequiredService<InboxWorker>();
        await using var db = road.Server.Database.OpenEverybody();
        while (await db.ProviderEvents.AnyAsync(x => x.Status == EventStatus.Pending, Token))
        {
            for (var partition = 0; partition < Partitions.Count; partition++)
            {
                await worker.RunRoundAsync(partition, Token);
            }
        }
    }

    private static Task<HttpResponseMessage> PostAsync(Road.Road road, string path) =>
        road.Client.PostAsync(new Uri($"/api/v1/{path}", UriKind.Relative), null, Token);

    private static List<JsonElement> Items(JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    private static string? Key(JsonElement entry) => entry.TryGetProperty("kind", out var kind)
        ? $"{kind.GetString()} {entry.GetProperty("at").GetString()}"
        : entry.GetProperty("id").GetString();

    private static async Task<List<string?>> PagedAsync(Road.Road road, string path)
    {
        List<string?> keys = [];
        string? cursor = null;
        do
        {
            var page = await road.Client.GetJsonAsync(path + (cursor is null ? "" : $"&cursor={cursor}"));
            keys.AddRange(Items(page).Select(Key));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        return keys;
    }
}
