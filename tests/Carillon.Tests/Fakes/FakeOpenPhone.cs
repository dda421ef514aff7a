using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Carillon.Tests.Fakes;

/// <summary>
/// An OpenPhone on a local port: takes, refuses and loses messages as a script says, lists them, and calls back in its three
/// families. It never removes a duplicate; its log is what a test believes. Nothing here depends on a test framework.
/// </summary>
public sealed class FakeOpenPhone : IAsyncDisposable
{
    public const string DefaultKey = "opk_4b1f0c6de2";

    private readonly TimeProvider _time;
    private readonly Lock _bucket = new();
    private readonly string _series = Guid.NewGuid().ToString("N")[..12];
    private readonly ConcurrentDictionary<string, string> _numberIds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (int Status, string Code)> _refused = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _optedOut = new(StringComparer.Ordinal);
    private FakeHttpServer _http = null!;
    private long _lastId;
    private double _tokens = 10;
    private long _filledAt;

    private FakeOpenPhone(string apiKey, TimeProvider time)
    {
        (ApiKey, _time, _filledAt) = (apiKey, time, time.GetTimestamp());
        Callbacks = new FakeOpenPhoneCallbacks(this, time);
    }

    public string ApiKey { get; }

    /// <summary>Its address, ending in a slash.</summary>
    public Uri BaseUrl => _http.Url;

