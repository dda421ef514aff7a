using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using Carillon.Channels.Wire;
using Microsoft.Extensions.Options;

namespace Carillon.Channels.OpenPhone;

/// <summary>OpenPhone, now called Quo: its v1 surface, the only one that is known to send.</summary>
public sealed class OpenPhoneProvider(IHttpMessageHandlerFactory handlers, IOptions<ChannelsOptions> options, TimeProvider time)
    : IMessageProvider, IDisposable
{
    private static readonly FrozenSet<string> Stop =
        new[] { "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ProviderWire _wire = new(handlers, Provider.OpenPhone, options, time);

    /// <inheritdoc/>
    public Provider Provider => Provider.OpenPhone;

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities { get; } = new(
        IdempotencyKey: false,
        StatusCallbackPerMessage: false,
        Listing: true,
        Fetching: true,
        SendersCountSegments: true,
        StopKeywords: Stop,
        OwnKeywords: Stop.Concat(["START", "UNSTOP"]).ToFrozenSet(StringComparer.Ordinal),
        DefaultPerSecond: 10);

    /// <inheritdoc/>
    public IReadOnlyList<ProviderSetting> Settings { get; } = [.. OpenPhoneLogin.Rules.Select(rule => rule.Setting)];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> CheckSettings(ProviderLogin login) => SettingRule.Check(OpenPhoneLogin.Rules, login);

    /// <inheritdoc/>
    public async Task<ProviderAnswer> SendAsync(ProviderLogin login, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var openPhone = OpenPhoneLogin.Of(login);
        if (!openPhone.IsUsable)
        {
            return WireAnswers.BadSettings();
        }

        using var body = new WireBody(Json(message), "application/json", message.MayBegin);
        using var request = ProviderWire.Request(HttpMethod.Post, openPhone.Messages, openPhone.Authorization, body);
        return OpenPhoneAnswers.Read(await _wire.ExchangeAsync(request, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<LoginCheck> CheckAsync(ProviderLogin login, CancellationToken cancellationToken)
    {
        var openPhone = OpenPhoneLogin.Of(login);
        if (!openPhone.IsUsable)
        {
            return new LoginCheck(false, "The account's settings are not usable.");
        }

        using var request = ProviderWire.Request(HttpMethod.Get, openPhone.PhoneNumbers, openPhone.Authorization);
        return WireAnswers.Check(await _wire.ExchangeAsync(request, cancellationToken), "OpenPhone", OpenPhoneAnswers.ReadError);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProviderRecord>?> ListAsync(ProviderLogin login, RecordQuery query, CancellationToken cancellationToken) =>
        OpenPhoneList.ReadAsync(_wire, OpenPhoneLogin.Of(login), query, time, cancellationToken);

    /// <inheritdoc/>
    public Task<ProviderRecord?> FetchAsync(ProviderLogin login, FateQuery query, CancellationToken cancellationToken) =>
        OpenPhoneList.FetchAsync(_wire, OpenPhoneLogin.Of(login), query, cancellationToken);

    /// <inheritdoc/>
    public CallbackReading ReadCallback(ProviderLogin login, IncomingCallback callback, DateTimeOffset now) =>
        OpenPhoneSignature.Check(OpenPhoneLogin.Of(login).WebhookKeys, callback, now) is { } why
            ? new CallbackReading.Forged(why)
            : OpenPhoneCallbacks.Read(callback);

    /// <inheritdoc/>
    public CallbackReading ReadStored(ProviderLogin login, IncomingCallback callback) => OpenPhoneCallbacks.Read(callback);

    /// <inheritdoc/>
    public void Dispose() => _wire.Dispose();

    /// <summary>Whether a sender's reference is a number id.</summary>
    internal static bool IsNumberId(string? senderRef) => senderRef is not null && senderRef.StartsWith("PN", StringComparison.Ordinal);

    private static byte[] Json(OutgoingMessage message)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        json.WriteString("content"u8, message.Body);
        json.WriteString("from"u8, IsNumberId(message.SenderRef) ? message.SenderRef : message.From.E164);

        // Exactly one: several would make a group in which everybody sees everybody.
        json.WriteStartArray("to"u8);
        json.WriteStringValue(message.To.E164);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
