using System.Net;
using AwesomeAssertions;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Web;

/// <summary>HEAD is what GET would answer without its body: it waits for no event, and gives no file away.</summary>
public sealed class HeadTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_head_of_a_stream_of_events_comes_at_once()
    {
        await using var server = await TestServer.StartAsync();
        var campaign = (await (await server.Client.PostJsonAsync("/api/v1/campaigns", """{"name": "Autumn"}""")).JsonAsync()).GetProperty("id").GetString();

        using var answer = await HeadAsync(server.Client, $"/api/v1/campaigns/{campaign}/events");
        using var missing = await HeadAsync(server.Client, "/api/v1/campaigns/0123456789abcdef0123456789abcdef/events");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory, EachDatabase]
    public async Task The_head_of_a_file_gives_nothing_away_and_stands_in_no_log(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var campaign = (await (await server.Client.PostJsonAsync("/api/v1/campaigns", """{"name": "Autumn"}""")).JsonAsync()).GetProperty("id").GetString();
        var contact = (await (await server.Client.PostJsonAsync("/api/v1/contacts", """{"phone": "+14155552671"}""")).JsonAsync()).GetProperty("id").GetString();
        string[] files = ["suppressions.csv", "reports/opt-outs.csv", $"campaigns/{campaign}/proof.csv", $"contacts/{contact}/export"];

        foreach (var file in files)
        {
            using var head = await HeadAsync(server.Client, $"/api/v1/{file}");
            head.StatusCode.Should().Be(HttpStatusCode.OK, file);
            (await head.Content.ReadAsByteArrayAsync(Stop)).Should().BeEmpty(file);
            head.Content.Headers.ContentType.Should().NotBeNull(file);
        }

        using var missing = await HeadAsync(server.Client, "/api/v1/campaigns/0123456789abcdef0123456789abcdef/proof.csv");
        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await GivenAsync(server)).Should().Be(0);
        (await server.Client.GetStringAsync(new Uri("/api/v1/suppressions.csv", UriKind.Relative), Stop)).Should().StartWith("phone,");
        (await GivenAsync(server)).Should().Be(1);
    }

    private static async Task<HttpResponseMessage> HeadAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        return await client.SendAsync(request, Stop).WaitAsync(TimeSpan.FromSeconds(20), Stop);
    }

    private static async Task<int> GivenAsync(TestServer server) =>
        (await server.Client.GetJsonAsync("/api/v1/audit-log?action=data.exported&count=true")).GetProperty("total").GetInt32();
}
