using System.Net;
using System.Text;
using Carillon.Access;
using Carillon.Access.Roles;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Web;

/// <summary>Every route of the API, taken from the route table: the door before it, its scope, and the wall between workspaces.</summary>
public sealed class RouteTableTests
{
    /// <summary>What outside programs may rely on so far; a route that goes missing here breaks them.</summary>
    private static readonly string[] Promised =
    [
        "GET /workspace", "PATCH /workspace", "POST /workspaces", "GET /api-keys", "POST /api-keys", "GET /api-keys/{id}", "DELETE /api-keys/{id}",
        "GET /contacts", "POST /contacts", "GET /contacts/{id}", "PATCH /contacts/{id}", "DELETE /contacts/{id}", "POST /contacts/{id}/merge", "POST /contacts/{id}/erase",
        "GET /lists", "POST /lists", "GET /lists/{id}", "PATCH /lists/{id}", "DELETE /lists/{id}", "POST /lists/{id}/members", "DELETE /lists/{id}/members",
        "GET /segments", "POST /segments", "GET /segments/{id}", "PATCH /segments/{id}", "DELETE /segments/{id}", "POST /segments/preview",
        "POST /imports", "POST /imports/detect", "GET /imports/{id}", "GET /imports/{id}/problems.csv", "POST /imports/{id}/cancel", "GET /imports/{id}/undo", "POST /imports/{id}/undo", "GET /imports/{id}/events",
        "GET /contact-changes", "POST /contact-changes", "GET /contact-changes/{id}", "GET /contact-changes/{id}/contacts", "POST /contact-changes/{id}/undo", "GET /contact-duplicates", "GET /contacts/{id}/timeline", "GET /contacts/{id}/export",
        "GET /number-checks", "POST /number-checks", "GET /number-checks/estimate", "GET /number-checks/{id}", "POST /number-checks/{id}/cancel", "POST /number-checks/{id}/resume", "GET /number-checks/{id}/numbers",
        "GET /accounts", "POST /accounts", "GET /accounts/{id}", "PATCH /accounts/{id}", "DELETE /accounts/{id}", "POST /accounts/{id}/test",
        "GET /pools", "POST /pools", "GET /pools/{id}", "PATCH /pools/{id}", "DELETE /pools/{id}",
        "GET /senders", "POST /senders", "GET /senders/{id}", "PATCH /senders/{id}", "DELETE /senders/{id}",
        "GET /campaigns", "POST /campaigns", "GET /campaigns/{id}", "PATCH /campaigns/{id}", "DELETE /campaigns/{id}",
        "POST /campaigns/{id}/start", "POST /campaigns/{id}/schedule", "POST /campaigns/{id}/pause", "POST /campaigns/{id}/resume", "POST /campaigns/{id}/cancel",
        "POST /campaigns/{id}/duplicate", "POST /campaigns/{id}/archive", "POST /campaigns/{id}/restore", "GET /campaigns/{id}/stats", "GET /campaigns/{id}/events",
        "POST /templates/preview", "GET /messages", "GET /messages/{id}", "POST /messages", "POST /opt-outs", "POST /opt-ins", "GET /consent-events",
        "GET /conversations", "GET /conversations/{contactId}", "POST /conversations/{contactId}/read",
        "GET /webhook-events", "POST /webhook-events/{id}/retry", "POST /webhook-events/retry", "GET /alerts", "GET /system", "GET /audit-log",
        "GET /reconciliations", "GET /reconciliations/{id}", "POST /reconciliations", "GET /campaigns/{id}/proof", "GET /campaigns/{id}/proof.csv", "POST /messages/{id}/settle",
        "GET /campaigns/{id}/estimate", "GET /campaigns/{id}/plan", "GET /reports/opt-outs", "GET /reports/opt-outs.csv", "GET /health-checks", "POST /health-checks",
    ];

    [Fact]
    public async Task Every_promised_route_is_there_and_described()
    {
        await using var server = await TestServer.StartAsync();
        var routes = Routes(server).Select(route => route.Name).ToHashSet();

        Assert.Empty(Promised.Except(routes));
        var described = await server.Client.GetJsonAsync("/openapi/v1.json");
        var paths = described.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name[ApiRoutes.Base.Length..]}")).ToHashSet();
        Assert.Empty(routes.Except(paths));
        foreach (var provider in new[] { "twilio", "openphone" })
        {
            var callback = described.GetProperty("paths").GetProperty($"/webhooks/{provider}/{{accountId}}").GetProperty("post");
            Assert.False(callback.TryGetProperty("security", out _));
            Assert.Equal(["200", "204", "403", "404", "413"], callback.GetProperty("responses").EnumerateObject().Select(answer => answer.Name).Order());
        }

