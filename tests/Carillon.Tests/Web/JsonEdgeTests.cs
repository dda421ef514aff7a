using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Tests.Engines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Web;

public sealed class JsonEdgeTests(JsonEdgeTests.Echo echo) : IClassFixture<JsonEdgeTests.Echo>
{
    private const string Path = "/api/v1/echo";

    [Fact]
    public async Task What_was_sent_comes_back_in_our_forms()
    {
        var id = Id.New<ContactId>(TimeProvider.System);

        var answer = await echo.Client.PostJsonAsync(
            Path,
            $$"""{"name": "Ada", "status": "inDoubt", "at": "2026-03-01T10:00:00.1234567899999+02:00", "contact": "{{id}}", "price": {"amount": "12.5", "currency": "USD"}, "phone": "+14155550123"}""");

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var json = await answer.JsonAsync();
        json.GetProperty("status").GetString().Should().Be("inDoubt");
        json.GetProperty("at").GetString().Should().Be("2026-03-01T08:00:00.123456Z");
        json.GetProperty("contact").GetString().Should().Be(id.ToString());
        json.GetProperty("price").GetProperty("amount").GetString().Should().Be("12.50");
        json.GetProperty("phone").GetString().Should().Be("+14155550123");
        json.GetProperty("inner").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
    }

