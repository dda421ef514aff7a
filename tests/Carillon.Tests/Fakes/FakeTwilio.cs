using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;

namespace Carillon.Tests.Fakes;

/// <summary>
/// A Twilio on a local port: takes, refuses and loses messages as a script says, lists them, and calls back. It never removes a
/// duplicate; its log is what a test believes. Nothing here depends on a test framework.
/// </summary>
public sealed class FakeTwilio : IAsyncDisposable
{
    public const string DefaultSid = "AC22222222222222222222222222222222";
    public const string DefaultToken = "0123456789abcdef0123456789abcdef";

    private readonly TimeProvider _time;
    private readonly string _authorization;
    private readonly string _root;
    private readonly string _series = Guid.NewGuid().ToString("N")[..16];
    private readonly ConcurrentDictionary<string, (int Status, string Code)> _refused = new(StringComparer.Ordinal);
    private FakeHttpServer _http = null!;
    private long _lastId;
    private int _inFlight;

    private FakeTwilio(string accountSid, string authToken, TimeProvider time)
    {
        (AccountSid, AuthToken, _time) = (accountSid, authToken, time);
        _authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{accountSid}:{authToken}"));
        _root = $"/2010-04-01/Accounts/{accountSid}/";
        Callbacks = new FakeTwilioCallbacks(this, time);

        // The provider's own numbers for trying refusals.
        RefuseRecipient("+15005550001", 21211);
        RefuseRecipient("+15005550002", 21612);
        RefuseRecipient("+15005550003", 21408);
        RefuseRecipient("+15005550004", 21610);
        RefuseRecipient("+15005550009", 21614);
    }

    public string AccountSid { get; }

    public string AuthToken { get; }

    /// <summary>Its address, ending in a slash.</summary>
    public Uri BaseUrl => _http.Url;