        Assert.StartsWith("3.1", described.GetProperty("openapi").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_list_has_the_same_shape_counts_when_asked_and_refuses_what_is_no_page()
    {
        await using var server = await TestServer.StartAsync();
        await MakeOfEachAsync(server.Client);
        var described = await server.Client.GetJsonAsync("/openapi/v1.json");
        var lists = described.GetProperty("paths").EnumerateObject()
            .Where(path => !path.Name.Contains('{', StringComparison.Ordinal) && path.Value.TryGetProperty("get", out var get)
                && get.TryGetProperty("parameters", out var parameters) && parameters.EnumerateArray().Any(parameter => parameter.GetProperty("name").GetString() == "limit"))
            .Select(path => path.Name).ToList();
        Assert.True(lists.Count > 20, $"{lists.Count} lists");
        foreach (var list in lists)
        {
            var page = await server.Client.GetJsonAsync($"{list}?count=true&limit=500");
            Assert.True(page.TryGetProperty("total", out var total) && page.TryGetProperty("nextCursor", out _), $"{list}: {page}");
            Assert.True(total.GetInt32() == page.GetProperty("items").GetArrayLength(), $"{list}: {page}");
            foreach (var (name, value) in new[] { ("limit", "0"), ("limit", "501"), ("limit", "ten"), ("count", "perhaps"), ("cursor", "nothing-of-ours") })
            {
                using var answer = await server.Client.GetAsync(new Uri($"{list}?{name}={value}", UriKind.Relative));
                Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{list}?{name}={value}: {(int)answer.StatusCode}");
                Assert.Equal([name], await answer.FieldsAsync());
            }
        }
    }

    [Fact]
    public async Task Every_route_that_takes_no_body_refuses_one_with_fields()
    {
        await using var server = await TestServer.StartAsync();
        var bare = Routes(server).Where(route => route.Method != "GET" && !route.TakesBody).ToList();
        Assert.Contains(bare, route => route.Name == "POST /campaigns/{id}/start");
        foreach (var route in bare)
        {
            using var request = Request(route, NoId);
            request.Content = new StringContent("""{"startAt": "2027-01-01T00:00:00Z"}""", Encoding.UTF8, "application/json");
            using var answer = await server.Client.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, $"{route.Name}: {(int)answer.StatusCode}");
            Assert.Equal("unknown-field", await answer.CodeAsync());
            Assert.Equal(["startAt"], await answer.FieldsAsync());
        }
    }

