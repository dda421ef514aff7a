using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Access;

public sealed class ApiKeysApiTests
{
    [Theory, EachDatabase]
    public async Task A_key_is_made_shown_once_used_and_ended(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);

        var made = await server.Client.PostJsonAsync("/api/v1/api-keys", """{"name": "importer", "scope": "read"}""");
        var key = await made.JsonAsync();
        var id = key.GetProperty("id").GetString();
        var reader = server.ClientWith(key.GetProperty("key").GetString());
        var used = await reader.GetAsync("/api/v1/workspace");
        var seen = await reader.GetJsonAsync("/api/v1/api-keys");
        var read = await server.Client.GetJsonAsync($"/api/v1/api-keys/{id}");
        var ended = await server.Client.DeleteAsync($"/api/v1/api-keys/{id}");

        made.StatusCode.Should().Be(HttpStatusCode.Created);
        made.Headers.Location!.ToString().Should().EndWith($"/api/v1/api-keys/{id}");
        used.StatusCode.Should().Be(HttpStatusCode.OK);
        read.GetProperty("name").GetString().Should().Be("importer");
        read.GetProperty("scope").GetString().Should().Be("read");
        read.TryGetProperty("key", out _).Should().BeFalse();
        read.TryGetProperty("hash", out _).Should().BeFalse();
        ended.StatusCode.Should().Be(HttpStatusCode.NoContent);
        seen.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()).Should().Contain(id, "reading is what a key that reads may do");
        (await reader.GetAsync("/api/v1/workspace")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await server.Client.GetAsync($"/api/v1/api-keys/{id}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await server.Client.DeleteAsync($"/api/v1/api-keys/{id}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory, EachDatabase]
    public async Task Keys_are_listed_in_pages_and_only_the_workspaces_own(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await server.AddWorkspaceAsync();
        for (var i = 0; i < 4; i++)
        {
            await server.ClientOfAsync(ApiScope.Read);
        }

        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await server.Client.GetJsonAsync($"/api/v1/api-keys?limit=2&count=true&cursor={cursor}");
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString() ?? ""));
            page.GetProperty("total").GetInt32().Should().Be(5);
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        names.Should().HaveCount(5).And.OnlyHaveUniqueItems();
    }

    [Theory, EachDatabase]
    public async Task A_key_of_another_workspace_is_not_there(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var other = await server.ClientOfAsync(ApiScope.Admin, await server.AddWorkspaceAsync());
        var id = (await (await server.Client.PostJsonAsync("/api/v1/api-keys", """{"name": "mine", "scope": "send"}""")).JsonAsync()).GetProperty("id").GetString();

        (await other.GetAsync($"/api/v1/api-keys/{id}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await other.DeleteAsync($"/api/v1/api-keys/{id}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await server.Client.GetAsync($"/api/v1/api-keys/{id}")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await server.Client.GetAsync("/api/v1/api-keys/not-an-id")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"name": "x"}""", "scope")]
    [InlineData("""{"scope": "read"}""", "name")]
    [InlineData("""{"name": " ", "scope": "read"}""", "name")]
    [InlineData("""{"name": "x", "scope": "root"}""", "scope")]
    [InlineData("""{"name": "x", "scope": 3}""", "scope")]
    [InlineData("""{"name": "x", "scope": "read", "workspaceId": "y"}""", "workspaceId")]
    public async Task A_wrong_wish_is_refused_with_the_field(string wish, string field)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.Client.PostJsonAsync("/api/v1/api-keys", wish);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.FieldsAsync()).Should().Equal(field);
    }

    [Fact]
    public async Task Only_admins_make_and_end_keys()
    {
        await using var server = await TestServer.StartAsync();
        var sender = await server.ClientOfAsync(ApiScope.Send);

        (await sender.DeleteAsync("/api/v1/api-keys/0123456789abcdef0123456789abcdef")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await sender.PostJsonAsync("/api/v1/api-keys", """{"name": "x", "scope": "admin"}""")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }
}
