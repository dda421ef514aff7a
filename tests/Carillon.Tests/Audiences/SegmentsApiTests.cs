using System.Net;
using AwesomeAssertions;
using Carillon.Tests.Web;

namespace Carillon.Tests.Audiences;

public sealed class SegmentsApiTests
{
    [Fact]
    public async Task A_segment_is_made_looked_at_changed_and_removed()
    {
        await using var server = await TestServer.StartAsync();
        await AddAsync(server, "+14155552671", "Ann", "US-FL");
        await AddAsync(server, "+14155552672", "Bo", "US-NY");

        using var made = await server.Client.PostJsonAsync(
            "/api/v1/segments", """{"name": "Floridians", "filter": {"all": [{"field": "region", "op": "eq", "value": "US-FL"}]}}""");
        made.StatusCode.Should().Be(HttpStatusCode.Created);
        var path = made.Headers.Location!.ToString();
        var id = (await made.JsonAsync()).GetProperty("id").GetString();

        var found = await server.Client.GetJsonAsync($"/api/v1/contacts?segment={id}&count=true");
        found.GetProperty("total").GetInt32().Should().Be(1);
        found.GetProperty("items")[0].GetProperty("firstName").GetString().Should().Be("Ann");

        using var changed = await server.Client.PatchJsonAsync(path, """{"name": "Not Florida", "filter": {"not": {"field": "region", "op": "eq", "value": "US-FL"}}}""");
        (await changed.JsonAsync()).GetProperty("filter").GetProperty("not").GetProperty("field").GetString().Should().Be("region");
        found = await server.Client.GetJsonAsync($"/api/v1/contacts?segment={id}");
        found.GetProperty("items")[0].GetProperty("firstName").GetString().Should().Be("Bo");

        (await server.Client.DeleteAsync(new Uri(path, UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await server.Client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await server.Client.GetJsonAsync($"/api/v1/contacts?segment={id}")).GetProperty("items").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_preview_counts_and_shows_some_people_and_stores_nothing()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 12; i++)
        {
            await AddAsync(server, $"+1415555{2600 + i}", "Ann", i % 2 == 0 ? "US-FL" : "US-NY");
        }

        using var answer = await server.Client.PostJsonAsync("/api/v1/segments/preview", """{"filter": {"field": "firstName", "op": "startsWith", "value": "an"}}""");

        var preview = await answer.JsonAsync();
        preview.GetProperty("count").GetInt32().Should().Be(12);
        preview.GetProperty("sample").GetArrayLength().Should().Be(10);
        preview.GetProperty("sample")[0].GetProperty("phone").GetString().Should().StartWith("+1415");
        (await server.Client.GetJsonAsync("/api/v1/segments")).GetProperty("items").GetArrayLength().Should().Be(0);
    }

    private static readonly (string Filter, string Place, string Code)[] Wrong =
    [
        ("""{"field": "shoeSize", "op": "eq", "value": 4}""", "filter.field", "unknown-field"),
        ("""{"all": [{"field": "firstName", "op": "eq", "value": "x"}, {"any": [{"field": "attributes.", "op": "eq", "value": "x"}]}]}""", "filter.all[1].any[0].field", "unknown-field"),
        ("""{"field": "firstName", "op": "eq", "value": "x", "case": true}""", "filter.case", "unknown-field"),
        ("""{"field": "firstName", "op": "like", "value": "x"}""", "filter.op", "invalid"),
        ("""{"field": "firstName", "op": "gt", "value": "x"}""", "filter.op", "invalid"),
        ("""{"field": "firstName", "op": "received", "value": "x"}""", "filter.op", "invalid"),
        ("""{"field": "campaign", "op": "eq", "value": "0123456789abcdef0123456789abcdef"}""", "filter.op", "invalid"),
        ("""{"field": "campaign", "op": "received", "value": "x"}""", "filter.value", "invalid"),
        ("""{"field": "campaign", "op": "received", "value": "0123456789abcdef0123456789abcdef"}""", "filter.value", "invalid"),
        ("""{"any": [{"field": "firstName", "op": "exists"}, {"not": {"field": "campaign", "op": "didNotReply", "value": "0123456789abcdef0123456789abcdef"}}]}""", "filter.any[1].not.value", "invalid"),
        ("""{"not": {"field": "createdAt", "op": "lt", "value": "yesterday"}}""", "filter.not.value", "invalid"),
        ("""{"field": "createdAt", "op": "withinDays", "value": 1.5}""", "filter.value", "invalid"),
        ("""{"field": "createdAt", "op": "withinDays", "value": "7"}""", "filter.value", "invalid"),
        ("""{"field": "engagementScore", "op": "gte", "value": "50"}""", "filter.value", "invalid"),
        ("""{"field": "firstName", "op": "in", "value": "Ann"}""", "filter.value", "invalid"),
        ("""{"field": "firstName", "op": "eq"}""", "filter.value", "invalid"),
        ("""{"field": "firstName", "op": "eq", "value": 7}""", "filter.value", "invalid"),
        ("""{"field": "consent.sms", "op": "eq", "value": "yes"}""", "filter.value", "invalid"),
        ("""{"field": "lineType", "op": "eq", "value": "fax"}""", "filter.value", "invalid"),
        ("""{"field": "list", "op": "eq", "value": "0123456789abcdef0123456789abcdef"}""", "filter.value", "invalid"),
        ("""{"field": "attributes.age", "op": "gt", "value": true}""", "filter.value", "invalid"),
        ("""{"all": []}""", "filter.all", "invalid"),
        ("""{"all": {}}""", "filter.all", "invalid"),
        ("""{"all": [], "any": []}""", "filter", "invalid"),
        ("{}", "filter", "invalid"),
        ("[]", "filter", "invalid"),
        ("""{"field": "firstName", "op": "eq", "value": "\ud800"}""", "filter", "invalid"),
    ];

    [Fact]
    public async Task What_is_wrong_with_a_filter_is_said_with_its_place()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (filter, place, code) in Wrong)
        {
            using var preview = await server.Client.PostJsonAsync("/api/v1/segments/preview", $$"""{"filter": {{filter}}}""");
            using var made = await server.Client.PostJsonAsync("/api/v1/segments", $$"""{"name": "x", "filter": {{filter}}}""");

            preview.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity, filter);
            (await preview.CodeAsync()).Should().Be(code, filter);
            (await preview.FieldsAsync()).Should().Equal([place], filter);
            made.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity, filter);
        }
    }

    [Fact]
    public async Task A_campaign_that_is_still_a_draft_may_be_named()
    {
        await using var server = await TestServer.StartAsync();
        using var made = await server.Client.PostJsonAsync("/api/v1/campaigns", """{"name": "Later"}""");
        var id = (await made.JsonAsync()).GetProperty("id").GetString();

        using var preview = await server.Client.PostJsonAsync("/api/v1/segments/preview", $$"""{"filter": {"field": "campaign", "op": "received", "value": "{{id}}"} }""");

        preview.StatusCode.Should().Be(HttpStatusCode.OK);
        (await preview.JsonAsync()).GetProperty("count").GetInt32().Should().Be(0);
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var name in new[] { "A", "B" })
        {
            (await server.Client.PostJsonAsync("/api/v1/segments", $$"""{"name": "{{name}}", "filter": {"field": "firstName", "op": "exists"} }""")).Dispose();
            (await server.Client.PostJsonAsync("/api/v1/lists", $$"""{"name": "{{name}}"}""")).Dispose();
        }

        var cursor = (await server.Client.GetJsonAsync("/api/v1/segments?limit=1")).GetProperty("nextCursor").GetString();
        using var lists = await server.Client.GetAsync(new Uri($"/api/v1/lists?cursor={cursor}", UriKind.Relative));
        var segments = await server.Client.GetJsonAsync($"/api/v1/segments?cursor={cursor}");

        lists.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await lists.FieldsAsync()).Should().Equal("cursor");
        segments.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("name").GetString()).Should().Equal("B");
    }

    [Fact]
    public async Task States_of_other_countries_are_kept_and_found()
    {
        await using var server = await TestServer.StartAsync();
        await AddAsync(server, "+14155552671", "Ann", "GB-ENG");
        using var wrong = await server.Client.PostJsonAsync("/api/v1/contacts", """{"phone": "+14155552672", "region": "XX-ENG"}""");

        using var found = await server.Client.PostJsonAsync("/api/v1/segments/preview", """{"filter": {"field": "region", "op": "startsWith", "value": "GB"}}""");

        wrong.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await found.JsonAsync()).GetProperty("count").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task Conditions_stand_at_most_ten_deep()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (depth, status) in new[] { (10, HttpStatusCode.OK), (11, HttpStatusCode.UnprocessableEntity), (40, HttpStatusCode.UnprocessableEntity) })
        {
            var filter = Enumerable.Range(0, depth).Aggregate("""{"field": "firstName", "op": "exists"}""", (inner, _) => $$"""{"not": {{inner}}}""");

            using var answer = await server.Client.PostJsonAsync("/api/v1/segments/preview", $$"""{"filter": {{filter}}}""");

            answer.StatusCode.Should().Be(status);
        }
    }

    private static async Task AddAsync(TestServer server, string phone, string firstName, string region)
    {
        using var answer = await server.Client.PostJsonAsync("/api/v1/contacts", $$"""{"phone": "{{phone}}", "firstName": "{{firstName}}", "region": "{{region}}"}""");
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
    }
}
