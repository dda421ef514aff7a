using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Carillon.Access;
using Carillon.Access.Sessions;
using Carillon.Primitives;
using Carillon.Server.Web;
using Carillon.Server.Web.Settings;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Carillon.Tests.Web;

/// <summary>
/// The whole server on a real socket, with a store and a data folder of its own. <see cref="Client"/> carries the key of an admin of
/// <see cref="Workspace"/>; disposing stops the server and deletes everything.
/// </summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly TestStore _store;
    private readonly bool _keepsStore;
    private readonly WebApplication _app;
    private readonly List<HttpClient> _clients = [];

    private TestServer(TestStore store, WebApplication app, WorkspaceId workspace, bool keepsStore)
    {
        (_store, _app, Workspace, _keepsStore) = (store, app, workspace, keepsStore);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The database server's connection string; null: the embedded one.</summary>
    public string? ConnectionString => _store.Options.ConnectionString;

    /// <summary>The workspace it began with.</summary>
    public WorkspaceId Workspace { get; }

    /// <summary>A client with a key of scope admin.</summary>
    public HttpClient Client { get; private set; } = null!; // set before anybody gets the server

    /// <summary>The server's own objects.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The server's database.</summary>
    public Database Database => Services.GetRequiredService<Database>();

    /// <summary>Starts a server on the embedded database.</summary>
    public static Task<TestServer> StartAsync() => StartAsync(Engine.Sqlite);

    /// <summary>Starts a server.</summary>
    /// <param name="engine">Its database.</param>
    /// <param name="settings">More settings, names with colons.</param>
    /// <param name="alter">Changes registrations: a <c>FakeTimeProvider</c>, a provider's double at the edge.</param>
    public static async Task<TestServer> StartAsync(
        Engine engine, IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? alter = null) =>
        await StartAsync(await TestStore.CreateAsync(engine), keepsStore: false, settings, alter);

    /// <summary>Starts a server on a store of the caller's, which stays when the server goes.</summary>
    public static Task<TestServer> StartOnAsync(TestStore store, IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? alter = null) =>
        StartAsync(store, keepsStore: true, settings, alter);

    private static async Task<TestServer> StartAsync(TestStore store, bool keepsStore, IReadOnlyDictionary<string, string?>? settings, Action<WebApplicationBuilder>? alter)
    {
        var builder = CarillonServer.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Logging:LogLevel:Default"] = "Error",
            ["Logging:LogLevel:Microsoft"] = "Error",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Error",
            ["Logging:LogLevel:Orleans"] = "Error",
            ["Carillon:DataDirectory"] = store.Options.DataDirectory,
            ["ConnectionStrings:Database"] = store.Options.ConnectionString,
        });
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        Assert.True(CarillonSettings.TryRead(builder.Configuration, out var read, out var refusal), refusal?.ToString());
        var app = CarillonServer.Build(builder, read, alter);
        await app.StartAsync();
        var workspace = await app.Services.GetRequiredService<Workspaces>().EnsureFirstAsync(CancellationToken.None);
        var server = new TestServer(store, app, workspace, keepsStore);
        server.Client = await server.ClientOfAsync(ApiScope.Admin);
        return server;
    }

    /// <summary>A client with a fresh key of a scope; of another workspace when one is named.</summary>
    public async Task<HttpClient> ClientOfAsync(ApiScope scope, WorkspaceId? workspace = null)
    {
        var keys = Services.GetRequiredService<ApiKeys>();
        var (_, text) = await keys.CreateAsync(WorkspaceScope.Of(workspace ?? Workspace), $"test {scope}", scope, null, CancellationToken.None);
        return ClientWith(text);
    }

    /// <summary>A client with a key's text; null: without key. It follows no redirects and keeps no cookies.</summary>
    public HttpClient ClientWith(string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        _clients.Add(client);
        return client;
    }

    /// <summary>
    /// A browser in which a person of a role signed in a moment ago: a client with the session's cookie that asks as our own pages do. The person is made for it.
    /// </summary>
    public async Task<HttpClient> BrowserOfAsync(Role role, WorkspaceId? workspace = null)
    {
        await using var scope = Services.CreateAsyncScope();
        var where = workspace ?? Workspace;
        var made = await scope.ServiceProvider.GetRequiredService<Users>().CreateAsync($"{role}-{Guid.NewGuid():N}@example.com", "seven green kettles", where, role, CancellationToken.None);
        var user = Assert.IsType<UserOutcome.Created>(made).User;
        return await BrowserOfAsync(new Session(new UserId(user.Id), user.Email ?? "", where, role, user.SecurityStamp ?? ""));
    }

    /// <summary>A browser in which somebody who has an account signed in a moment ago.</summary>
    public async Task<HttpClient> BrowserOfAsync(Session person)
    {
        var session = await Services.GetRequiredService<SessionBook>().BeginAsync(person, "test", null, "a test", CancellationToken.None);
        var options = Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme);
        var now = Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var properties = new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + Session.Idle };
        var ticket = new AuthenticationTicket(session.ToPrincipal(CookieAuthenticationDefaults.AuthenticationScheme), properties, CookieAuthenticationDefaults.AuthenticationScheme);
        var client = ClientWith(null);
        client.DefaultRequestHeaders.Add("Cookie", $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}");
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        return client;
    }

    /// <summary>A second world on the same server.</summary>
    public async Task<WorkspaceId> AddWorkspaceAsync() => (await Services.GetRequiredService<Workspaces>().CreateAsync("Other", WorkspaceScope.System, CancellationToken.None)).Workspace.Id;

    /// <summary>Tells the server to stop, as a supervisor does, and waits until it has.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
        if (!_keepsStore)
        {
            await _store.DisposeAsync();
        }
    }
}

/// <summary>What tests say to a server and hear from it.</summary>
public static class TestTalk
{
    /// <summary>Sends raw JSON, so that a test decides every letter of it.</summary>
    public static Task<HttpResponseMessage> SendJsonAsync(
        this HttpClient client, HttpMethod method, string path, string json, string contentType = "application/json", string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, contentType) };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return client.SendAsync(request);
    }

    /// <summary>POSTs raw JSON.</summary>
    public static Task<HttpResponseMessage> PostJsonAsync(this HttpClient client, string path, string json) => client.SendJsonAsync(HttpMethod.Post, path, json);

    /// <summary>PATCHes with a merge patch.</summary>
    public static Task<HttpResponseMessage> PatchJsonAsync(this HttpClient client, string path, string json) =>
        client.SendJsonAsync(HttpMethod.Patch, path, json, "application/merge-patch+json");

    /// <summary>The answer's JSON; what is no JSON fails the test with the text in its message.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            throw new InvalidOperationException($"{(int)answer.StatusCode} without JSON: {text}");
        }
    }

    /// <summary>GETs JSON.</summary>
    public static async Task<JsonElement> GetJsonAsync(this HttpClient client, string path) => await client.GetFromJsonAsync<JsonElement>(path);

    /// <summary>The stable code of a problem.</summary>
    public static async Task<string?> CodeAsync(this HttpResponseMessage answer) => (await answer.JsonAsync()).GetProperty("code").GetString();

    /// <summary>The fields a problem names.</summary>
    public static async Task<IReadOnlyList<string>> FieldsAsync(this HttpResponseMessage answer) =>
        [.. (await answer.JsonAsync()).GetProperty("errors").EnumerateObject().Select(field => field.Name)];
}
