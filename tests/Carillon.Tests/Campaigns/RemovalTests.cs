using System.Globalization;
using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Campaigns;

/// <summary>What a planned campaign means by a list, a segment or a sender cannot be taken from under it.</summary>
public sealed class RemovalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task What_a_planned_campaign_names_stays_until_it_is_cancelled(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var scene = await Scene.MakeAsync(server);
        var campaign = await scene.CampaignAsync(new { lists = new[] { scene.List }, excludeLists = new[] { scene.Left }, excludeSegments = new[] { scene.Segment } });
        using var planned = await server.Client.PostAsync(new Uri($"/api/v1/campaigns/{campaign}/schedule", UriKind.Relative), null, Token);
        planned.StatusCode.Should().Be(HttpStatusCode.OK, await planned.Content.ReadAsStringAsync(Token));

        foreach (var (path, code) in new[]
        {
            ($"lists/{scene.List}", "list-in-use"), ($"lists/{scene.Left}", "list-in-use"), ($"segments/{scene.Segment}", "segment-in-use"), ($"senders/{scene.Sender}", "sender-in-use"),
        })
        {
            using var refused = await scene.DeleteAsync(path);
            refused.StatusCode.Should().Be(HttpStatusCode.Conflict, path);
            var problem = await refused.JsonAsync();
            problem.GetProperty("code").GetString().Should().Be(code);
            problem.GetProperty("detail").GetString().Should().Contain("Autumn");
        }

        await scene.PostAsync($"campaigns/{campaign}/cancel", null);
        foreach (var path in new[] { $"lists/{scene.List}", $"lists/{scene.Left}", $"segments/{scene.Segment}", $"senders/{scene.Sender}" })
        {
            (await scene.DeleteAsync(path)).StatusCode.Should().Be(HttpStatusCode.NoContent, path);
        }
    }

    [Fact]
    public async Task A_list_that_a_filter_names_stays()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.MakeAsync(server);
        var without = await scene.PostAsync("segments", new { name = "Not those", filter = new { not = new { any = new[] { new { field = "list", op = "in", value = new[] { scene.Left } } } } } });

        using var refused = await scene.DeleteAsync($"lists/{scene.Left}");
        refused.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await refused.JsonAsync()).GetProperty("detail").GetString().Should().Contain("Not those");

        await scene.DeleteAsync($"segments/{without}");
        (await scene.DeleteAsync($"lists/{scene.Left}")).StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_draft_does_not_start_without_whom_it_leaves_out()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.MakeAsync(server);
        var campaign = await scene.CampaignAsync(new { lists = new[] { scene.List }, excludeLists = new[] { scene.Left }, excludeSegments = new[] { scene.Segment } });
        (await scene.DeleteAsync($"lists/{scene.Left}")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await scene.DeleteAsync($"segments/{scene.Segment}")).StatusCode.Should().Be(HttpStatusCode.NoContent);

        foreach (var action in new[] { "start", "schedule" })
        {
            using var refused = await server.Client.PostAsync(new Uri($"/api/v1/campaigns/{campaign}/{action}", UriKind.Relative), null, Token);
            refused.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
            (await refused.FieldsAsync()).Should().BeEquivalentTo("audience.excludeLists", "audience.excludeSegments");
        }
    }

    [Fact]
    public async Task A_campaign_comes_back_from_the_archive_as_it_went()
    {
        await using var server = await TestServer.StartAsync();
        var scene = await Scene.MakeAsync(server);
        var (draft, cancelled) = (await scene.CampaignAsync(new { lists = new[] { scene.List } }), await scene.CampaignAsync(new { lists = new[] { scene.List } }));
        await scene.PostAsync($"campaigns/{cancelled}/cancel", null);
        foreach (var (campaign, status) in new[] { (draft, "draft"), (cancelled, "cancelled") })
        {
            await scene.PostAsync($"campaigns/{campaign}/archive", null);
            using var again = await server.Client.PostAsync(new Uri($"/api/v1/campaigns/{campaign}/archive", UriKind.Relative), null, Token);
            (await again.JsonAsync()).GetProperty("code").GetString().Should().Be("campaign-archived");
            await scene.PostAsync($"campaigns/{campaign}/restore", null);
            (await server.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}")).GetProperty("status").GetString().Should().Be(status);
        }
    }

    [Fact]
    public async Task Half_of_a_character_is_saved_as_the_preview_says()
    {
        await using var server = await TestServer.StartAsync();

        using var made = await server.Client.PostJsonAsync("/api/v1/campaigns", """{"name": "Autumn", "body": "Hi \ud83d you"}""");
        (await made.JsonAsync()).GetProperty("body").GetString().Should().Be("Hi \uFFFD you");
        using var varied = await server.Client.PostJsonAsync("/api/v1/campaigns", """{"name": "Autumn", "variants": [{"key": "A", "weight": 1, "body": "a\udc00"}, {"key": "B", "weight": 1, "body": "b"}]}""");
        (await varied.JsonAsync()).GetProperty("variants")[0].GetProperty("body").GetString().Should().Be("a\uFFFD");
        using var nothing = await server.Client.PostJsonAsync("/api/v1/campaigns", """{"name": "Autumn", "body": "Hi \u0000 you"}""");
        nothing.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    private sealed class Scene(TestServer server)
    {
        public string List { get; private set; } = "";

        public string Left { get; private set; } = "";

        public string Segment { get; private set; } = "";

        public string Sender { get; private set; } = "";

        public static async Task<Scene> MakeAsync(TestServer server)
        {
            var scene = new Scene(server);
            scene.Sender = (await server.Client.GetJsonAsync("/api/v1/senders")).GetProperty("items")[0].GetProperty("id").GetString()!;
            scene.List = await scene.PostAsync("lists", new { name = "Everybody" });
            scene.Left = await scene.PostAsync("lists", new { name = "Left out" });
            scene.Segment = await scene.PostAsync("segments", new { name = "New ones", filter = new { field = "createdAt", op = "withinDays", value = 3 } });
            return scene;
        }

        public Task<string> CampaignAsync(object audience) => PostAsync("campaigns", new
        {
            name = "Autumn",
            purpose = "transactional",
            body = "We open at nine.",
            audience,
            from = new { senderId = Sender },
            schedule = new { startAt = TimeProvider.System.GetUtcNow().AddDays(3).ToString("O", CultureInfo.InvariantCulture) },
        });

        public async Task<string> PostAsync(string path, object? body)
        {
            using var answer = body is null
                ? await server.Client.PostAsync(new Uri($"/api/v1/{path}", UriKind.Relative), null, Token)
                : await server.Client.PostJsonAsync($"/api/v1/{path}", JsonSerializer.Serialize(body));
            var json = await answer.JsonAsync();
            answer.IsSuccessStatusCode.Should().BeTrue("{0}: {1}", path, json);
            return json.GetProperty("id").GetString()!;
        }

        public Task<HttpResponseMessage> DeleteAsync(string path) => server.Client.DeleteAsync(new Uri($"/api/v1/{path}", UriKind.Relative), Token);
    }
}
