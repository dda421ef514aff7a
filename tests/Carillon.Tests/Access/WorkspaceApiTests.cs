using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Access;

public sealed class WorkspaceApiTests
{
    [Theory, EachDatabase]
    public async Task The_workspace_of_the_key_is_read_and_changed_field_by_field(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);

        var before = await server.Client.GetJsonAsync("/api/v1/workspace");
        var answer = await server.Client.PatchJsonAsync(
            "/api/v1/workspace", """{"name": " Bright Roofs ", "brand": {"name": "Bright", "help": "help@bright.example"}, "defaultRegion": "GB", "timeZone": "Europe/London", "quietHoursFor": "all", "callbackDays": 90}""");
        await server.Client.PatchJsonAsync("/api/v1/workspace", """{"brand": {"help": null, "postalAddress": "1 High Street"}}""");
        var after = await server.Client.GetJsonAsync("/api/v1/workspace");
        await server.Client.PatchJsonAsync("/api/v1/workspace", """{"callbackDays": null}""");

        before.GetProperty("id").GetString().Should().Be(server.Workspace.ToString());
        before.GetProperty("defaultRegion").GetString().Should().Be("US");
        before.GetProperty("quietHoursFor").GetString().Should().Be("marketing");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        after.GetProperty("name").GetString().Should().Be("Bright Roofs");
        after.GetProperty("brand").GetRawText().Should().Be("""{"name":"Bright","help":null,"postalAddress":"1 High Street"}""");
        after.GetProperty("timeZone").GetString().Should().Be("Europe/London");
        after.GetProperty("quietHoursFor").GetString().Should().Be("all");
        before.GetProperty("callbackDays").ValueKind.Should().Be(JsonValueKind.Null, "what providers told is kept for ever unless somebody says otherwise");
        after.GetProperty("callbackDays").GetInt32().Should().Be(90);
        (await server.Client.GetJsonAsync("/api/v1/workspace")).GetProperty("callbackDays").ValueKind.Should().Be(JsonValueKind.Null);
        (await server.Client.GetStringAsync(new Uri("/api/v1/audit-log?action=workspace.changed", UriKind.Relative), TestContext.Current.CancellationToken)).Should().Contain("CallbackDays");
    }

    [Theory]
    [InlineData("""{"name": ""}""", "name")]
    [InlineData("""{"name": null}""", "name")]
    [InlineData("""{"defaultRegion": "UK"}""", "defaultRegion")]
    [InlineData("""{"timeZone": "Mars/Olympus"}""", "timeZone")]
    [InlineData("""{"quietHoursFor": "nobody"}""", "quietHoursFor")]
    [InlineData("""{"brand": {"nmae": "x"}}""", "brand.nmae")]
    [InlineData("""{"brand": 7}""", "brand")]
    [InlineData("""{"id": "x"}""", "id")]
    [InlineData("""{"callbackDays": 29}""", "callbackDays")]
    [InlineData("""{"callbackDays": 3651}""", "callbackDays")]
    [InlineData("""{"callbackDays": 30.5}""", "callbackDays")]
    [InlineData("""{"callbackDays": "90 days"}""", "callbackDays")]
    public async Task A_wrong_field_is_named_and_nothing_changes(string patch, string field)
    {
        await using var server = await TestServer.StartAsync();
        var before = await server.Client.GetJsonAsync("/api/v1/workspace");

        var answer = await server.Client.PatchJsonAsync("/api/v1/workspace", patch);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.FieldsAsync()).Should().Equal(field);
        (await server.Client.GetJsonAsync("/api/v1/workspace")).GetRawText().Should().Be(before.GetRawText());
    }

    [Theory, EachDatabase]
    public async Task An_admin_of_the_first_workspace_makes_others_and_nobody_else_does(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);

        var made = await server.Client.PostJsonAsync("/api/v1/workspaces", """{"name": "Client of ours"}""");
        var workspace = await made.JsonAsync();
        var inside = server.ClientWith(workspace.GetProperty("key").GetString());
        var again = await inside.PostJsonAsync("/api/v1/workspaces", """{"name": "Client of a client"}""");
        var sender = await (await server.ClientOfAsync(ApiScope.Send)).PostJsonAsync("/api/v1/workspaces", """{"name": "x"}""");

        made.StatusCode.Should().Be(HttpStatusCode.Created);
        made.Headers.Location.Should().NotBeNull();
        (await inside.GetJsonAsync("/api/v1/workspace")).GetProperty("id").GetString().Should().Be(workspace.GetProperty("id").GetString());
        again.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await again.CodeAsync()).Should().Be("not-first-workspace");
        sender.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await sender.JsonAsync()).GetProperty("requiredScope").GetString().Should().Be("admin");
    }

    [Fact]
    public async Task A_key_that_writes_does_not_change_the_workspace()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await (await server.ClientOfAsync(ApiScope.Send)).PatchJsonAsync("/api/v1/workspace", """{"name": "x"}""");

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }
}