    /// <summary>The settings of an account at it.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["accountSid"] = AccountSid,
        ["authToken"] = AuthToken,
        ["baseUrl"] = BaseUrl.ToString(),
    };

    /// <summary>What it was asked and what it took.</summary>
    public CarrierLog Log { get; private init; } = new();

    /// <summary>How its list misbehaves.</summary>
    public FakeListing Listing { get; } = new();

    /// <summary>Its calls to the product.</summary>
    public FakeTwilioCallbacks Callbacks { get; }

    /// <summary>Asked for each request to send that is well formed; null: takes it.</summary>
    public Func<FakeSend, FakeStep>? Script { get; set; }

    /// <summary>More requests at once than this are answered 429 with code 20429; null: no limit.</summary>
    public int? MaxConcurrent { get; set; }

    /// <summary>Asked when a request has come and again before its answer leaves; false: the line is dead and nothing more passes. Null: it never is.</summary>
    public Func<bool>? Line { get; set; }

    /// <summary>The longest that a message may lie here before it is taken: one that is later, because the machine was busy, is thrown away, so that the promise holds. Null: none is made.</summary>
    public TimeSpan? TakesWithin { get; set; }

    /// <summary>What it tells by itself of each message taken, to the message's own callback address; null: nothing.</summary>
    public Func<Acceptance, IReadOnlyList<FakeFate>>? Fates { get; set; }

    /// <summary>Starts one.</summary>
    public static async Task<FakeTwilio> StartAsync(
        string accountSid = DefaultSid, string authToken = DefaultToken, TimeProvider? time = null, CarrierFile? file = null)
    {
        var fake = new FakeTwilio(accountSid, authToken, time ?? TimeProvider.System) { Log = new CarrierLog { File = file } };
        fake._http = await FakeHttpServer.StartAsync(fake.AnswerAsync);
        return fake;
    }

    /// <summary>Refuses a recipient from now on.</summary>
    public void RefuseRecipient(string to, int code, int status = 400) =>
        _refused[to] = (status, code.ToString(CultureInfo.InvariantCulture));

    /// <summary>A fresh message SID.</summary>
    public string NextSid() => string.Create(CultureInfo.InvariantCulture, $"SM{_series}{Interlocked.Increment(ref _lastId):x16}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Callbacks.Dispose();
        await _http.DisposeAsync();
    }

    private async Task AnswerAsync(FakeExchange exchange)
    {
        var inFlight = Interlocked.Increment(ref _inFlight);
        try
        {
            if (Line?.Invoke() == false)
            {
                exchange.Reset();
            }
            else if (exchange.Header("Authorization") != _authorization || !exchange.Path.StartsWith(_root, StringComparison.Ordinal))
            {
                await RefuseAsync(exchange, 401, "20003");
            }
            else if (inFlight > MaxConcurrent)
            {
                exchange.SetHeader("Twilio-Concurrent-Requests", inFlight.ToString(CultureInfo.InvariantCulture));
                await RefuseAsync(exchange, 429, "20429");
            }
            else
            {
                await RouteAsync(exchange, exchange.Path[_root.Length..]);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private Task RouteAsync(FakeExchange exchange, string path) => (exchange.Method, path) switch
    {
        ("POST", "Messages.json") => SendAsync(exchange),
        ("GET", "Messages.json") => ListAsync(exchange),
        ("GET", _) when Named(path) is { } message => exchange.AnswerAsync(200, FakeTwilioList.Write(this, message)),
        ("POST", _) when Named(path) is { } message => ChangeAsync(exchange, message),
        _ => RefuseAsync(exchange, 404, "20404"),
    };

    private async Task ListAsync(FakeExchange exchange)
    {
        Log.Listed(_time.GetUtcNow());
        if (Line?.Invoke() == false)
        {
            exchange.Reset();
            return;
        }

        await FakeTwilioList.AnswerAsync(this, exchange, _time.GetUtcNow());
    }

    private async Task SendAsync(FakeExchange exchange)
    {
        var fields = FakeForm.Read(Encoding.UTF8.GetString(await exchange.ReadBodyAsync()));
        var send = Log.Asked(
            fields.GetValueOrDefault("To", ""), fields.GetValueOrDefault("From"), fields.GetValueOrDefault("MessagingServiceSid"),
            fields.GetValueOrDefault("Body", ""), fields.GetValueOrDefault("StatusCallback"), _time.GetUtcNow(),
            int.TryParse(fields.GetValueOrDefault("ValidityPeriod"), CultureInfo.InvariantCulture, out var validity) ? validity : null);
        if (Wrong(send) is var (status, code))
        {
            Log.Refused(send, code);
            await RefuseAsync(exchange, status, code);
            return;
        }

        var step = Script?.Invoke(send) ?? FakeStep.Accept;
        if (step is { Accepts: false, Status: 400, Code: { } no })
        {
            Log.Refused(send, no);
        }

        if (step.Delay > TimeSpan.Zero)
        {
            await Task.Delay(step.Delay, _time, _http.Stopping);
        }

        var isTooLate = _time.GetUtcNow() - send.BeganAt > TakesWithin;
        var taken = step.Accepts && !isTooLate ? Take(send, fields) : null;
        if (isTooLate || Line?.Invoke() == false)
        {
            exchange.Reset();
        }
        else
        {
            await EndAsync(exchange, step, taken);
        }

        if (taken is not null && Fates is { } fates)
        {
            Callbacks.TellLater(taken, fates(taken));
        }
    }

    private (int Status, string Code)? Wrong(FakeSend send) =>
        send.To.Length == 0 ? (400, "21604")
        : send.From is null && send.ServiceSid is null ? (400, "21603")
        : send.Body.Length == 0 ? (400, "21602")
        : send.Body.Length > 1600 ? (400, "21617")
        : send.To.Length is < 9 or > 16 || send.To[0] != '+' || send.To.AsSpan(1).ContainsAnyExceptInRange('0', '9') ? (400, "21211")
        : _refused.TryGetValue(send.To, out var refused) ? refused
        : null;

    private Acceptance Take(FakeSend send, Dictionary<string, string> fields)
    {
        var status = fields.ContainsKey("SendAt") ? "scheduled" : send.ServiceSid is null ? "queued" : "accepted";
        var taken = new Acceptance(NextSid(), send, _time.GetUtcNow(), status);
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
                await exchange.CutAsync(201, FakeTwilioList.Write(this, taken!));
                break;
            case FakeEnding.Drip:
                await exchange.DripAsync(201, FakeTwilioList.Write(this, taken!), TimeSpan.FromMilliseconds(200), _time, _http.Stopping);
                break;
            case FakeEnding.Answer when step.Status is 0 or < 300:
                await exchange.AnswerAsync(step.Status is 0 ? 201 : step.Status, FakeTwilioList.Write(this, taken!));
                break;
            case FakeEnding.Answer:
                await RefuseAsync(exchange, step.Status, step.Code ?? (step.Status == 429 ? "20429" : null), step.RetryAfter);
                break;
            default:
                throw new InvalidOperationException("An ending without an end.");
        }
    }

    private async Task ChangeAsync(FakeExchange exchange, Acceptance message)
    {
        var fields = FakeForm.Read(Encoding.UTF8.GetString(await exchange.ReadBodyAsync()));
        if (fields.GetValueOrDefault("Status") != "canceled" || message.Status is not ("scheduled" or "accepted" or "queued"))
        {
            await RefuseAsync(exchange, 400, "30409");
            return;
        }

        message.Become("canceled");
        await exchange.AnswerAsync(200, FakeTwilioList.Write(this, message));
    }

    private Acceptance? Named(string path) =>
        path.StartsWith("Messages/", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal)
            ? Log.Find(path["Messages/".Length..^".json".Length])
            : null;

    private static Task RefuseAsync(FakeExchange exchange, int status, string? code, TimeSpan? retryAfter = null) => code is null
        ? exchange.AnswerAsync(status, $"<html>{WebUtility.HtmlEncode(((HttpStatusCode)status).ToString())}</html>", "text/html", retryAfter)
        : exchange.AnswerAsync(
            status,
            $$"""{"code":{{code}},"message":"Refused by the fake with {{code}}","more_info":"https://www.twilio.com/docs/errors/{{code}}","status":{{status}}}""",
            retryAfter: retryAfter);
}
