using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;
using Microsoft.AspNetCore.Builder;

namespace Carillon.Tests.Road;

/// <summary>A server with an account and a sender at a fake provider, driven through its API alone.</summary>
public sealed class Road : IAsyncDisposable
{
    public const string From = "+15550100200";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly TestServer? _server;

    private Road(TestServer? server, HttpClient client, Uri address, string accountId, string senderId) =>
        (_server, Client, Address, AccountId, SenderId) = (server, client, address, accountId, senderId);

    public HttpClient Client { get; }

    public Uri Address { get; }

    /// <summary>The server in this process; a road on somebody else's server has none.</summary>
    public TestServer Server => _server ?? throw new InvalidOperationException("This road leads over a server that is not in this process.");

    public string AccountId { get; }

    public string SenderId { get; }

    /// <summary>Starts a server and gives it a login at a fake provider.</summary>
    public static async Task<Road> StartAsync(
        Engine engine, string provider, IReadOnlyDictionary<string, string> settings, bool answersKeywords = true, double? perSecond = null,
        IReadOnlyDictionary<string, string?>? serverSettings = null, Action<WebApplicationBuilder>? alter = null)
    {
        var server = await TestServer.StartAsync(engine, serverSettings, alter);
        var (account, sender) = await EquipAsync(server.Client, provider, settings, answersKeywords, perSecond);
        return new Road(server, server.Client, server.Address, account, sender);
    }

    /// <summary>The same on a server that is the caller's.</summary>
    public static async Task<Road> AtAsync(HttpClient client, Uri address, string provider, IReadOnlyDictionary<string, string> settings, double? perSecond = null)
    {
        var (account, sender) = await EquipAsync(client, provider, settings, true, perSecond);
        return new Road(null, client, address, account, sender);
    }

    /// <summary>The same road seen from another node of the cluster.</summary>
    public Road SeenFrom(HttpClient client, Uri address) => new(null, client, address, AccountId, SenderId);

    private static async Task<(string Account, string Sender)> EquipAsync(
        HttpClient client, string provider, IReadOnlyDictionary<string, string> settings, bool answersKeywords, double? perSecond)
    {
        var account = await PostAsync(client, "/api/v1/accounts", new
        {
            name = "Fake",
            provider,
            settings,
            limits = new { perSecond = perSecond ?? 5000 },
            pricePerSegment = new { amount = "0.0079", currency = "USD" },
        });
        var sender = await PostAsync(client, "/api/v1/senders", new { accountId = account.GetProperty("id").GetString(), address = From, answersKeywords });
        return (account.GetProperty("id").GetString()!, sender.GetProperty("id").GetString()!);
    }

    /// <summary>The address that the account's provider calls.</summary>
    public Uri CallbackUrl(string provider) => new(Address, $"/webhooks/{provider}/{AccountId}");

    /// <summary>A number for the n-th recipient, valid in its country's plan.</summary>
    public static string Number(int n) => $"+1415{2000000 + n}";

