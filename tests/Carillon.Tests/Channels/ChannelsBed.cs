using System.Globalization;
using System.Text;
using Carillon.Channels;
using Carillon.Primitives;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Channels;

/// <summary>The adapters as the product registers them, with a clock of the test's.</summary>
public sealed class ChannelsBed : IAsyncDisposable
{
    public const string Us = "+18575550199";
    public const string Them = "+16175550123";

    private readonly ServiceProvider _services;

    public ChannelsBed(TimeProvider? time = null, ICallbackSink? sink = null, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>("Carillon:Channels:" + setting.Name, setting.Value)))
            .Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(time ?? TimeProvider.System);
        if (sink is not null)
        {
            services.AddSingleton(sink);
        }

        _services = services.AddChannels().BuildServiceProvider(validateScopes: true);
    }

    public MessageProviders Providers => _services.GetRequiredService<MessageProviders>();

    public IMessageProvider Twilio => Providers[Provider.Twilio];

    public IMessageProvider OpenPhone => Providers[Provider.OpenPhone];

    public IMessageProvider Simulator => Providers[Provider.Simulator];

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public IEnumerable<T> GetAll<T>() => _services.GetServices<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    public static ProviderLogin Login(IReadOnlyDictionary<string, string> settings) => new(AccountId.From(Guid.CreateVersion7()), settings);

    public static ProviderLogin Login(params (string Name, string Value)[] settings) => Login(settings.ToDictionary(one => one.Name, one => one.Value));

    public static ProviderLogin TwilioLogin(Uri baseUrl) => Login(
        ("accountSid", Fakes.FakeTwilio.DefaultSid), ("authToken", Fakes.FakeTwilio.DefaultToken), ("baseUrl", baseUrl.ToString()));

    public static ProviderLogin OpenPhoneLogin(Uri baseUrl) => Login(("apiKey", Fakes.FakeOpenPhone.DefaultKey), ("baseUrl", baseUrl.ToString()));

    public static PhoneNumber Number(string e164) => PhoneNumber.TryParseE164(e164, out var number) ? number : throw new FormatException(e164);

    public static OutgoingMessage Message(string body = "Hello", string to = Them, string from = Us, string? senderRef = null) =>
        new(Number(to), Number(from), senderRef, body, null, null, "a1");

    public static RecordQuery Query(DateTimeOffset since, string to = Them, string? senderRef = null) => new(Number(to), Number(Us), senderRef, since);

    public static IncomingCallback Callback(string url, string body, params (string Name, string Value)[] headers) =>
        new(new Uri(url), headers.ToDictionary(header => header.Name, header => header.Value), Encoding.UTF8.GetBytes(body));

    /// <summary>An answer as one line, so that a table of cases can be read.</summary>
    public static string Describe(ProviderAnswer answer) => answer switch
    {
        ProviderAnswer.Accepted accepted => $"accepted {accepted.ProviderMessageId}{(accepted.Segments is { } segments ? $" segments={segments}" : "")}",
        ProviderAnswer.Refused { Refusal: var refusal } => "refused " + Describe(refusal),
        ProviderAnswer.Unknown unknown => $"unknown: {unknown.Detail}",
        ProviderAnswer.Withheld => "withheld",
        _ => throw new InvalidOperationException(),
    };

    public static string Describe(Refusal refusal) => string.Create(
        CultureInfo.InvariantCulture,
        $"{refusal.Reason} {refusal.Scope} {refusal.Code ?? "-"}{(refusal.IsRetryable ? " retry" : "")}{(refusal.SpendsAttempt ? "" : " free")}{(refusal.RetryAfter is { } wait ? $" after={wait.TotalSeconds}" : "")}");
}
