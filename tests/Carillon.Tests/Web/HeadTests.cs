using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

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

    [Fact]
    public async Task Files_of_pages_pages_and_health_answer_a_head_as_they_answer_a_get()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = await server.BrowserOfAsync(Role.Owner);
        using var inbox = await server.BrowserOfAsync(Role.Inbox);
        string[] files =
        [
            "/contacts.csv", "/operations/texts.csv", "/operations/webhook-events.csv", "/compliance/ledger.csv", "/compliance/opt-outs.csv", "/compliance/suppressions.csv",
            "/compliance/proof?phone=%2B14155552671", "/compliance/proof.pdf?phone=%2B14155552671", "/settings/audit.csv", "/compliance/opt-outs.csv?from=never", "/settings/backup/none.carillon",
            "/contacts/imports/0123456789abcdef0123456789abcdef/problems.csv", "/contacts", "/health/live", "/health/ready", "/nowhere",
        ];

        foreach (var file in files)
        {
            using var head = await HeadAsync(browser, file);
            (await head.Content.ReadAsByteArrayAsync(Stop)).Should().BeEmpty(file);
            (await GivenAsync(server)).Should().Be(0, file);
            using var whole = await browser.GetAsync(new Uri(file, UriKind.Relative), Stop);
            head.StatusCode.Should().Be(whole.StatusCode, file);
            head.Content.Headers.ContentType?.MediaType.Should().Be(whole.Content.Headers.ContentType?.MediaType, file);
            await ForgetAsync(server);
        }

        using var refused = await HeadAsync(inbox, "/contacts.csv");
        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    /// <summary>Each file that is given out begins a count of its own.</summary>
    private static async Task ForgetAsync(TestServer server)
    {
        await using var db = server.Database.Open(Carillon.Storage.WorkspaceScope.Everybody);
        await db.AuditEntries.Where(row => row.Action == AuditActions.Exported).ExecuteDeleteAsync(Stop);
    }

    private static async Task<HttpResponseMessage> HeadAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        return await client.SendAsync(request, Stop).WaitAsync(TimeSpan.FromSeconds(20), Stop);
    }

    private static async Task<int> GivenAsync(TestServer server) =>
        (await server.Client.GetJsonAsync("/api/v1/audit-log?action=data.exported&count=true")).GetProperty("total").GetInt32();
}
