using System.Collections.Concurrent;
using System.Globalization;

namespace Carillon.Tests.Fakes;

/// <summary>Twilio's Lookup as its contract tells. The last digits of a number choose what is said of it.</summary>
public sealed class FakeTwilioLookup : IAsyncDisposable
{
    private FakeHttpServer _server = null!; // set before anybody sees the object

    /// <summary>Numbers asked about, in the order of their coming.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Whether the login is taken.</summary>
    public bool IsLoginTaken { get; set; } = true;

    /// <summary>What an address answers that is none of Lookup's.</summary>
    public string NotFound { get; set; } = """{"code":20404,"message":"not found","status":404}""";

    /// <summary>The settings of an account that speaks to it.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string> { ["accountSid"] = "AC00000000000000000000000000000001", ["authToken"] = "secret", ["baseUrl"] = _server.Url.ToString() };

    public static async Task<FakeTwilioLookup> StartAsync()
    {
        var fake = new FakeTwilioLookup();
        fake._server = await FakeHttpServer.StartAsync(fake.AnswerAsync);
        return fake;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(FakeExchange exchange)
    {
        const string route = "/v2/PhoneNumbers/";
        if (!exchange.Path.StartsWith(route, StringComparison.Ordinal) || !exchange.Query.Contains("Fields=line_type_intelligence", StringComparison.Ordinal) || !IsLoginTaken)
        {
            return IsLoginTaken ? exchange.AnswerAsync(404, NotFound) : exchange.AnswerAsync(401, """{"code":20003,"message":"Authenticate","status":401}""");
        }

        var number = Uri.UnescapeDataString(exchange.Path[route.Length..]);
        Asked.Enqueue(number);
        return number[^2..] switch
        {
            "02" => exchange.AnswerAsync(200, Told(number, """{"type":"landline","carrier_name":"Bell","error_code":null}""")),
            "03" => exchange.AnswerAsync(200, Told(number, "null", isValid: false)),
            "04" => exchange.AnswerAsync(200, Told(number, """{"type":null,"carrier_name":null,"error_code":60601}""")),
            "05" => exchange.AnswerAsync(404, """{"code":20404,"message":"not found","status":404}"""),
            "06" => exchange.AnswerAsync(200, "<html>proxy</html>"),
            "07" when Asked.Count(asked => asked == number) == 1 => exchange.AnswerAsync(429, """{"code":20429,"status":429}""", retryAfter: TimeSpan.Zero),
            "08" => exchange.AnswerAsync(200, Told(number, """{"type":"nonFixedVoip","carrier_name":"Cloud","error_code":null}""")),
            "09" => exchange.AnswerAsync(200, Told(number, """{"type":"tollFree","carrier_name":null,"error_code":null}""")),
            _ => exchange.AnswerAsync(200, Told(number, """{"type":"mobile","carrier_name":"Verizon","error_code":null}""")),
        };
    }

    private static string Told(string number, string line, bool isValid = true) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"calling_country_code":"1","country_code":"US","phone_number":"{{number}}","national_format":"","valid":{{(isValid ? "true" : "false")}},"validation_errors":[],"line_type_intelligence":{{line}}}""");
}