    [Theory]
    [InlineData("""{"name": "a", "nmae": "b"}""", "nmae")]
    [InlineData("""{"name": "a", "Name": "b"}""", "Name")]
    [InlineData("""{"name": "a", "inner": {"count": 1, "colour": "red"}}""", "inner.colour")]
    [InlineData("""{"name": "a", "many": [{"count": 1}, {"cuont": 1}]}""", "many[1].cuont")]
    public async Task An_unknown_field_is_refused_by_its_path(string body, string field)
    {
        var answer = await echo.Client.PostJsonAsync(Path, body);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.CodeAsync()).Should().Be("unknown-field");
        (await answer.FieldsAsync()).Should().Equal(field);
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("""{"name": null}""", "name")]
    [InlineData("""{"name": 1}""", "name")]
    [InlineData("""{"name": "a\u0000b"}""", "name")]
    [InlineData("""{"name": "\ud800"}""", "name")]
    [InlineData("""{"name": "a", "name": "b"}""", "name")]
    [InlineData("""{"name": "a", "status": "InDoubt"}""", "status")]
    [InlineData("""{"name": "a", "status": 2}""", "status")]
    [InlineData("""{"name": "a", "at": "2026-03-01T10:00:00"}""", "at")]
    [InlineData("""{"name": "a", "at": "yesterday"}""", "at")]
    [InlineData("""{"name": "a", "at": "0001-01-01T00:00:00Z"}""", "at")]
    [InlineData("""{"name": "a", "contact": "123"}""", "contact")]
    [InlineData("""{"name": "a", "contact": "018f3c2a-7d1b-7000-8000-000000000000"}""", "contact")]
    [InlineData("""{"name": "a", "inner": {"count": "1"}}""", "inner.count")]
    [InlineData("""{"name": "a", "inner": {"count": 1.5}}""", "inner.count")]
    [InlineData("""{"name": "a", "inner": {"count": 99999999999}}""", "inner.count")]
    [InlineData("""{"name": "a", "many": {}}""", "many")]
    [InlineData("""{"name": "a", "price": {"amount": 12.5, "currency": "USD"}}""", "price")]
    [InlineData("""{"name": "a", "price": {"amount": "12.5"}}""", "price")]
    [InlineData("""{"name": "a", "phone": "415-555"}""", "phone")]
    [InlineData("""[]""", "body")]
    [InlineData("\"text\"", "body")]
    public async Task A_value_of_the_wrong_kind_is_refused_at_its_field(string body, string field)
    {
        var answer = await echo.Client.PostJsonAsync(Path, body);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity, await answer.Content.ReadAsStringAsync());
        (await answer.CodeAsync()).Should().Be("invalid");
        (await answer.FieldsAsync()).Should().Equal(field);
        (await answer.Content.ReadAsStringAsync()).Should().NotContain("System.").And.NotContain("Carillon.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"name\": }")]
    [InlineData("{\"name\": \"a\"} and more")]
    [InlineData("name=a")]
    public async Task What_is_no_JSON_is_malformed(string body)
    {
        var answer = await echo.Client.PostJsonAsync(Path, body);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest, await answer.Content.ReadAsStringAsync());
        (await answer.CodeAsync()).Should().Be("malformed");
    }

    [Fact]
    public async Task Deep_nesting_is_malformed()
    {
        var answer = await echo.Client.PostJsonAsync(Path, $"{{\"name\": \"a\", \"price\": {string.Concat(Enumerable.Repeat("{\"a\":", 5000))}");

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""{"name": "a", "many": [null]}""", "many")]
    [InlineData("""{"name": "a", "many": [{"count": 1}, null]}""", "many")]
    [InlineData("""{"name": "a", "words": ["b", null]}""", "words")]
    public async Task A_list_holds_no_null(string json, string field)
    {
        var answer = await echo.Client.PostJsonAsync(Path, json);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.FieldsAsync()).Should().ContainSingle().Which.Should().StartWith(field);
    }

    [Theory]
    [InlineData(11, HttpStatusCode.UnprocessableEntity, "Please mend: filter.not")]
    [InlineData(200, HttpStatusCode.UnprocessableEntity, "Please mend: filter.not")]
    [InlineData(300, HttpStatusCode.BadRequest, "nested deeper")]
    public async Task What_is_nested_deep_is_wrong_where_it_stands_and_only_very_deep_unreadable(int levels, HttpStatusCode status, string said)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"not\":", levels)) + "{}" + new string('}', levels);

        var answer = await echo.Client.PostJsonAsync("/api/v1/segments/preview", $"{{\"filter\": {deep}}}");

        answer.StatusCode.Should().Be(status);
        (await answer.JsonAsync()).GetProperty("detail").GetString().Should().Contain(said);
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("POST", "/nothing", 404)]
    [InlineData("DELETE", "/nothing/at/all", 404)]
    [InlineData("PUT", "/echo", 405)]
    [InlineData("DELETE", "/system", 405)]
    public async Task An_address_that_is_none_is_not_taken_for_a_wrong_method(string method, string address, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1{address}");

        var answer = await echo.Client.SendAsync(request);

        ((int)answer.StatusCode).Should().Be(status);
        (await answer.CodeAsync()).Should().Be(status == 404 ? "not-found" : "method-not-allowed");
        (answer.Content.Headers.Allow.Count > 0).Should().Be(status == 405);
    }

    [Fact]
    public async Task Head_is_answered_as_get_without_the_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/v1/contacts");

        var answer = await echo.Client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/json");
        (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_body_over_a_megabyte_is_too_large()
    {
        var answer = await echo.Client.PostJsonAsync(Path, $"{{\"name\": \"{new string('a', 1024 * 1024)}\"}}");

        answer.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await answer.CodeAsync()).Should().Be("too-large");
    }

    [Fact]
    public async Task A_caller_who_is_still_sending_hears_that_it_is_too_much()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => echo.Client.PostJsonAsync(Path, $"{{\"name\": \"{new string('a', 6 * 1024 * 1024)}\"}}")));

        answers.Should().OnlyContain(answer => answer.StatusCode == HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Another_content_type_is_unsupported(string contentType)
    {
        var answer = await echo.Client.SendJsonAsync(HttpMethod.Post, Path, """{"name": "a"}""", contentType);

        answer.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
        (await answer.CodeAsync()).Should().Be("unsupported-media-type");
    }

    [Fact]
    public async Task A_broken_handler_shows_nothing_of_our_inside()
    {
        var answer = await echo.Client.PostAsync("/api/v1/broken", null);

        answer.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        var text = await answer.Content.ReadAsStringAsync();
        text.Should().NotContain("secret").And.NotContain(" at ").And.NotContain("Exception");
        (await answer.JsonAsync()).GetProperty("traceId").GetString().Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task An_id_in_a_route_that_is_none_is_an_id_of_nothing()
    {
        var answer = await echo.Client.GetJsonAsync("/api/v1/echo/not-an-id");

        answer.GetString().Should().Be(new string('0', 32));
    }

    /// <summary>A server with routes that give back what they got.</summary>
    public sealed class Echo : IAsyncLifetime
    {
        private TestServer? _server;

        /// <summary>A client with every scope.</summary>
        public HttpClient Client => _server?.Client ?? throw new InvalidOperationException("Not started.");

        public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(Engine.Sqlite, alter: builder =>
            builder.Services.AddSingleton(new MoreRoutes(api =>
            {
                api.MapPost("/echo", (EchoRequest request) => TypedResults.Ok(request)).Needs(ApiScope.Write);
                api.MapGet("/echo/{id}", (RouteId<ContactId> id) => TypedResults.Ok(id.ToString()));
                api.MapPost("/broken", () => Break()).Needs(ApiScope.Write);
            })));

        public async ValueTask DisposeAsync()
        {
            if (_server is not null)
            {
                await _server.DisposeAsync();
            }
        }

        private static IResult Break() => throw new InvalidOperationException("a secret");
    }

    private sealed record EchoRequest(
        string Name,
        MessageStatus? Status = null,
        DateTimeOffset? At = null,
        ContactId? Contact = null,
        InnerRequest? Inner = null,
        IReadOnlyList<InnerRequest>? Many = null,
        List<string>? Words = null,
        Money? Price = null,
        PhoneNumber? Phone = null);

    private sealed record InnerRequest(int Count);
}
