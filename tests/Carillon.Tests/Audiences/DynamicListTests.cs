using System.Net;
using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Audiences;

/// <summary>Lists that a filter says who is on, through the front door.</summary>
public sealed class DynamicListTests
{
    private const string Floridians = """{"field": "region", "op": "eq", "value": "US-FL"}""";

    [Theory, EachDatabase]
    public async Task People_come_and_go_by_the_filter_and_by_nothing_else(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var ann = await IdAsync(server, "contacts", """{"phone": "+14155552671", "firstName": "Ann", "region": "US-FL"}""");
        var bo = await IdAsync(server, "contacts", """{"phone": "+14155552672", "firstName": "Bo", "region": "US-NY"}""");
        using var made = await server.Client.PostJsonAsync("/api/v1/lists", $$"""{"name": "Floridians", "filter": {{Floridians}}}""");

        var list = await made.JsonAsync();
        made.StatusCode.Should().Be(HttpStatusCode.Created);
        var id = list.GetProperty("id").GetString();
        (list.GetProperty("kind").GetString(), list.GetProperty("memberCount").GetInt32(), list.GetProperty("filter").GetProperty("field").GetString()).Should().Be(("dynamic", 1, "region"));
        (await PeopleAsync(server, id)).Should().Equal("Ann");

        await PatchAsync(server, $"contacts/{bo}", """{"region": "US-FL"}""");
        (await PeopleAsync(server, id)).Should().BeEquivalentTo("Ann", "Bo");
        var listed = (await server.Client.GetJsonAsync("/api/v1/lists?count=true")).GetProperty("items")[0];
        (listed.GetProperty("kind").GetString(), listed.GetProperty("memberCount").GetInt32()).Should().Be(("dynamic", 2));
        (await server.Client.GetJsonAsync($"/api/v1/contacts/{bo}")).GetProperty("lists").GetArrayLength().Should().Be(0, "lists of a person are those they were put on");
        var named = await IdAsync(server, "segments", $$"""{"name": "In it", "filter": {"field": "list", "op": "eq", "value": "{{id}}"} }""");
        (await PreviewAsync(server, $$"""{"field": "list", "op": "ne", "value": "{{id}}"}""")).Should().Be(0);
        (await PreviewAsync(server, $$"""{"field": "list", "op": "in", "value": ["{{id}}"]}""")).Should().Be(2);
        (await PreviewAsync(server, $$"""{"field": "list", "op": "in", "value": "{{id}}"}""")).Should().Be(2);

        await RefusedByHandAsync(server, id, ann);
        (await PeopleAsync(server, id)).Should().HaveCount(2);

        await PatchAsync(server, $"lists/{id}", """{"filter": {"field": "firstName", "op": "eq", "value": "Bo"}, "name": "Bos"}""");
        (await PeopleAsync(server, id)).Should().Equal("Bo");
        (await RemovedAsync(server, $"lists/{id}")).Should().Be(HttpStatusCode.Conflict, "a segment names it");
        (await RemovedAsync(server, $"segments/{named}")).Should().Be(HttpStatusCode.NoContent);
        (await RemovedAsync(server, $"lists/{id}")).Should().Be(HttpStatusCode.NoContent);
        (await PeopleAsync(server, id)).Should().BeEmpty();
        (await PreviewAsync(server, Floridians)).Should().Be(2, "its people stay");
    }

