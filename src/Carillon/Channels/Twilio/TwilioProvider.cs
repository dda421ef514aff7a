using System.Collections.Frozen;
using System.Globalization;
using Carillon.Channels.Wire;
using Microsoft.Extensions.Options;

namespace Carillon.Channels.Twilio;

/// <summary>Twilio's programmable messaging, version 2010-04-01.</summary>
public sealed class TwilioProvider(IHttpMessageHandlerFactory handlers, IOptions<ChannelsOptions> options, TimeProvider time)
    : IMessageProvider, IDisposable
{
    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly FrozenSet<string> Stop =
        new[] { "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly TimeSpan ShortestValidity = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestValidity = TimeSpan.FromSeconds(36000);

    private readonly ProviderWire _wire = new(handlers, Provider.Twilio, options, time);

    /// <inheritdoc/>
    public Provider Provider => Provider.Twilio;

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities { get; } = new(
        IdempotencyKey: false,
        StatusCallbackPerMessage: true,
        Listing: true,
        Fetching: true,
        SendersCountSegments: true,
        StopKeywords: Stop,
        OwnKeywords: Stop.Concat(["START", "YES", "UNSTOP", "HELP", "INFO"]).ToFrozenSet(StringComparer.Ordinal),
        DefaultPerSecond: null);

    /// <inheritdoc/>
    public IReadOnlyList<ProviderSetting> Settings { get; } = [.. TwilioLogin.Rules.Select(rule => rule.Setting)];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> CheckSettings(ProviderLogin login) => SettingRule.Check(TwilioLogin.Rules, login);

    /// <inheritdoc/>
    public async Task<ProviderAnswer> SendAsync(ProviderLogin login, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var twilio = TwilioLogin.Of(login);
        if (!twilio.IsUsable)
        {
            return WireAnswers.BadSettings();
        }

        using var body = new WireBody(Form(message), FormType, message.MayBegin);
        using var request = ProviderWire.Request(HttpMethod.Post, twilio.Messages, twilio.Authorization, body);
        return TwilioAnswers.Read(await _wire.ExchangeAsync(request, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<LoginCheck> CheckAsync(ProviderLogin login, CancellationToken cancellationToken)
    {
        var twilio = TwilioLogin.Of(login);
        if (!twilio.IsUsable)
        {
            return new LoginCheck(false, "The account's settings are not usable.");
        }

        using var request = ProviderWire.Request(HttpMethod.Get, new Uri(twilio.Messages + "?PageSize=1"), twilio.Authorization);
        return WireAnswers.Check(await _wire.ExchangeAsync(request, cancellationToken), "Twilio", TwilioAnswers.ReadError);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProviderRecord>?> ListAsync(ProviderLogin login, RecordQuery query, CancellationToken cancellationToken) =>
        TwilioList.ReadAsync(_wire, TwilioLogin.Of(login), query, time, cancellationToken);

    /// <inheritdoc/>
    public Task<ProviderRecord?> FetchAsync(ProviderLogin login, FateQuery query, CancellationToken cancellationToken) =>
        TwilioList.FetchAsync(_wire, TwilioLogin.Of(login), query, cancellationToken);

    /// <inheritdoc/>
    public CallbackReading ReadCallback(ProviderLogin login, IncomingCallback callback, DateTimeOffset now) =>
        TwilioCallbacks.Verify(TwilioLogin.Of(login), callback) is { } why
            ? new CallbackReading.Forged(why)
            : TwilioCallbacks.Read(callback);

    /// <inheritdoc/>
    public CallbackReading ReadStored(ProviderLogin login, IncomingCallback callback) => TwilioCallbacks.Read(callback);

    /// <inheritdoc/>
    public void Dispose() => _wire.Dispose();

    /// <summary>Whether a sender's reference is a messaging service, which then chooses the number itself.</summary>
    internal static bool IsService(string? senderRef) => senderRef is not null && senderRef.StartsWith("MG", StringComparison.Ordinal);

    private static byte[] Form(OutgoingMessage message)
    {
        using var form = new FormText(stackalloc byte[1024]);
        form.Add("To", message.To.E164);
        if (IsService(message.SenderRef))
        {
            form.Add("MessagingServiceSid", message.SenderRef);
        }
        else
        {
            form.Add("From", message.From.E164);
        }

        form.Add("Body", message.Body);
        if (message.StatusCallback is { } callback)
        {
            form.Add("StatusCallback", callback.AbsoluteUri);
        }

        if (message.ValidFor is { } validFor && validFor < LongestValidity)
        {
            // Values of a few seconds are dropped before a carrier sees them.
            var seconds = (int)Math.Max(validFor.TotalSeconds, ShortestValidity.TotalSeconds);
            form.Add("ValidityPeriod", seconds.ToString(CultureInfo.InvariantCulture));
        }

        return form.ToBytes();
    }
}
