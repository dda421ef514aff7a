using System.Text.Json;
using Carillon.Channels.Wire;
using Carillon.Primitives;
using Microsoft.Extensions.Options;

namespace Carillon.Channels.Numbers;

/// <summary>
/// NumVerify: tells of numbers and carries no messages. Its errors come with status 200, so what says <c>success: false</c> is
/// looked for before anything else: an error has no <c>valid</c>, and says nothing of the number.
/// </summary>
public sealed class NumverifyProvider(IHttpMessageHandlerFactory handlers, IOptions<ChannelsOptions> options, TimeProvider time)
    : IMessageProvider, INumberLookup, IDisposable
{
    private const string ClassicPath = "api/";
    private const string DefaultUrl = "https://apilayer.net/" + ClassicPath;
    private const string NoMessages = "NumVerify carries no messages.";

    private static readonly SettingRule[] Rules =
    [
        new(
            new ProviderSetting("apiKey", IsRequired: true, IsSecret: true, "the access key, without spaces"),
            text => text.Length <= 256 && text.All(letter => letter is > ' ' and < (char)127)),
        SettingRule.Optional("keyPlacement", "\"query\" (access_key, the usual one) or \"header\" (apikey, of the API marketplace)", text => text is "query" or "header"),
        SettingRule.BaseUrl,
    ];

    private readonly ProviderWire _wire = new(handlers, Provider.Numverify, options, time);

    /// <inheritdoc/>
    public Provider Provider => Provider.Numverify;

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities { get; } = new(
        IdempotencyKey: false, StatusCallbackPerMessage: false, Listing: false, Fetching: false, SendersCountSegments: false, new HashSet<string>(), new HashSet<string>(), null);

    /// <inheritdoc/>
    public IReadOnlyList<ProviderSetting> Settings { get; } = [.. Rules.Select(rule => rule.Setting)];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> CheckSettings(ProviderLogin login) => SettingRule.Check(Rules, login);

    /// <inheritdoc/>
    public async Task<LookupAnswer> LookUpAsync(ProviderLogin login, string number, CancellationToken cancellationToken)
    {
        using var request = Request(login, $"validate?number={Uri.EscapeDataString(number.TrimStart('+'))}");
        return Read(await _wire.ExchangeAsync(request, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<LoginCheck> CheckAsync(ProviderLogin login, CancellationToken cancellationToken)
    {
        using var request = Request(login, "countries?");
        return await _wire.ExchangeAsync(request, cancellationToken) is WireOutcome.Answered { Status: 200, IsWhole: true } answer && Error(Json(answer)) is null
            ? new LoginCheck(true, "NumVerify accepts this login.")
            : new LoginCheck(false, "NumVerify did not accept this login, or could not be reached.");
    }

    /// <inheritdoc/>
    public Task<ProviderAnswer> SendAsync(ProviderLogin login, OutgoingMessage message, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderAnswer>(new ProviderAnswer.Refused(new Refusal(FailureReason.Unauthorized, RefusalScope.Account, false, "no-messages", NoMessages, SpendsAttempt: false)));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProviderRecord>?> ListAsync(ProviderLogin login, RecordQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ProviderRecord>?>([]);

    /// <inheritdoc/>
    public Task<ProviderRecord?> FetchAsync(ProviderLogin login, FateQuery query, CancellationToken cancellationToken) => Task.FromResult<ProviderRecord?>(null);

    /// <inheritdoc/>
    public CallbackReading ReadCallback(ProviderLogin login, IncomingCallback callback, DateTimeOffset now) => new CallbackReading.Forged(NoMessages);

    /// <inheritdoc/>
    public CallbackReading ReadStored(ProviderLogin login, IncomingCallback callback) => throw new InvalidOperationException(NoMessages);

    /// <inheritdoc/>
    public void Dispose() => _wire.Dispose();

    private static HttpRequestMessage Request(ProviderLogin login, string question)
    {
        var key = login.Settings.GetValueOrDefault("apiKey") ?? "";
        var isHeader = login.Settings.GetValueOrDefault("keyPlacement") is "header";
        var url = new Uri(Base(login), isHeader ? question.TrimEnd('?') : $"{question}{(question.EndsWith('?') ? "" : "&")}access_key={Uri.EscapeDataString(key)}");
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (isHeader)
        {
            request.Headers.TryAddWithoutValidation("apikey", key);
        }

        return request;
    }

    /// <summary>Where the classic interface has its path, an address of a host alone has it too; one with a path is taken as it is (numverify.md §1).</summary>
    private static Uri Base(ProviderLogin login) => SettingRule.ReadBaseUrl(login, DefaultUrl) is { AbsolutePath: "/" } host ? new Uri(host, ClassicPath) : SettingRule.ReadBaseUrl(login, DefaultUrl);

    private static LookupAnswer Read(WireOutcome outcome)
    {
        if (outcome is not WireOutcome.Answered answer)
        {
            return new LookupAnswer.Failed(LookupFailure.Later, "NumVerify could not be reached.");
        }

        var json = Json(answer);
        return answer.Status switch
        {
            429 => new LookupAnswer.Failed(LookupFailure.Later, "NumVerify was asked too fast.", answer.RetryAfter),
            401 or 403 => new LookupAnswer.Failed(LookupFailure.Stop, "NumVerify does not take the key."),
            >= 500 or 408 => new LookupAnswer.Failed(LookupFailure.Later, $"NumVerify answered HTTP {answer.Status}."),
            _ when Error(json) is { } failed => failed,
            200 when json.Member("valid") is { ValueKind: JsonValueKind.True or JsonValueKind.False } valid => new LookupAnswer.Told(
                valid.GetBoolean(), json.Text("line_type"), NotEmpty(json.Text("carrier")), NotEmpty(json.Text("country_code"))),
            _ => new LookupAnswer.Failed(LookupFailure.ThisOne, $"NumVerify's answer (HTTP {answer.Status}) could not be read."),
        };
    }

    /// <summary>The failure that a body tells of; null: it tells of none.</summary>
    private static LookupAnswer.Failed? Error(JsonElement json)
    {
        if (json.Member("success").ValueKind is not JsonValueKind.False && json.Member("error").ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var code = json.Member("error").Text("code");
        return code switch
        {
            "101" or "102" => new LookupAnswer.Failed(LookupFailure.Stop, "NumVerify does not take the key."),
            "104" => new LookupAnswer.Failed(LookupFailure.Stop, "The month's NumVerify requests are used up."),
            "105" => new LookupAnswer.Failed(LookupFailure.Stop, "The NumVerify plan does not allow this (https, or the function)."),
            "106" => new LookupAnswer.Failed(LookupFailure.Later, "NumVerify was asked too fast."),
            "103" or "404" => new LookupAnswer.Failed(LookupFailure.Stop, "NumVerify does not know this address."),
            _ => new LookupAnswer.Failed(LookupFailure.ThisOne, $"NumVerify answered error {code ?? "without a code"}."),
        };
    }

    private static JsonElement Json(WireOutcome.Answered answer)
    {
        try
        {
            return answer.IsWhole ? JsonSerializer.Deserialize<JsonElement>(answer.Body.Span) : default;
        }
        catch (JsonException)
        {
            // A page of some proxy: not an answer.
            return default;
        }
    }

    private static string? NotEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