    /// <summary>Imports people with numbers and first names into a list.</summary>
    public async Task<string> ListOfAsync(int people, string name = "People", int first = 0)
    {
        var csv = new StringBuilder("Phone,First Name\n");
        for (var n = first; n < first + people; n++)
        {
            csv.Append(Number(n)).Append(",Ada").Append(n).Append('\n');
        }

        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes(csv.ToString())) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } }, "file", "people.csv" },
            { new StringContent(JsonSerializer.Serialize(new { listName = name, consent = new { sms = "subscribed", source = "till receipt" } })), "options" },
        };
        var answer = await Client.PostAsync(new Uri("/api/v1/imports", UriKind.Relative), form);
        var import = await answer.JsonAsync();
        Assert.True(answer.IsSuccessStatusCode, import.ToString());
        var done = await FollowAsync($"/api/v1/imports/{import.GetProperty("id").GetString()}/events", state => state.GetProperty("status").GetString() is "completed" or "failed", Patience);
        Assert.Equal("completed", done.GetProperty("status").GetString());
        Assert.Equal(people, done.GetProperty("created").GetInt32());
        var lists = await Client.GetJsonAsync("/api/v1/lists");
        return lists.GetProperty("items").EnumerateArray().Single(list => list.GetProperty("name").GetString() == name).GetProperty("id").GetString()!;
    }

    /// <summary>Makes a campaign to a list; transactional, so that it leaves at whatever hour the test runs.</summary>
    public async Task<string> CampaignAsync(string list, string body = "Hi {{ first_name | default: \"there\" }}, we open at nine.", object? more = null)
    {
        var fields = new Dictionary<string, object?>
        {
            ["name"] = "Autumn",
            ["purpose"] = "transactional",
            ["audience"] = new { lists = new[] { list } },
            ["body"] = body,
            ["from"] = new { senderId = SenderId },
        };
        foreach (var property in more?.GetType().GetProperties() ?? [])
        {
            fields[property.Name] = property.GetValue(more);
        }

        return (await PostAsync(Client, "/api/v1/campaigns", fields)).GetProperty("id").GetString()!;
    }

    /// <summary>An action that goes well.</summary>
    public Task<JsonElement> ActAsync(string campaign, string action) => PostAsync(Client, $"/api/v1/campaigns/{campaign}/{action}", null);

    /// <summary>The figures.</summary>
    public Task<JsonElement> StatsAsync(string campaign) => Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/stats");

    /// <summary>Follows the figures until they are as wanted; each state on the way adds up.</summary>
    public Task<JsonElement> StatsWhenAsync(string campaign, Func<JsonElement, bool> wanted, TimeSpan? within = null) => FollowAsync(
        $"/api/v1/campaigns/{campaign}/events",
        stats =>
        {
            AssertAddsUp(stats);
            return wanted(stats);
        },
        within ?? Patience);

    /// <summary>The first block of the figures adds up to the recipients.</summary>
    public static void AssertAddsUp(JsonElement stats)
    {
        long Count(string name) => stats.GetProperty(name).GetInt64();
        var sum = Count("queued") + Count("sending") + Count("accepted") + Count("sent") + Count("delivered") + Count("undelivered") + Count("failed")
            + Count("inDoubt") + Count("cancelled") + stats.GetProperty("skipped").EnumerateObject().Sum(reason => reason.Value.GetInt64());
        Assert.Equal(Count("recipients"), sum);
    }

    /// <summary>POSTs and expects success.</summary>
    public static async Task<JsonElement> PostAsync(HttpClient client, string path, object? body)
    {
        var answer = body is null ? await client.PostAsync(new Uri(path, UriKind.Relative), null) : await client.PostJsonAsync(path, JsonSerializer.Serialize(body));
        var json = await answer.JsonAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {json}");
        return json;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Reads server-sent states until one is as wanted; opens the stream again where it ends before.</summary>
    private async Task<JsonElement> FollowAsync(string path, Func<JsonElement, bool> wanted, TimeSpan within)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(within);
        JsonElement last = default;
        while (true)
        {
            await using var stream = await OpenAsync(path, patience.Token);
            if (stream is null)
            {
                continue;
            }

            using var reader = new StreamReader(stream);
            string? line;
            while ((line = await ReadAsync(reader, last, patience.Token)) is not null)
            {
                if (line.StartsWith("data:", StringComparison.Ordinal))
                {
                    last = JsonSerializer.Deserialize<JsonElement>(line[5..]);
                    if (wanted(last))
                    {
                        return last;
                    }
                }
            }
        }
    }

    /// <summary>The stream, or null where the server is just being started again.</summary>
    private async Task<Stream?> OpenAsync(string path, CancellationToken patience)
    {
        try
        {
            return await Client.GetStreamAsync(new Uri(path, UriKind.Relative), patience);
        }
        catch (HttpRequestException) when (!patience.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<string?> ReadAsync(StreamReader reader, JsonElement last, CancellationToken patience)
    {
        try
        {
            return await reader.ReadLineAsync(patience);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"It never became as wanted; last: {last}");
        }
    }
}
