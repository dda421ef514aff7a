using System.Net;
using AwesomeAssertions;
using Carillon.Server.Web;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Settings;
using Carillon.Tests.Engines;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Web;

public sealed class EdgeTests(EdgeTests.Running running) : IClassFixture<EdgeTests.Running>
{
    [Fact]
    public async Task The_process_says_that_it_lives_and_is_ready()
    {
        var live = await running.Anybody.GetJsonAsync("/health/live");
        HttpResponseMessage answer;
        do
        {
            answer = await running.Anybody.GetAsync("/health/ready"); // the engine follows the pages by a second
        }
        while (answer.StatusCode is HttpStatusCode.ServiceUnavailable);
        var ready = await answer.JsonAsync();

        live.GetProperty("status").GetString().Should().Be("ok");
        ready.GetProperty("status").GetString().Should().Be("ready", ready.GetRawText());
        ready.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("name").GetString()).Should().Contain(["database", "migrations", "engine"]);
    }

    [Fact]
    public async Task Files_whose_names_tell_their_content_come_from_the_prefix_that_is_set_and_from_here_without_one()
    {
        await using var server = await TestServer.StartAsync(Engine.Sqlite, new Dictionary<string, string?> { ["Carillon:Assets:CdnUrl"] = "https://cdn.example.com/carillon/" });

        var apart = await server.Client.GetStringAsync(new Uri("/first-administrator", UriKind.Relative));
        var plain = await running.Anybody.GetStringAsync(new Uri("/first-administrator", UriKind.Relative));

        var files = Files(plain);
        files.Should().Contain(file => file.StartsWith("css/tokens.", StringComparison.Ordinal)).And.NotContain(file => file.Contains("://", StringComparison.Ordinal));
        Files(apart).Should().Equal(files.Select(file => IsPrinted(file) ? $"https://cdn.example.com/carillon/{file}" : file));
        files.Count(IsPrinted).Should().BeGreaterThan(3);

        // "css/tokens.<print>.css" and not "css/tokens.css".
        static bool IsPrinted(string file) => System.IO.Path.GetFileName(file).Count(letter => letter == '.') - (file.Contains("blazor.web", StringComparison.Ordinal) ? 1 : 0) > 1;
        static List<string> Files(string page) => [.. System.Text.RegularExpressions.Regex.Matches(page, "(?:href|src)=\"([^\"]+\\.(?:css|js|svg))\"").Select(found => found.Groups[1].Value)];
    }

    [Fact]
    public async Task A_database_that_does_not_answer_shows_in_readiness_and_stops_nothing_else()
    {
        var builder = CarillonServer.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Logging:LogLevel:Default"] = "None",
            ["Logging:LogLevel:Microsoft"] = "None",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "None",
            ["Logging:LogLevel:Orleans"] = "None",
            ["Carillon:DataDirectory"] = TestFolders.Add(),
            ["ConnectionStrings:Database"] = "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=hunter2;Timeout=2",
        });
        CarillonSettings.TryRead(builder.Configuration, out var settings, out _).Should().BeTrue();
        await using var app = CarillonServer.Build(builder, settings!);
        await app.StartAsync();
        using var client = new HttpClient
        {
            BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
        };

        var live = await client.GetAsync("/health/live");
        var ready = await client.GetAsync("/health/ready");
        var api = await client.GetAsync("/api/v1/system");
        await app.StopAsync();

        live.StatusCode.Should().Be(HttpStatusCode.OK);
        ready.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await ready.Content.ReadAsStringAsync()).Should().Contain("failing").And.NotContain("hunter2");
        api.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await api.CodeAsync()).Should().Be("starting");
    }

    [Fact]
    public async Task Measurements_are_there_for_a_scraper()
    {
        await running.Anybody.GetAsync("/health/live");

        (await running.Anybody.GetStringAsync("/metrics")).Should().Contain("# TYPE");
    }

    [Fact]
    public async Task Answers_tell_the_browser_to_trust_only_us()
    {
        var answer = await running.Anybody.GetAsync("/health/live");

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.Should().Contain("default-src 'self'").And.Contain("frame-ancestors 'none'").And.NotContain("'unsafe-eval'");
        policy.Split(';').Single(part => part.Trim().StartsWith("script-src", StringComparison.Ordinal)).Should().NotContain("unsafe-inline");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.Contains("Server").Should().BeFalse();
    }

    [Fact]
    public async Task The_reference_reads_without_any_outside_address()
    {
        var answer = await running.Anybody.GetAsync("/docs");
        if (answer.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
        {
            answer = await running.Anybody.GetAsync(new Uri(answer.RequestMessage!.RequestUri!, answer.Headers.Location!));
        }

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        var page = await answer.Content.ReadAsStringAsync();
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        page.Should().NotContain("https://cdn").And.NotContain("jsdelivr").And.NotContain("fonts.");
        page.Split("<script").Skip(1).Where(script => !script.StartsWith(" src", StringComparison.Ordinal) || script.Contains("nonce", StringComparison.Ordinal))
            .Should().OnlyContain(script => policy.Contains(script.Split("nonce=\"")[1].Split('"')[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_description_is_OpenAPI_3_1_and_names_scopes_refusals_and_shapes()
    {
        var document = await running.Anybody.GetJsonAsync("/openapi/v1.json");

        document.GetProperty("openapi").GetString().Should().StartWith("3.1");
        var create = document.GetProperty("paths").GetProperty("/api/v1/api-keys").GetProperty("post");
        create.GetProperty("description").GetString().Should().Contain("`admin`");
        create.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Should().Contain(["201", "400", "401", "403", "413", "415", "422"]);
        create.GetProperty("parameters").GetRawText().Should().Contain("Idempotency-Key");
        create.GetProperty("security").GetArrayLength().Should().Be(1);
        var list = document.GetProperty("paths").GetProperty("/api/v1/api-keys").GetProperty("get");
        list.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()).Should().Contain(["limit", "cursor", "count"]);
        document.GetProperty("components").GetProperty("schemas").GetRawText().Should().Contain("\"read\",").And.Contain("^[0-9a-f]{32}$");
    }

    [Theory]
    [InlineData("/api/v1/imports", "file")]
    [InlineData("/api/v1/imports/detect", "file")]
    [InlineData("/api/v1/suppression-imports", "file,options")]
    public async Task An_upload_is_described_as_a_form_with_a_file_and_options(string path, string required)
    {
        var document = await running.Anybody.GetJsonAsync("/openapi/v1.json");

        var content = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody").GetProperty("content");
        content.EnumerateObject().Select(media => media.Name).Should().Equal("multipart/form-data");
        var form = content.GetProperty("multipart/form-data");
        var schema = form.GetProperty("schema");
        schema.GetProperty("type").GetString().Should().Be("object");
        schema.TryGetProperty("allOf", out _).Should().BeFalse();
        schema.GetProperty("properties").GetProperty("file").GetProperty("format").GetString().Should().Be("binary");
        schema.GetProperty("properties").TryGetProperty("options", out _).Should().BeTrue();
        schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).Should().BeEquivalentTo(required.Split(','));
        form.GetProperty("encoding").GetProperty("options").GetProperty("contentType").GetString().Should().Be("application/json");
    }

    [Theory]
    [InlineData("/api/v1/imports")]
    [InlineData("/api/v1/imports/detect")]
    [InlineData("/api/v1/suppression-imports")]
    public async Task An_upload_without_a_form_is_a_wrong_content_type(string path)
    {
        using var nothing = await running.Server.Client.PostAsync(new Uri(path, UriKind.Relative), null);
        using var untyped = await running.Server.Client.PostAsync(new Uri(path, UriKind.Relative), new ByteArrayContent("Phone\n"u8.ToArray()));
        using var json = await running.Server.Client.PostJsonAsync(path, "{}");

        foreach (var answer in new[] { nothing, untyped, json })
        {
            answer.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
            (await answer.CodeAsync()).Should().Be("unsupported-media-type");
        }
    }

    [Fact]
    public void Every_route_that_changes_something_names_its_scope()
    {
        var silent = ApiRoutesOf().Where(route => !MethodsOf(route).SequenceEqual(["GET"]) && route.Metadata.GetMetadata<NeededScope>() is null);

        silent.Select(route => route.RoutePattern.RawText).Should().BeEmpty();
    }

    [Fact]
    public async Task No_route_opens_without_a_key_and_none_that_changes_something_with_a_reader()
    {
        var reader = await running.Server.ClientOfAsync(Carillon.Access.ApiScope.Read);
        foreach (var route in ApiRoutesOf())
        {
            var path = string.Join('/', route.RoutePattern.RawText!.Split('/').Select(part => part.StartsWith('{') ? new string('0', 32) : part));
            foreach (var method in MethodsOf(route))
            {
                (await running.Anybody.SendAsync(new HttpRequestMessage(new HttpMethod(method), path))).StatusCode
                    .Should().Be(HttpStatusCode.Unauthorized, $"{method} {path}");
                if (route.Metadata.GetMetadata<NeededScope>() is { Scope: > Carillon.Access.ApiScope.Read })
                {
                    (await reader.SendAsync(new HttpRequestMessage(new HttpMethod(method), path))).StatusCode.Should().Be(HttpStatusCode.Forbidden, $"{method} {path}");
                }
            }
        }
    }

    [Fact]
    public async Task An_id_of_nothing_is_404_on_every_route_that_reads_one_thing()
    {
        foreach (var route in ApiRoutesOf().Where(route => MethodsOf(route).Contains("GET") && route.RoutePattern.Parameters.Count is 1))
        {
            foreach (var id in new[] { "no-id", Guid.NewGuid().ToString("N") })
            {
                var path = string.Join('/', route.RoutePattern.RawText!.Split('/').Select(part => part.StartsWith('{') ? id : part));
                var answer = await running.Server.Client.GetAsync(path);
                answer.StatusCode.Should().Be(HttpStatusCode.NotFound, path);
                (await answer.CodeAsync()).Should().Be("not-found");
            }
        }
    }

    private IEnumerable<RouteEndpoint> ApiRoutesOf() => running.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(route => route.RoutePattern.RawText?.StartsWith(ApiRoutes.Base, StringComparison.Ordinal) is true);

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];

    /// <summary>A server that the tests of this class share.</summary>
    public sealed class Running : IAsyncLifetime
    {
        private TestServer? _server;

        public TestServer Server => _server ?? throw new InvalidOperationException("Not started.");

        /// <summary>A client without key.</summary>
        public HttpClient Anybody { get; private set; } = new();

        public async ValueTask InitializeAsync()
        {
            _server = await TestServer.StartAsync();
            Anybody = _server.ClientWith(null);
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