    /// <summary>The settings of an account at it, with the keys of both signatures.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["apiKey"] = ApiKey,
        ["webhookSecret"] = $"{FakeOpenPhoneCallbacks.OldKey},{FakeOpenPhoneCallbacks.NewKey}",
        ["baseUrl"] = BaseUrl.ToString(),
    };

    /// <summary>What it was asked and what it took.</summary>
    public CarrierLog Log { get; } = new();

    /// <summary>How its list misbehaves.</summary>
    public FakeListing Listing { get; } = new() { MostPerPage = 100 };

    /// <summary>Its calls to the product.</summary>
    public FakeOpenPhoneCallbacks Callbacks { get; }

    /// <summary>Asked for each request to send that is well formed; null: takes it.</summary>
    public Func<FakeSend, FakeStep>? Script { get; set; }

    /// <summary>More requests than this in a second are answered 429; null: no limit.</summary>
    public int? RequestsPerSecond { get; set; } = 10;

    /// <summary>Whether the sender has no registration, so that every message is refused.</summary>
    public bool IsUnregistered { get; set; }

    /// <summary>What it tells by itself of each message taken, to each of <see cref="FakeOpenPhoneCallbacks.Webhooks"/>; null: nothing.</summary>
    public Func<Acceptance, IReadOnlyList<FakeFate>>? Fates { get; set; }

    /// <summary>Starts one.</summary>
    public static async Task<FakeOpenPhone> StartAsync(string apiKey = DefaultKey, TimeProvider? time = null)
    {
        var fake = new FakeOpenPhone(apiKey, time ?? TimeProvider.System);
        fake._http = await FakeHttpServer.StartAsync(fake.AnswerAsync);
        return fake;
    }

    /// <summary>Gives one of the workspace's numbers its id; others get one made of their digits.</summary>
    public void AddNumber(string number, string id) => _numberIds[number] = id;

    /// <summary>The id of a number.</summary>
    public string NumberId(string number) => _numberIds.GetOrAdd(number, static number => "PN" + number.TrimStart('+'));

    /// <summary>The number with an id, or the id itself when it is none of ours.</summary>
    public string NumberOf(string from) =>
        from.StartsWith("PN", StringComparison.Ordinal) ? _numberIds.FirstOrDefault(pair => pair.Value == from).Key ?? from : from;

    /// <summary>Refuses a recipient from now on.</summary>
    public void RefuseRecipient(string to, string code, int status) => _refused[to] = (status, code);

    /// <summary>Takes messages to this recipient and lets them fail afterwards, as it does with those who opted out.</summary>
    public void OptOut(string to) => _optedOut[to] = 0;

    /// <summary>A fresh message id.</summary>
    public string NextId() => string.Create(CultureInfo.InvariantCulture, $"AC{_series}{Interlocked.Increment(ref _lastId):x10}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Callbacks.Dispose();
        await _http.DisposeAsync();
    }

    /// <summary>The error body of the v1 surface.</summary>
    internal static string Error(int status, string code, string title, string errors = "") =>
        $$"""{"message":"{{title}}","code":"{{code}}","status":{{status}},"docs":"https://quo.com/docs","title":"{{title}}","trace":"6897907457496870895"{{errors}}}""";

    private async Task AnswerAsync(FakeExchange exchange)
    {
        var isDated = !exchange.Path.StartsWith("/v1/", StringComparison.Ordinal);
        if (isDated && exchange.Header("Quo-Api-Version") != "2026-03-30")
        {
            await exchange.AnswerAsync(400, """{"title":"Bad Request","message":"Unsupported or missing Quo-Api-Version header","docs":"https://quo.com/docs"}""");
        }
        else if (exchange.Header("Authorization") is not { Length: > 0 } key)
        {
            await exchange.AnswerAsync(401, """{"error":{"message":"Missing authorization header","key":"Unauthorized","trace":"1"}}""");
        }
        else if (key != ApiKey)
        {
            await exchange.AnswerAsync(401, Error(401, "0200401", "Unauthorized"));
        }
        else if (!TakeToken())
        {
            await exchange.AnswerAsync(429, """{"message":"Too Many Requests","code":"0200429","status":429,"docs":"https://quo.com/docs","title":"Too Many Requests"}""");
        }
        else
        {
            await RouteAsync(exchange);
        }
    }

    private Task RouteAsync(FakeExchange exchange) => (exchange.Method, exchange.Path) switch
    {
        ("POST", "/v1/messages") => SendAsync(exchange),
        ("GET", "/v1/messages") or ("GET", "/messages") => FakeOpenPhoneList.AnswerAsync(this, exchange, _time.GetUtcNow()),
        ("GET", "/v1/phone-numbers") => exchange.AnswerAsync(200, FakeOpenPhoneList.Numbers(_numberIds)),
        ("GET", _) when exchange.Path.StartsWith("/v1/messages/", StringComparison.Ordinal)
            && Log.Find(exchange.Path["/v1/messages/".Length..]) is { } message =>
            exchange.AnswerAsync(200, FakeOpenPhoneList.Write(this, message)),
        _ => exchange.AnswerAsync(404, Error(404, "0200404", "Not Found")),
    };

    private async Task SendAsync(FakeExchange exchange)
    {
        if (Read(await exchange.ReadBodyAsync()) is not { } read)
        {
            await exchange.AnswerAsync(400, Error(400, "0200400", "Bad Request"));
            return;
        }

        var send = Log.Asked(string.Join(',', read.To), read.From, null, read.Content, null, _time.GetUtcNow());
        if (Wrong(read) is { } wrong)
        {
            await exchange.AnswerAsync(400, Error(400, "0200400", "Bad Request", wrong));
            return;
        }

        if (IsUnregistered || _refused.TryGetValue(send.To, out _))
        {
            var (status, code) = IsUnregistered ? (400, "0206400") : _refused[send.To];
            await exchange.AnswerAsync(status, Error(status, code, "Refused by the fake"));
            return;
        }

        var step = Script?.Invoke(send) ?? FakeStep.Accept;
        if (step.Delay > TimeSpan.Zero)
        {
            await Task.Delay(step.Delay, _time, _http.Stopping);
        }

        var taken = step.Accepts ? Take(send) : null;
        await EndAsync(exchange, step, taken);
        if (taken is not null)
        {
            Callbacks.TellLater(taken, _optedOut.ContainsKey(send.To) ? [new FakeFate(TimeSpan.Zero, "failed")] : Fates?.Invoke(taken) ?? []);
        }
    }

    private static (string Content, string From, string[] To)? Read(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            return (
                root.GetProperty("content").GetString() ?? "",
                root.GetProperty("from").GetString() ?? "",
                [.. root.GetProperty("to").EnumerateArray().Select(one => one.GetString() ?? "")]);
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Wrong((string Content, string From, string[] To) read) =>
        string.IsNullOrWhiteSpace(read.Content) || read.Content.Length > 1600 ? Field("/content")
        : read.To.Length is 0 or > 10 ? Field("/to")
        : !read.To.All(IsNumber) ? Field("/to/0")
        : !IsNumber(read.From) && !read.From.StartsWith("PN", StringComparison.Ordinal) ? Field("/from")
        : null;

    private static string Field(string path) =>
        $$$""","errors":[{"path":"{{{path}}}","message":"Expected string to match","schema":{"type":"string"}}]""";

    private static bool IsNumber(string text) =>
        text.Length is >= 3 and <= 16 && text[0] == '+' && text[1] != '0' && !text.AsSpan(1).ContainsAnyExceptInRange('0', '9');

    private Acceptance Take(FakeSend send)
    {
        var taken = new Acceptance(NextId(), send, _time.GetUtcNow(), "queued");
        Log.Took(taken);
        return taken;
    }

    private async Task EndAsync(FakeExchange exchange, FakeStep step, Acceptance? taken)
    {
        switch (step.Ending)
        {
            case FakeEnding.Reset:
                exchange.Reset();
                break;
            case FakeEnding.Hang:
                await exchange.HangAsync(_http.Stopping);
                break;
            case FakeEnding.Cut:
                await exchange.CutAsync(202, FakeOpenPhoneList.Write(this, taken!));
                break;
            case FakeEnding.Drip:
                await exchange.DripAsync(202, FakeOpenPhoneList.Write(this, taken!), TimeSpan.FromMilliseconds(200), _time, _http.Stopping);
                break;
            case FakeEnding.Answer when step.Status is 0 or < 300:
                await exchange.AnswerAsync(step.Status is 0 ? 202 : step.Status, FakeOpenPhoneList.Write(this, taken!));
                break;
            case FakeEnding.Answer:
                var body = step.Code is { } code ? Error(step.Status, code, "Refused by the fake") : """{"message":"Refused by the fake"}""";
                await exchange.AnswerAsync(step.Status, body, retryAfter: step.RetryAfter);
                break;
            default:
                throw new InvalidOperationException("An ending without an end.");
        }
    }

    private bool TakeToken()
    {
        if (RequestsPerSecond is not { } rate)
        {
            return true;
        }

        lock (_bucket)
        {
            var now = _time.GetTimestamp();
            _tokens = Math.Min(rate, _tokens + (_time.GetElapsedTime(_filledAt, now).TotalSeconds * rate));
            _filledAt = now;
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