    [Theory, EachDatabase]
    public async Task A_list_changes_its_kind_only_where_nobody_is_lost(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var ann = await IdAsync(server, "contacts", """{"phone": "+14155552671", "firstName": "Ann", "region": "US-FL"}""");
        var list = await IdAsync(server, "lists", """{"name": "North", "filter": null}""");
        using (var put = await server.Client.PostJsonAsync($"/api/v1/lists/{list}/members", $$"""{"contactIds": ["{{ann}}"]}"""))
        {
            put.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        (await ConflictAsync(server, list)).Should().Be("list-not-empty");
        await PatchAsync(server, $"lists/{list}", """{"filter": null}""");
        using (var taken = await server.Client.SendJsonAsync(HttpMethod.Delete, $"/api/v1/lists/{list}/members", $$"""{"contactIds": ["{{ann}}"]}"""))
        {
            taken.StatusCode.Should().Be(HttpStatusCode.OK);
        }

        var joining = await IdAsync(server, "lists", """{"name": "Joining"}""");
        await IdAsync(server, "opt-in-forms", $$"""{"name": "Spring", "heading": "Spring", "wording": "Yes", "listId": "{{joining}}"}""");
        (await ConflictAsync(server, joining)).Should().Be("list-in-use");

        (await PatchAsync(server, $"lists/{list}", $$"""{"filter": {{Floridians}}}""")).GetProperty("memberCount").GetInt32().Should().Be(1);
        var kept = await PatchAsync(server, $"lists/{list}", """{"filter": null}""");
        (kept.GetProperty("kind").GetString(), kept.GetProperty("memberCount").GetInt32(), kept.GetProperty("filter").ValueKind).Should().Be(("static", 1, JsonValueKind.Null));
        await PatchAsync(server, $"contacts/{ann}", """{"region": "US-NY"}""");
        (await PeopleAsync(server, list)).Should().Equal("Ann");
        (await server.Client.GetJsonAsync($"/api/v1/contacts/{ann}")).GetProperty("lists")[0].GetString().Should().Be(list);
    }

    [Theory, EachDatabase]
    public async Task A_filter_is_refused_with_its_place_where_it_is_wrong_too_large_or_leads_back_to_its_list(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var north = await IdAsync(server, "lists", """{"name": "North"}""");
        var deep = string.Concat(Enumerable.Repeat("{\"not\": ", 11)) + Floridians + new string('}', 11);
        foreach (var (filter, place, code) in new[]
        {
            ("""{"all": [{"field": "shoeSize", "op": "eq", "value": 4}]}""", "filter.all[0].field", "unknown-field"),
            ("""{"field": "createdAt", "op": "withinDays", "value": "7"}""", "filter.value", "invalid"),
            ("""{"field": "list", "op": "eq", "value": "0123456789abcdef0123456789abcdef"}""", "filter.value", "invalid"),
            (deep, "filter" + string.Concat(Enumerable.Repeat(".not", 10)), "invalid"),
            ("7", "filter", "invalid"),
        })
        {
            using var added = await server.Client.PostJsonAsync("/api/v1/lists", $$"""{"name": "South", "filter": {{filter}}}""");
            (added.StatusCode, await added.CodeAsync(), (await added.FieldsAsync())[0]).Should().Be((HttpStatusCode.UnprocessableEntity, code, place), filter);
            (await WrongAsync(server, north, filter)).Should().Contain(place, filter);
        }

        var middle = await IdAsync(server, "lists", $$"""{"name": "Middle", "filter": {{On(north)}}}""");
        var south = await IdAsync(server, "lists", $$"""{"name": "South", "filter": {"any": [{{Floridians}}, {"not": {{On(middle)}}}]} }""");
        (await WrongAsync(server, north, On(north))).Should().Contain("filter.value").And.Contain("North → North");
        (await WrongAsync(server, north, $$"""{"all": [{{Floridians}}, {{On(south)}}]}""")).Should().Contain("filter.all[1].value").And.Contain("North → South → Middle → North");
        await PatchAsync(server, $"lists/{north}", $$"""{"filter": {{Floridians}}}""");
        (await WrongAsync(server, middle, On(south))).Should().Contain("Middle → South → Middle");

        await PatchAsync(server, $"lists/{middle}", $$"""{"filter": {{Many(100, On(north))}}}""");
        (await WrongAsync(server, north, Many(3, Floridians))).Should().Contain("“Middle”").And.Contain("200 conditions");
        (await WrongAsync(server, south, Many(3, On(middle)))).Should().Contain("200 conditions");
        (await PreviewAsync(server, $$"""{"all": [{{On(south)}}, {{On(north)}}]}""")).Should().Be(0);
    }

    private static string On(string? list) => $$"""{"field": "list", "op": "eq", "value": "{{list}}"}""";

    private static string Many(int count, string leaf) => $$"""{"any": [{{string.Join(", ", Enumerable.Repeat(leaf, count))}}]}""";

    private static async Task RefusedByHandAsync(TestServer server, string? list, string? person)
    {
        foreach (var method in new[] { HttpMethod.Post, HttpMethod.Delete })
        {
            using var byHand = await server.Client.SendJsonAsync(method, $"/api/v1/lists/{list}/members", $$"""{"contactIds": ["{{person}}"]}""");
            (byHand.StatusCode, await byHand.CodeAsync()).Should().Be((HttpStatusCode.Conflict, "list-dynamic"));
        }

        using var own = await server.Client.PatchJsonAsync($"/api/v1/contacts/{person}", $$"""{"lists": ["{{list}}"]}""");
        (await own.FieldsAsync()).Should().Equal("lists");
        using var many = await server.Client.PostJsonAsync("/api/v1/contact-changes", $$"""{"action": "addToList", "listId": "{{list}}", "select": {"q": "ann"} }""");
        (await many.FieldsAsync()).Should().Equal("listId");
        using var form = await server.Client.PostJsonAsync("/api/v1/opt-in-forms", $$"""{"name": "Spring", "heading": "Spring", "wording": "Yes", "listId": "{{list}}"}""");
        (await form.FieldsAsync()).Should().Equal("listId");
        using var check = await server.Client.GetAsync(new Uri($"/api/v1/number-checks/estimate?validation=numverify&list={list}", UriKind.Relative));
        (await check.FieldsAsync()).Should().Equal("list");
        foreach (var (options, place) in new[] { ($$"""{"listId": "{{list}}"}""", "options.listId"), ("""{"listName": "Floridians"}""", "options.listName") })
        {
            using var file = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes("Phone\n+14155552690\n")), "file", "people.csv" }, { new StringContent(options), "options" } };
            using var import = await server.Client.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), file);
            (import.StatusCode, (await import.FieldsAsync())[0]).Should().Be((HttpStatusCode.UnprocessableEntity, place));
        }
    }

    private static async Task<string> WrongAsync(TestServer server, string? list, string filter)
    {
        using var answer = await server.Client.PatchJsonAsync($"/api/v1/lists/{list}", $$"""{"filter": {{filter}}}""");
        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity, filter);
        var errors = (await answer.JsonAsync()).GetProperty("errors").EnumerateObject();
        return string.Join("; ", errors.Select(error => $"{error.Name}: {string.Join(" ", error.Value.EnumerateArray().Select(message => message.GetString()))}"));
    }

    private static async Task<string?> ConflictAsync(TestServer server, string? list)
    {
        using var answer = await server.Client.PatchJsonAsync($"/api/v1/lists/{list}", $$"""{"filter": {{Floridians}}}""");
        answer.StatusCode.Should().Be(HttpStatusCode.Conflict);
        return await answer.CodeAsync();
    }

    private static async Task<string?> IdAsync(TestServer server, string what, string json)
    {
        using var answer = await server.Client.PostJsonAsync($"/api/v1/{what}", json);
        var body = await answer.JsonAsync();
        answer.StatusCode.Should().Be(HttpStatusCode.Created, body.ToString());
        return body.GetProperty("id").GetString();
    }

    private static async Task<JsonElement> PatchAsync(TestServer server, string path, string json)
    {
        using var answer = await server.Client.PatchJsonAsync($"/api/v1/{path}", json);
        var body = await answer.JsonAsync();
        answer.StatusCode.Should().Be(HttpStatusCode.OK, body.ToString());
        return body;
    }

    private static async Task<HttpStatusCode> RemovedAsync(TestServer server, string path)
    {
        using var answer = await server.Client.DeleteAsync(new Uri("/api/v1/" + path, UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task<int> PreviewAsync(TestServer server, string filter)
    {
        using var answer = await server.Client.PostJsonAsync("/api/v1/segments/preview", $$"""{"filter": {{filter}}}""");
        var body = await answer.JsonAsync();
        answer.StatusCode.Should().Be(HttpStatusCode.OK, body.ToString());
        return body.GetProperty("count").GetInt32();
    }

    private static async Task<IReadOnlyList<string?>> PeopleAsync(TestServer server, string? list)
    {
        var page = await server.Client.GetJsonAsync($"/api/v1/contacts?list={list}&count=true");
        var names = page.GetProperty("items").EnumerateArray().Select(person => person.GetProperty("firstName").GetString()).ToList();
        page.GetProperty("total").GetInt32().Should().Be(names.Count);
        return names;
    }
}