    [Fact]
    public async Task Every_route_asks_for_a_key()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.ClientWith(null);
        foreach (var route in Routes(server))
        {
            using var answer = await client.SendAsync(Request(route, NoId));
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{route.Name}: {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Every_route_that_changes_something_refuses_a_key_that_only_reads()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.ClientOfAsync(ApiScope.Read);
        foreach (var route in Routes(server).Where(route => route.Method != "GET"))
        {
            Assert.True(route.Scope is > ApiScope.Read, $"{route.Name} names no scope.");
            using var answer = await client.SendAsync(Request(route, NoId));
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{route.Name}: {(int)answer.StatusCode}");
            Assert.Equal(ApiJson.NameOf(route.Scope!.Value), (await answer.JsonAsync()).GetProperty("requiredScope").GetString());
        }
    }

    [Fact]
    public async Task A_key_that_only_reads_hears_so_before_it_hears_of_the_kind_of_body()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.ClientOfAsync(ApiScope.Read);
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), body);
        using var same = new StringContent("{}", Encoding.UTF8, "application/json");
        using var written = await server.Client.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), same);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, written.StatusCode);
    }

    [Fact]
    public async Task Things_of_another_workspace_are_not_there()
    {
        await using var server = await TestServer.StartAsync();
        var ids = await MakeOfEachAsync(server.Client);
        using var other = await server.ClientOfAsync(ApiScope.Admin, await server.AddWorkspaceAsync());
        foreach (var route in Routes(server).Where(route => route.Pattern.Contains('{', StringComparison.Ordinal)))
        {
            var resource = route.Pattern.Split('/')[1];
            using var answer = await other.SendAsync(Request(route, ids.GetValueOrDefault(resource, NoId)));
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{route.Name}: {(int)answer.StatusCode}");
        }

        foreach (var resource in ids.Keys.Except(["conversations"]))
        {
            Assert.DoesNotContain(ids[resource], await other.GetStringAsync(new Uri($"/api/v1/{resource}?limit=500", UriKind.Relative)), StringComparison.Ordinal);
        }
    }

    /// <summary>The refusals that matter most, said again here, so that a slip in the policy's own table shows.</summary>
    [Theory]
    [InlineData(Role.Admin, "")]
    [InlineData(Role.Marketer, "POST /api-keys, GET /api-keys, DELETE /api-keys/{id}, POST /accounts, PATCH /accounts/{id}, DELETE /accounts/{id}, POST /senders, PATCH /workspace, POST /workspaces, GET /audit-log, POST /opt-ins, POST /webhook-events/retry")]
    [InlineData(Role.Inbox, "POST /campaigns, POST /campaigns/{id}/start, POST /campaigns/{id}/pause, POST /contacts, DELETE /contacts/{id}, POST /imports, POST /lists, POST /api-keys, POST /accounts, PATCH /workspace, GET /audit-log, POST /opt-ins, GET /imports/{id}/problems.csv")]
    [InlineData(Role.Analyst, "POST /campaigns, POST /campaigns/{id}/start, POST /campaigns/{id}/pause, POST /contacts, PATCH /contacts/{id}, POST /messages, POST /opt-outs, POST /opt-ins, POST /api-keys, GET /api-keys, GET /audit-log, PATCH /workspace, POST /accounts/{id}/test")]
    [InlineData(Role.Compliance, "POST /campaigns, POST /campaigns/{id}/start, POST /campaigns/{id}/resume, POST /contacts, POST /messages, POST /api-keys, PATCH /workspace, POST /accounts")]
    public void A_role_never_opens_what_is_not_its_own(Role role, string routes)
    {
        foreach (var route in routes.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(route => route.Split(' ')))
        {
            Assert.False(role.Has(RoutePolicy.OfApi(route[0], route[1])!.Value), $"{role} {route[0]} {route[1]}"); // each is listed
        }
    }

    [Fact]
    public async Task Every_route_opens_to_exactly_the_roles_of_the_policy_and_one_that_is_not_in_it_fails_here()
    {
        await using var server = await TestServer.StartAsync();
        var unlisted = Routes(server).Where(route => RoutePolicy.OfApi(route.Method, route.Pattern) is null).Select(route => route.Name);
        Assert.True(!unlisted.Any(), $"Say in RoutePolicy who may use: {string.Join(", ", unlisted)}");
        foreach (var role in Enum.GetValues<Role>())
        {
            using var browser = await server.BrowserOfAsync(role);
            foreach (var route in Routes(server))
            {
                var isOpen = role.Has(RoutePolicy.OfApi(route.Method, route.Pattern)!.Value); // checked above
                using var answer = await browser.SendAsync(Request(route, NoId), HttpCompletionOption.ResponseHeadersRead);
                Assert.True(
                    answer.StatusCode != HttpStatusCode.Unauthorized && (answer.StatusCode == HttpStatusCode.Forbidden && await answer.CodeAsync() == "forbidden") != isOpen,
                    $"{role} {route.Name}: {(int)answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Every_page_opens_to_exactly_the_roles_of_the_policy_and_one_that_is_not_in_it_fails_here()
    {
        await using var server = await TestServer.StartAsync();
        var pages = server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith(ApiRoutes.Base, StringComparison.Ordinal) == false
                && endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (Method: method, Pattern: endpoint.RoutePattern.RawText!))) // filtered by its text
            .ToList();
        var unlisted = pages.Where(page => page.Method is "GET" && RoutePolicy.OfPage(page.Method, page.Pattern) is null).Select(page => $"{page.Method} {page.Pattern}");
        Assert.True(!unlisted.Any(), $"Say in RoutePolicy who may open: {string.Join(", ", unlisted)}");
        Assert.Contains(pages, page => page.Pattern == "/settings/keys");
        using var anybody = server.ClientWith(null);
        foreach (var page in pages)
        {
            using var answer = await anybody.SendAsync(PageRequest(page.Method, page.Pattern));
            Assert.True(answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, $"nobody {page}: {(int)answer.StatusCode}");
        }

        foreach (var role in Enum.GetValues<Role>())
        {
            using var browser = await server.BrowserOfAsync(role);
            foreach (var (method, pattern) in pages)
            {
                var isOpen = RoutePolicy.OfPage(method, pattern) is { } needed && role.Has(needed);
                using var answer = await browser.SendAsync(PageRequest(method, pattern));
                Assert.True((answer.StatusCode == HttpStatusCode.Forbidden) != isOpen, $"{role} {method} {pattern}: {(int)answer.StatusCode}");
                Assert.True((int)answer.StatusCode < 500, $"{role} {method} {pattern}: {(int)answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task A_session_reaches_nothing_of_another_workspace()
    {
        await using var server = await TestServer.StartAsync();
        var ids = await MakeOfEachAsync(server.Client);
        using var other = await server.BrowserOfAsync(Role.Owner, await server.AddWorkspaceAsync());
        foreach (var route in Routes(server).Where(route => route.Pattern.Contains('{', StringComparison.Ordinal)))
        {
            using var answer = await other.SendAsync(Request(route, ids.GetValueOrDefault(route.Pattern.Split('/')[1], NoId)));
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{route.Name}: {(int)answer.StatusCode}");
        }
    }

    private static HttpRequestMessage PageRequest(string method, string pattern) => new(
        new HttpMethod(method), System.Text.RegularExpressions.Regex.Replace(pattern, @"\{[^}]+\}", NoId, System.Text.RegularExpressions.RegexOptions.NonBacktracking))
    {
        Content = method == "GET" ? null : new FormUrlEncodedContent([]),
    };

    private const string NoId = "0123456789abcdef0123456789abcdef";

    private static async Task<Dictionary<string, string>> MakeOfEachAsync(HttpClient client)
    {
        async Task<string> Make(string path, string json)
        {
            using var answer = await client.PostJsonAsync($"/api/v1/{path}", json);
            return (await answer.JsonAsync()).GetProperty("id").GetString()!; // every made thing has an id
        }

        var account = (await client.GetJsonAsync("/api/v1/accounts")).GetProperty("items")[0].GetProperty("id").GetString()!; // the simulator's
        var contact = await Make("contacts", """{"phone": "+14155552671", "firstName": "Ada"}""");
        return new Dictionary<string, string>
        {
            ["accounts"] = account,
            ["senders"] = (await client.GetJsonAsync("/api/v1/senders")).GetProperty("items")[0].GetProperty("id").GetString()!, // the simulator's
            ["pools"] = await Make("pools", $$"""{"name": "All", "senderIds": ["{{(await client.GetJsonAsync("/api/v1/senders")).GetProperty("items")[0].GetProperty("id").GetString()}}"]}"""),
            ["contacts"] = contact,
            ["conversations"] = contact,
            ["lists"] = await Make("lists", """{"name": "Regulars"}"""),
            ["segments"] = await Make("segments", """{"name": "Floridians", "filter": {"field": "region", "op": "eq", "value": "US-FL"}}"""),
            ["campaigns"] = await Make("campaigns", """{"name": "Autumn"}"""),
            ["api-keys"] = await Make("api-keys", """{"name": "till", "scope": "read"}"""),
        };
    }

    private static IReadOnlyList<Route> Routes(TestServer server) =>
    [
        .. server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.StartsWith(ApiRoutes.Base, StringComparison.Ordinal) == true)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => new Route(
                method,
                Pattern(endpoint.RoutePattern),
                endpoint.Metadata.GetMetadata<NeededScope>()?.Scope,
                endpoint.Metadata.GetMetadata<IAcceptsMetadata>() is not null)))
            .Where(route => route.Pattern != "/{**rest}" && !route.Pattern.Contains("**", StringComparison.Ordinal)),
    ];

    private static string Pattern(RoutePattern pattern) => pattern.RawText![ApiRoutes.Base.Length..].TrimEnd('/'); // filtered by its text

    private static HttpRequestMessage Request(Route route, string id)
    {
        var path = System.Text.RegularExpressions.Regex.Replace(route.Pattern, @"\{[^}]+\}", id, System.Text.RegularExpressions.RegexOptions.NonBacktracking);
        return new HttpRequestMessage(new HttpMethod(route.Method), ApiRoutes.Base + path)
        {
            Content = route.Name switch
            {
                "POST /imports" or "POST /imports/detect" or "POST /suppression-imports" => new MultipartFormDataContent { { new StringContent("Phone"), "file", "people.csv" } },
                _ when route.Pattern.EndsWith("/members", StringComparison.Ordinal) => new StringContent("""{"contactIds": []}""", Encoding.UTF8, "application/json"),
                _ => route.Method == "GET" ? null : new StringContent("{}", Encoding.UTF8, "application/json"),
            },
        };
    }

    private sealed record Route(string Method, string Pattern, ApiScope? Scope, bool TakesBody)
    {
        public string Name => $"{Method} {Pattern}";
    }
}
