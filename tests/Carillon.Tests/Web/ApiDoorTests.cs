using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Web;

public sealed class ApiDoorTests
{
    [Theory, EachDatabase]
    public async Task A_good_key_opens(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);

        var system = await server.Client.GetJsonAsync("/api/v1/system");

        system.GetProperty("version").GetString().Should().NotBeNullOrEmpty();
        system.GetProperty("database").GetProperty("description").GetString().Should().NotContain("Password");
    }

    [Fact]
    public async Task No_key_and_a_wrong_key_are_told_401()
    {
        await using var server = await TestServer.StartAsync();

        foreach (var key in new[] { null, "crl_no-such-key-anywhere", "", "x" })
        {
            var answer = await server.ClientWith(null).SendAsync(Asking("/api/v1/system", key));
            answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
            answer.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
            answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
            (await answer.CodeAsync()).Should().Be("unauthorized");
        }
    }

    [Fact]
    public async Task An_unknown_address_is_404_with_a_key_and_401_without()
    {
        await using var server = await TestServer.StartAsync();

        var known = await server.Client.GetAsync("/api/v1/nothing-here");
        var unknown = await server.ClientWith(null).GetAsync("/api/v1/nothing-here");

        known.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await known.CodeAsync()).Should().Be("not-found");
        unknown.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_wrong_method_is_405_as_a_problem()
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.Client.DeleteAsync("/api/v1/system");

        answer.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        (await answer.CodeAsync()).Should().Be("method-not-allowed");
    }

    [Fact]
    public async Task A_reader_reads()
    {
        await using var server = await TestServer.StartAsync();

        (await (await server.ClientOfAsync(ApiScope.Read)).GetAsync("/api/v1/system")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private static HttpRequestMessage Asking(string path, string? key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        }

        return request;
    }
}
