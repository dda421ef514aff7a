using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Contacts;

/// <summary>Changes of many people through the front door, people who seem to be one, and what is told of one person.</summary>
public sealed class BulkChangesApiTests
{
    private const string Contacts = "/api/v1/contacts";
    private const string Changes = "/api/v1/contact-changes";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Many_people_are_tagged_listed_removed_and_it_is_taken_back(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var list = await IdOfAsync(await server.Client.PostJsonAsync("/api/v1/lists", """{"name":"North"}"""));
        var csv = "Phone,First name\n" + string.Concat(Enumerable.Range(0, 1200).Select(row => $"415555{row + 1000:0000},Ann{row % 2}\n"));
        await ImportAsync(server.Client, csv);

        var tagged = await DoneAsync(server.Client, """{"action":"addTag","tag":"vip","select":{"q":"ann0"}}""");
        Figures(tagged).Should().Be(("completed", 600, 600, 600, 0));
        Figures(await DoneAsync(server.Client, """{"action":"addTag","tag":"VIP","select":{"q":"ann"}}""")).Should().Be(("completed", 1200, 1200, 600, 0));
        Figures(await DoneAsync(server.Client, $$"""{"action":"addToList","listId":"{{list}}","select":{"q":"ann1"} }""")).Should().Be(("completed", 600, 600, 600, 0));
        var removed = await DoneAsync(server.Client, $$"""{"action":"delete","select":{"list":"{{list}}"} }""");
        Figures(removed).Should().Be(("completed", 600, 600, 600, 0));
        (await CountAsync(server.Client, "")).Should().Be(600);
        (await server.Client.PostJsonAsync(Contacts, """{"phone":"4155551001","firstName":"Other"}""")).StatusCode.Should().Be(HttpStatusCode.Created);

        var back = await UndoneAsync(server.Client, removed);
        Figures(back).Should().Be(("undone", 600, 600, 600, 599));
        foreach (var (part, count) in new[] { ("meant", 600), ("changed", 600), ("unchanged", 0), ("restored", 599), ("stayed", 1) })
        {
            (await PeopleAsync(server.Client, back, part)).Should().HaveCount(count, part).And.OnlyHaveUniqueItems();
        }

        (await PeopleAsync(server.Client, tagged, "changed")).Should().HaveCount(600);
        (await CountAsync(server.Client, $"&list={list}")).Should().Be(599);
        Figures(await UndoneAsync(server.Client, tagged)).Should().Be(("undone", 600, 600, 600, 600));
        using var twice = await server.Client.PostJsonAsync($"{Changes}/{tagged.GetProperty("id").GetString()}/undo", "{}");
        twice.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await twice.CodeAsync()).Should().Be("change-not-undoable");
    }

    [Fact]
    public async Task What_is_missing_or_unknown_is_named_and_nobody_named_is_not_everybody()
    {
        await using var server = await TestServer.StartAsync();
        async Task<IEnumerable<string>> WrongAsync(string body)
        {
            using var answer = await server.Client.PostJsonAsync(Changes, body);
            answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity, body);
            return await answer.FieldsAsync();
        }

        (await WrongAsync("{}")).Should().Equal("action");
        (await WrongAsync("""{"action":"addTag","tag":"x"}""")).Should().Equal("select");
        (await WrongAsync("""{"action":"delete","select":{}}""")).Should().Equal("select");
        (await WrongAsync("""{"action":"addTag","select":{"q":"a"}}""")).Should().Equal("tag");
        (await WrongAsync("""{"action":"addToList","select":{"q":"a"}}""")).Should().Equal("listId");
        (await WrongAsync("""{"action":"burn","select":{"q":"a"}}""")).Should().Equal("action");
    }

    [Theory, EachDatabase]
    public async Task People_who_seem_to_be_one_are_found_by_address_name_and_number(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        foreach (var body in new[]
        {
            """{"phone":"4155550101","email":"Ann@Example.com","firstName":"Ann","lastName":"Lee","attributes":{"address":"1 Elm St"}}""",
            """{"phone":"4155550102","email":"ann@example.com"}""",
            """{"phone":"4155550103","firstName":"ann","lastName":"LEE","attributes":{"address":"1 elm st"}}""",
            """{"phone":"4155550104","firstName":"Ann","lastName":"Lee","attributes":{"address":"2 Elm St","phone_2":"(415) 555-0102"}}""",
            """{"phone":"4155550105","firstName":"Ann","lastName":"Lee"}""",
        })
        {
            (await server.Client.PostJsonAsync(Contacts, body)).StatusCode.Should().Be(HttpStatusCode.Created);
        }

        async Task<IEnumerable<(string, string)>> FoundAsync(string by) => (await server.Client.GetJsonAsync("/api/v1/contact-duplicates" + by)).GetProperty("groups").EnumerateArray()
            .Select(group => (group.GetProperty("by").GetString()!, string.Join(' ', group.GetProperty("contacts").EnumerateArray().Select(contact => contact.GetProperty("phone").GetString()![^1..])))); // told always

        (await FoundAsync("")).Should().BeEquivalentTo([("email", "1 2"), ("nameAndAddress", "1 3"), ("number", "2 4")]);
        (await FoundAsync("?by=email")).Should().Equal(("email", "1 2"));
        (await server.Client.GetAsync(new Uri("/api/v1/contact-duplicates?by=shoe", UriKind.Relative), Token)).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    [Theory, EachDatabase]
    public async Task A_persons_story_and_file_tell_imports_tags_merges_and_consent(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await ImportAsync(server.Client, "Phone,First name\n4155550101,\n4155550102,Bo\n", """{"consent":{"sms":"subscribed","source":"fair booth"}}""");
        await ImportAsync(server.Client, "Phone,First name\n4155550101,Ann\n", """{"listName":"North"}""");
        var people = (await server.Client.GetJsonAsync($"{Contacts}?q=41555501")).GetProperty("items").EnumerateArray().ToDictionary(person => person.GetProperty("phone").GetString()![^1..], person => person.GetProperty("id").GetString());
        await DoneAsync(server.Client, $$"""{"action":"addTag","tag":"vip","select":{"contactIds":["{{people["1"]}}"]} }""");
        (await server.Client.PostJsonAsync($"{Contacts}/{people["2"]}/merge", $$"""{"into":"{{people["1"]}}"}""")).IsSuccessStatusCode.Should().BeTrue();

        var story = (await server.Client.GetJsonAsync($"{Contacts}/{people["1"]}/timeline")).GetProperty("items").EnumerateArray().ToList();
        using var answer = await server.Client.GetAsync(new Uri($"{Contacts}/{people["1"]}/export", UriKind.Relative), Token);
        var file = await answer.JsonAsync();

        story.Select(one => one.GetProperty("kind").GetString()).Should().BeEquivalentTo(["imported", "imported", "consent", "changed", "merged"]);
        story.Select(one => one.GetProperty("at").GetDateTimeOffset()).Should().BeInDescendingOrder();
        story.Single(one => one.GetProperty("text").GetString()!.StartsWith("Changed by", StringComparison.Ordinal)).GetProperty("detail").GetString().Should().Contain("Ann");
        answer.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
        file.GetProperty("listNames")[0].GetString().Should().Be("North");
        file.GetProperty("consentEvents").GetArrayLength().Should().Be(1);
        (await server.Client.GetAsync(new Uri($"{Contacts}/{Guid.NewGuid():N}/export", UriKind.Relative), Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory, EachDatabase]
    public async Task The_pages_of_many_change_who_was_ticked_and_each_figure_opens_its_people(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await ImportAsync(server.Client, "Phone,First name\n" + string.Concat(Enumerable.Range(0, 70).Select(row => $"415555{row + 1000:0000},Ann{row % 2}\n")));
        var list = await IdOfAsync(await server.Client.PostJsonAsync("/api/v1/lists", """{"name":"North"}"""));
        Assert.True(Id.TryParse<WorkspaceId>((await server.Client.GetJsonAsync("/api/v1/workspace")).GetProperty("id").GetString(), out var workspace));
        using var browser = await server.BrowserOfAsync(Role.Owner, workspace);
        using var analyst = await server.BrowserOfAsync(Role.Analyst, workspace);
        await DoneAsync(server.Client, """{"action":"addTag","tag":"vip","select":{"q":"ann0"}}""");
        var all = await DoneAsync(server.Client, """{"action":"addTag","tag":"vip","select":{"q":"ann"}}""");
        await DoneAsync(server.Client, $$"""{"action":"addToList","listId":"{{list}}","select":{"q":"ann1"} }""");

        async Task<string> PageAsync(HttpClient client, string path) => WebUtility.HtmlDecode(await client.GetStringAsync(new Uri(path, UriKind.Relative), Token));
        static int Rows(string page) => page.Split("class=\"main\" href=\"/contacts/").Length - 1;

        var found = await PageAsync(browser, "/contacts?q=ann1");
        found.Should().Contain("Change all 35 that are found").And.Contain("href=\"/contacts/changes/new?q=ann1\"").And.Contain("aria-label=\"Tick Ann1\"");
        (await PageAsync(browser, "/contacts")).Should().Contain("Change the ticked").And.NotContain("Change all");
        (await PageAsync(analyst, "/contacts?q=ann1")).Should().NotContain("Change the ticked").And.NotContain("Tick Ann1");
        (await PageAsync(browser, "/contacts/changes/new?q=ann1")).Should().Contain("35 people").And.Contain("for “ann1”");
        (await PageAsync(browser, "/contacts/changes/new")).Should().Contain("Nobody is meant");
        var id = all.GetProperty("id").GetString();
        var page = await PageAsync(browser, $"/contacts/changes/{id}");
        page.Should().Contain("Tag “vip” added").And.Contain("35 people changed, 35 people stayed as they were").And.Contain("Take it back");
        Rows(page).Should().Be(50);
        Rows(await PageAsync(browser, $"/contacts/changes/{id}?show=Changed")).Should().Be(35);
        Rows(await PageAsync(browser, $"/contacts/changes/{id}?show=Unchanged")).Should().Be(35);
        (await PageAsync(analyst, "/contacts/changes")).Should().Contain("Put on the list “North”").And.Contain("Tag “vip” added");
        using var refused = await analyst.GetAsync(new Uri("/contacts/changes/new?q=ann", UriKind.Relative), Token);
        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Theory, EachDatabase]
    public async Task A_persons_story_tells_lists_changes_taken_back_what_was_not_sent_and_what_forbids_it(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var list = await IdOfAsync(await server.Client.PostJsonAsync("/api/v1/lists", """{"name":"North"}"""));
        var person = await IdOfAsync(await server.Client.PostJsonAsync(Contacts, $$"""{"phone":"4155550101","firstName":"Ann","lists":["{{list}}"]}"""));
        await UndoneAsync(server.Client, await DoneAsync(server.Client, $$"""{"action":"addTag","tag":"vip","select":{"contactIds":["{{person}}"]} }"""));
        var sender = (await server.Client.GetJsonAsync("/api/v1/senders")).GetProperty("items")[0].GetProperty("id").GetString();
        var campaign = await IdOfAsync(await server.Client.PostJsonAsync(
            "/api/v1/campaigns", $$"""{"name":"Autumn","audience":{"lists":["{{list}}"]},"body":"Hi. Reply STOP to opt out.","from":{"senderId":"{{sender}}"} }"""));
        (await server.Client.PostAsync(new Uri($"/api/v1/campaigns/{campaign}/start", UriKind.Relative), null, Token)).IsSuccessStatusCode.Should().BeTrue();
        while ((await server.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/stats")).GetProperty("recipients").GetInt64() < 1)
        {
            await Task.Yield();
        }

        var story = (await server.Client.GetJsonAsync($"{Contacts}/{person}/timeline")).GetProperty("items").EnumerateArray().ToList();

        story.Select(one => one.GetProperty("kind").GetString()).Should().BeEquivalentTo(["added", "listed", "changed", "changed", "notSent"]);
        story.Single(one => one.GetProperty("kind").GetString() == "listed").GetProperty("listId").GetString().Should().Be(list);
        var unsent = story.Single(one => one.GetProperty("kind").GetString() == "notSent");
        unsent.GetProperty("campaignId").GetString().Should().Be(campaign);
        unsent.GetProperty("text").GetString().Should().Be("No consent");
        story.Where(one => one.GetProperty("kind").GetString() == "changed").Select(one => one.GetProperty("text").GetString()).Should().BeEquivalentTo(
            ["Tag “vip” added, in a change of 1 person", "Taken back: Tag “vip” added"]);
        Assert.True(Id.TryParse<WorkspaceId>((await server.Client.GetJsonAsync("/api/v1/workspace")).GetProperty("id").GetString(), out var workspace));
        using var browser = await server.BrowserOfAsync(Role.Owner, workspace);
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri($"/contacts/{person}", UriKind.Relative), Token));
        page.Should().Contain($"href=\"/lists/{list}\"").And.Contain("href=\"/contacts/changes/").And.Contain("Not written to");
    }

    /// <summary>Everybody behind a figure of a change, page after page.</summary>
    private static async Task<List<string>> PeopleAsync(HttpClient client, JsonElement change, string part)
    {
        List<string> people = [];
        for (var cursor = ""; cursor is not null;)
        {
            var page = await client.GetJsonAsync($"{Changes}/{change.GetProperty("id").GetString()}/contacts?part={part}&limit=250" + (cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}"));
            people.AddRange(page.GetProperty("items").EnumerateArray().Select(person => person.GetProperty("contactId").GetString()!)); // told always
            cursor = page.GetProperty("nextCursor").GetString();
        }

        return people;
    }

    private static async Task<string> IdOfAsync(HttpResponseMessage made) => (await made.JsonAsync()).GetProperty("id").GetString()!; // told always

    private static async Task<long> CountAsync(HttpClient client, string more) => (await client.GetJsonAsync($"{Contacts}?count=true&limit=1{more}")).GetProperty("total").GetInt64();

    private static (string?, long, long, long, long) Figures(JsonElement change) => (
        change.GetProperty("status").GetString(), change.GetProperty("total").GetInt64(), change.GetProperty("done").GetInt64(), change.GetProperty("changed").GetInt64(), change.GetProperty("restored").GetInt64());

    private static async Task<JsonElement> DoneAsync(HttpClient client, string body)
    {
        using var answer = await client.PostJsonAsync(Changes, body);
        answer.StatusCode.Should().Be(HttpStatusCode.Accepted, body);
        return await UntilAsync(client, await IdOfAsync(answer), "completed");
    }

    private static async Task<JsonElement> UndoneAsync(HttpClient client, JsonElement change)
    {
        var id = change.GetProperty("id").GetString()!; // told always
        using var answer = await client.PostJsonAsync($"{Changes}/{id}/undo", "{}");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await UntilAsync(client, id, "undone");
    }

    private static async Task<JsonElement> UntilAsync(HttpClient client, string id, string status)
    {
        while (true)
        {
            var change = await client.GetJsonAsync($"{Changes}/{id}");
            if (change.GetProperty("status").GetString() == status)
            {
                return change;
            }

            await Task.Yield();
        }
    }

    private static async Task ImportAsync(HttpClient client, string csv, string options = "{}")
    {
        using var form = new MultipartFormDataContent { { new StringContent(csv), "file", "people.csv" }, { new StringContent(options), "options" } };
        using var answer = await client.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), form, Token);
        var id = await IdOfAsync(answer);
        _ = await client.GetStringAsync(new Uri($"/api/v1/imports/{id}/events", UriKind.Relative), Token); // it ends with the import
    }
}
