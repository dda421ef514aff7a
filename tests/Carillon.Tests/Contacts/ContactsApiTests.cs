using System.Net;
using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Contacts;

public sealed class ContactsApiTests
{
    private const string Contacts = "/api/v1/contacts";
    private const string Lists = "/api/v1/lists";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_contact_is_made_read_changed_found_and_removed(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);

        var made = await server.Client.PostJsonAsync(Contacts, """{"phone":"(415) 555-2671","firstName":"Ann","attributes":{"roof_age":12,"pet":"cat"},"tags":["vip"],"region":"US-CA"}""");
        made.StatusCode.Should().Be(HttpStatusCode.Created);
        var contact = await made.JsonAsync();
        var path = made.Headers.Location!.ToString();
        var changed = await server.Client.PatchJsonAsync(path, """{"lastName":"Lee","region":null,"attributes":{"pet":null,"roof_age":"13"}}""");
        var read = await server.Client.GetJsonAsync(path);
        var found = await server.Client.GetJsonAsync($"{Contacts}?q=lee&count=true");
        var removed = await server.Client.DeleteAsync(path, Token);

        contact.GetProperty("phone").GetString().Should().Be("+14155552671");
        contact.GetProperty("status").GetString().Should().Be("active");
        contact.GetProperty("consent").GetProperty("sms").GetString().Should().Be("unknown");
        contact.GetProperty("attributes").ToString().Should().Be("""{"roof_age":12,"pet":"cat"}""");
        changed.StatusCode.Should().Be(HttpStatusCode.OK);
        read.GetProperty("lastName").GetString().Should().Be("Lee");
        read.GetProperty("region").ValueKind.Should().Be(JsonValueKind.Null);
        read.GetProperty("attributes").ToString().Should().Be("""{"roof_age":"13"}""");
        found.GetProperty("total").GetInt32().Should().Be(1);
        found.GetProperty("items")[0].GetProperty("id").GetString().Should().Be(read.GetProperty("id").GetString());
        removed.StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await server.Client.GetAsync(path, Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory, EachDatabase]
    public async Task Own_fields_come_back_in_the_form_they_were_given_in(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        const string given = """{"age":12,"paid":12.50,"big":1e3,"isVip":true,"isOld":false,"pet":"cat","zip":"02169","yes":"true"}""";

        var made = await server.Client.PostJsonAsync(Contacts, $$"""{"phone":"4155552671","attributes":{{given}}}""");
        var path = made.Headers.Location!.ToString();
        var contact = await made.JsonAsync();
        var read = await server.Client.GetJsonAsync(path);
        var changed = await (await server.Client.PatchJsonAsync(path, """{"attributes":{"age":"13","pet":7,"isVip":null,"big":null,"paid":null}}""")).JsonAsync();
        var found = await (await server.Client.PostJsonAsync("/api/v1/segments/preview", """{"filter":{"all":[{"field":"attributes.pet","op":"lte","value":7},{"field":"attributes.isOld","op":"eq","value":false}]}}""")).JsonAsync();

        contact.GetProperty("attributes").ToString().Should().Be(given);
        read.GetProperty("attributes").ToString().Should().Be(given);
        changed.GetProperty("attributes").ToString().Should().Be("""{"age":"13","isOld":false,"pet":7,"zip":"02169","yes":"true"}""");
        found.GetProperty("count").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task A_number_in_use_is_409_and_wrong_fields_are_named()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.PostJsonAsync(Contacts, """{"phone":"4155552671"}""");

        var taken = await server.Client.PostJsonAsync(Contacts, """{"phone":"+1 415 555 2671"}""");
        var wrong = await server.Client.PostJsonAsync(Contacts, """{"phone":"123","email":"x","attributes":{"a":{}}}""");
        var set = await server.Client.PostJsonAsync(Contacts, """{"phone":"4155552672","consent":{"sms":"subscribed"}}""");
        var segment = await server.Client.GetAsync($"{Contacts}?segment=1", Token);

        taken.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await taken.CodeAsync()).Should().Be("phone-in-use");
        wrong.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await wrong.FieldsAsync()).Should().Equal("attributes.a");
        (await set.CodeAsync()).Should().Be("unknown-field");
        (await set.FieldsAsync()).Should().Equal("consent");
        segment.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Pages_follow_their_cursor()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await server.Client.PostJsonAsync(Contacts, $$"""{"phone":"415555267{{i}}"}""");
        }

        var first = await server.Client.GetJsonAsync($"{Contacts}?limit=3");
        var second = await server.Client.GetJsonAsync($"{Contacts}?limit=3&cursor={first.GetProperty("nextCursor").GetString()}");

        first.GetProperty("items").GetArrayLength().Should().Be(3);
        second.GetProperty("items").GetArrayLength().Should().Be(2);
        second.GetProperty("nextCursor").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory, EachDatabase]
    public async Task Lists_take_members_and_name_unknown_ones(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var ann = (await (await server.Client.PostJsonAsync(Contacts, """{"phone":"4155552671"}""")).JsonAsync()).GetProperty("id").GetString();
        var made = await server.Client.PostJsonAsync(Lists, """{"name":"North","description":"All of it"}""");
        var path = made.Headers.Location!.ToString();

        var added = await (await server.Client.PostJsonAsync($"{path}/members", $$"""{"contactIds":["{{ann}}"]}""")).JsonAsync();
        var unknown = await server.Client.PostJsonAsync($"{path}/members", $$"""{"contactIds":["{{ann}}","{{Guid.NewGuid():N}}"]}""");
        var listed = await server.Client.GetJsonAsync($"{Contacts}?list={added.GetProperty("id").GetString()}");
        var removed = await (await server.Client.SendJsonAsync(HttpMethod.Delete, $"{path}/members", $$"""{"contactIds":["{{ann}}"]}""")).JsonAsync();
        var renamed = await (await server.Client.PatchJsonAsync(path, """{"name":"South"}""")).JsonAsync();
        var twice = await server.Client.PostJsonAsync(Lists, """{"name":"South"}""");
        var gone = await server.Client.DeleteAsync(path, Token);

        made.StatusCode.Should().Be(HttpStatusCode.Created);
        added.GetProperty("memberCount").GetInt32().Should().Be(1);
        unknown.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await unknown.FieldsAsync()).Should().Equal("contactIds[1]");
        listed.GetProperty("items").GetArrayLength().Should().Be(1);
        removed.GetProperty("memberCount").GetInt32().Should().Be(0);
        renamed.GetProperty("name").GetString().Should().Be("South");
        (await twice.FieldsAsync()).Should().Equal("name");
        gone.StatusCode.Should().Be(HttpStatusCode.NoContent);
    }

    [Theory, EachDatabase]
    public async Task A_file_is_loaded_by_the_engine_and_followed_to_its_end(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);

        var accepted = await UploadAsync(server.Client, "/api/v1/imports", "Phone,First name\n4155552671,Ann\n12,Bo\n", """{"listName":"North","consent":{"sms":"subscribed","source":"fair"}}""");
        accepted.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var path = accepted.Headers.Location!.ToString();
        var events = await server.Client.GetStringAsync($"{path}/events", Token);
        var import = await server.Client.GetJsonAsync(path);
        var problems = await server.Client.GetAsync($"{path}/problems.csv", Token);
        var cancelled = await server.Client.PostJsonAsync($"{path}/cancel", "{}");
        var contacts = await server.Client.GetJsonAsync(Contacts);

        events.Should().Contain("event: progress").And.Contain("\"status\":\"completed\"");
        import.GetProperty("status").GetString().Should().Be("completed");
        import.GetProperty("rowsRead").GetInt32().Should().Be(2);
        import.GetProperty("created").GetInt32().Should().Be(1);
        import.GetProperty("problems")[0].ToString().Should().Be("""{"row":3,"column":"Phone","value":"12","code":"invalid-phone","message":"This is not a valid phone number."}""");
        problems.Content.Headers.ContentType!.MediaType.Should().Be("text/csv");
        (await problems.Content.ReadAsStringAsync(Token)).Should().Contain("3,Phone,12,invalid-phone");
        (await cancelled.CodeAsync()).Should().Be("import-finished");
        contacts.GetProperty("items")[0].GetProperty("consent").GetProperty("sms").GetString().Should().Be("subscribed");
    }

    [Fact]
    public async Task The_figures_of_an_import_open_the_people_whom_it_made_and_changed()
    {
        await using var server = await TestServer.StartAsync();
        var first = await LoadedAsync(server, "Phone,First name\n4155552671,Ann\n4155552672,Bo\n");
        var second = await LoadedAsync(server, "Phone,First name,E-mail\n4155552671,,ann@mail.example\n4155552673,Cy,\n12,,\n");
        using var browser = await server.BrowserOfAsync(Role.Owner);

        (await NamesAsync(browser, $"import={first}")).Should().BeEquivalentTo("Ann", "Bo");
        (await NamesAsync(browser, $"import={second}")).Should().Equal("Cy");
        (await NamesAsync(browser, $"import={second}&part=changed")).Should().Equal("Ann");
        (await NamesAsync(browser, $"import={first}&part=changed")).Should().BeEmpty();
        var page = System.Net.WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri($"/contacts/imports/{second}", UriKind.Relative), Token));
        page.Should().Contain($"href=\"/contacts?import={second}\"").And.Contain($"href=\"/contacts?import={second}&part=changed\"").And.Contain($"href=\"/contacts/imports/{second}#problems\"");
        (await browser.GetStringAsync(new Uri($"/contacts?import={second}", UriKind.Relative), Token)).Should().NotContain("Change all", "a change of all that are found knows searches, lists and segments only");
        (await browser.GetStringAsync(new Uri($"/contacts.csv?import={second}&part=changed", UriKind.Relative), Token)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(2);
    }

    private static async Task<string> LoadedAsync(TestServer server, string file)
    {
        var path = (await UploadAsync(server.Client, "/api/v1/imports", file, null)).Headers.Location!.ToString(); // an accepted import has one
        await server.Client.GetStringAsync($"{path}/events", Token);
        return path.Split('/')[^1];
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(HttpClient browser, string query) =>
        [.. System.Text.RegularExpressions.Regex.Matches(await browser.GetStringAsync(new Uri($"/contacts?{query}", UriKind.Relative), Token), "class=\"main\" href=\"/contacts/[0-9a-f]{32}\">([^<]*)<").Select(match => match.Groups[1].Value)];

    [Fact]
    public async Task What_an_import_cannot_do_is_said_by_name()
    {
        await using var server = await TestServer.StartAsync();

        var wrong = await UploadAsync(server.Client, "/api/v1/imports", "Phone\n", """{"validation":"offline","mobileOnly":true,"mapping":{"Phone":"fone"},"consent":{"sms":"subscribed"}}""");
        var unknown = await UploadAsync(server.Client, "/api/v1/imports", "Phone\n", """{"lst":"x"}""");
        var broken = await UploadAsync(server.Client, "/api/v1/imports", "Phone\n", "{");
        var workbook = await UploadAsync(server.Client, "/api/v1/imports", "PK\u0003\u0004xxxxxxxxxxxx", null);
        var without = await server.Client.PostAsync("/api/v1/imports", new MultipartFormDataContent { { new StringContent("{}"), "options" } }, Token);

        (await wrong.FieldsAsync()).Should().Equal("options.consent.source", "options.mapping", "options.mapping.Phone");
        (await unknown.CodeAsync()).Should().Be("unknown-field");
        (await broken.FieldsAsync()).Should().Equal("options");
        (await workbook.FieldsAsync()).Should().Equal("file");
        (await without.FieldsAsync()).Should().Equal("file");
    }

    [Fact]
    public async Task A_look_at_a_file_proposes_a_mapping_that_the_import_takes()
    {
        await using var server = await TestServer.StartAsync();
        const string Csv = "Cell;Vorname;Roof Age\n4155552671;Ann;12\n";

        var look = await (await UploadAsync(server.Client, "/api/v1/imports/detect", Csv, null)).JsonAsync();
        var import = await UploadAsync(server.Client, "/api/v1/imports", Csv, JsonSerializer.Serialize(new { mapping = look.GetProperty("mapping") }));

        look.GetProperty("delimiter").GetString().Should().Be(";");
        look.GetProperty("mapping").ToString().Should().Be("""{"Cell":"phone","Vorname":"firstName","Roof Age":"attributes.roof_age"}""");
        look.GetProperty("rows")[0].GetProperty("Vorname").GetString().Should().Be("Ann");
        import.StatusCode.Should().Be(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_reading_key_changes_nothing_and_a_foreign_one_sees_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var made = await server.Client.PostJsonAsync(Contacts, """{"phone":"4155552671"}""");
        var reader = await server.ClientOfAsync(ApiScope.Read);
        var stranger = await server.ClientOfAsync(ApiScope.Admin, await server.AddWorkspaceAsync());

        (await reader.PostJsonAsync(Contacts, """{"phone":"4155552672"}""")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await UploadAsync(reader, "/api/v1/imports", "Phone\n", null)).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await stranger.GetAsync(made.Headers.Location, Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await stranger.PatchJsonAsync(made.Headers.Location!.ToString(), """{"firstName":"X"}""")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static Task<HttpResponseMessage> UploadAsync(HttpClient client, string path, string file, string? options)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "file", "people.csv" } };
        if (options is not null)
        {
            form.Add(new StringContent(options), "options");
        }

        return client.PostAsync(path, form, Token);
    }
}
