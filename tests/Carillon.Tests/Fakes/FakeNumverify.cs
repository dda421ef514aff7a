using System.Collections.Concurrent;
using System.Web;

namespace Carillon.Tests.Fakes;

/// <summary>
/// NumVerify as its contract tells: one number a request, errors with status 200, a quota that runs out. The last digits of a
/// number choose what is said of it.
/// </summary>
public sealed class FakeNumverify : IAsyncDisposable
{
    private FakeHttpServer _server = null!; // set before anybody sees the object
    private int _left = int.MaxValue;

    /// <summary>Numbers asked about, in the order of their coming.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The key it takes.</summary>
    public string Key { get; set; } = "numverify-key";

    /// <summary>How many questions are left of the month.</summary>
    public int Quota
    {
        get => _left;
        set => _left = value;
    }

    /// <summary>The settings of an account that speaks to it.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["apiKey"] = "numverify-key", ["baseUrl"] = _server.Url.ToString() };

    public static async Task<FakeNumverify> StartAsync()
    {
        var fake = new FakeNumverify();
        fake._server = await FakeHttpServer.StartAsync(fake.AnswerAsync);
        return fake;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(FakeExchange exchange)
    {
        if (exchange.Path is not ("/api/validate" or "/api/countries"))
        {
            return exchange.AnswerAsync(404, Error(404, "404_not_found"));
        }

        var query = HttpUtility.ParseQueryString(exchange.Query);
        var number = query["number"] ?? "";
        if (query["access_key"] != Key)
        {
            return exchange.AnswerAsync(200, Error(101, "invalid_access_key"));
        }

        Asked.Enqueue(number);
        if (Interlocked.Decrement(ref _left) < 0)
        {
            return exchange.AnswerAsync(200, Error(104, "usage_limit_reached"));
        }

        return number[^2..] switch
        {
            "01" => exchange.AnswerAsync(200, Told(number, true, "\"mobile\"")),
            "02" => exchange.AnswerAsync(200, Told(number, true, "\"landline\"")),
            "03" => exchange.AnswerAsync(200, Told(number, false, "null")),
            "04" => exchange.AnswerAsync(200, Told(number, true, "\"hologram\"")),
            "05" => exchange.AnswerAsync(200, Error(210, "no_phone_number_provided")),
            "06" => exchange.AnswerAsync(200, "<html>proxy</html>"),
            "07" when Asked.Count(asked => asked == number) == 1 => exchange.AnswerAsync(429, "{}", retryAfter: TimeSpan.Zero),
            _ => exchange.AnswerAsync(200, Told(number, true, "\"mobile\"")),
        };
    }

    private static string Told(string number, bool isValid, string line) => $$"""
        {"valid":{{(isValid ? "true" : "false")}},"number":"{{number}}","local_format":"","international_format":"+{{number}}","country_prefix":"+1","country_code":"US",
         "country_name":"United States of America","location":"","carrier":"","line_type":{{line}}}
        """;

    private static string Error(int code, string type) => $$$"""{"success":false,"error":{"code":{{{code}}},"type":"{{{type}}}","info":"Something."}}""";
}
