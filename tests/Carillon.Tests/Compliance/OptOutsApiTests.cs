using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Tests.Web;

namespace Carillon.Tests.Compliance;

public sealed class OptOutsApiTests
{
    [Fact]
    public async Task An_opt_out_is_recorded_in_any_writing_of_the_number_and_stands_in_the_ledger()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "(415) 555-2671", "reason": "told us at the till"}""");

        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        var entry = await answer.JsonAsync();
        entry.GetProperty("phone").GetString().Should().Be("+14155552671");
        entry.GetProperty("kind").GetString().Should().Be("optOut");
        entry.GetProperty("method").GetString().Should().Be("api");
        entry.GetProperty("channel").GetString().Should().Be("sms");
        entry.GetProperty("text").GetString().Should().Be("told us at the till");
        entry.GetProperty("actor").GetString().Should().StartWith("key:");
        (await server.Client.GetAsync(answer.Headers.Location)).StatusCode.Should().Be(HttpStatusCode.OK);
        var listed = await server.Client.GetJsonAsync("/api/v1/consent-events?phone=415-555-2671&count=true");
        listed.GetProperty("total").GetInt32().Should().Be(1);
        (await server.Client.GetJsonAsync("/api/v1/consent-events?phone=415-555-2672")).GetProperty("items").GetArrayLength().Should().Be(0);
        (await server.Client.GetJsonAsync("/api/v1/consent-events?to=2020-01-01")).GetProperty("items").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task An_opt_out_yields_only_to_evidence_obtained_after_it()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+14155552671", "reason": "called"}""");
        var later = TimeProvider.System.GetUtcNow().ToString("O");

        var plain = await server.Client.PostJsonAsync("/api/v1/opt-ins", """{"phone": "+14155552671", "evidence": "paper form"}""");
        var old = await server.Client.PostJsonAsync("/api/v1/opt-ins", """{"phone": "+14155552671", "evidence": {"source": "form", "obtainedAt": "2020-01-01T00:00:00Z"}}""");
        var good = await server.Client.PostJsonAsync(
            "/api/v1/opt-ins", $$"""{"phone": "+14155552671", "evidence": {"wording": "Yes, text me", "version": "3", "source": "form", "obtainedAt": "{{later}}", "ip": "192.0.2.1"} }""");

        plain.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await old.CodeAsync()).Should().Be("opted-out");
        good.StatusCode.Should().Be(HttpStatusCode.Created);
        (await good.JsonAsync()).GetProperty("kind").GetString().Should().Be("optIn");
        var kinds = (await server.Client.GetJsonAsync("/api/v1/consent-events")).GetProperty("items").EnumerateArray().Select(x => x.GetProperty("kind").GetString());
        kinds.Should().Equal("optIn", "optOut");
    }

    [Fact]
    public async Task The_opt_out_of_somebody_who_was_forgotten_yields_to_no_older_evidence()
    {
        await using var server = await TestServer.StartAsync();
        var person = (await (await server.Client.PostJsonAsync("/api/v1/contacts", """{"phone": "+14155552671"}""")).JsonAsync()).GetProperty("id").GetString();
        await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+14155552671", "reason": "called"}""");
        (await server.Client.PostJsonAsync($"/api/v1/contacts/{person}/erase", "{}")).IsSuccessStatusCode.Should().BeTrue();

        var answer = await server.Client.PostJsonAsync("/api/v1/opt-ins", """{"phone": "+14155552671", "evidence": "paper form"}""");

        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await answer.CodeAsync()).Should().Be("opted-out");
        (await server.Client.PostJsonAsync("/api/v1/revocations", """{"phone": "+14155552671", "reason": "by mistake"}""")).StatusCode.Should().Be(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_ledger_is_read_page_by_page()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            (await server.Client.PostJsonAsync("/api/v1/opt-ins", $$"""{"phone": "+1415555267{{i}}", "evidence": "paper form"}""")).StatusCode.Should().Be(HttpStatusCode.Created);
        }

        var seen = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await server.Client.GetJsonAsync($"/api/v1/consent-events?limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(x => x.GetProperty("phone").GetString()));
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        seen.Should().HaveCount(5).And.OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("opt-outs", "{}", "phone")]
    [InlineData("opt-outs", """{"phone": "12"}""", "phone")]
    [InlineData("opt-outs", """{"phone": "+14155552671", "chanel": "sms"}""", "chanel")]
    [InlineData("opt-ins", """{"phone": "+14155552671"}""", "evidence")]
    [InlineData("opt-ins", """{"phone": "+14155552671", "evidence": {}}""", "evidence")]
    [InlineData("opt-ins", """{"phone": "+14155552671", "evidence": {"wordng": "Yes"}}""", "evidence.wordng")]
    [InlineData("opt-ins", """{"phone": "+14155552671", "evidence": {"wording": "Yes", "obtainedAt": "2999-01-01T00:00:00Z"}}""", "evidence.obtainedAt")]
    public async Task What_is_wrong_is_named(string route, string body, string field)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.Client.PostJsonAsync($"/api/v1/{route}", body);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.FieldsAsync()).Should().Equal(field);
    }

    [Fact]
    public async Task Wishes_are_written_with_the_scope_write_and_seen_in_their_workspace_only()
    {
        await using var server = await TestServer.StartAsync();
        var reader = await server.ClientOfAsync(ApiScope.Read);
        var writer = await server.ClientOfAsync(ApiScope.Write);
        var stranger = await server.ClientOfAsync(ApiScope.Admin, await server.AddWorkspaceAsync());

        (await reader.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+14155552671"}""")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        var made = await writer.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+14155552671"}""");

        made.StatusCode.Should().Be(HttpStatusCode.Created);
        (await stranger.GetAsync(made.Headers.Location)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await stranger.GetJsonAsync("/api/v1/consent-events")).GetProperty("items").GetArrayLength().Should().Be(0);
    }
}
