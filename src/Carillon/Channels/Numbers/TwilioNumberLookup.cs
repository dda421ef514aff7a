using System.Text.Json;
using Carillon.Channels.Twilio;
using Carillon.Channels.Wire;
using Microsoft.Extensions.Options;

namespace Carillon.Channels.Numbers;

/// <summary>Twilio's Lookup, version 2, with the kind of line. A package that failed tells nothing of the line; the number itself was checked all the same.</summary>
public sealed class TwilioNumberLookup(IHttpMessageHandlerFactory handlers, IOptions<ChannelsOptions> options, TimeProvider time) : INumberLookup, IDisposable
{
    private const string DefaultUrl = "https://lookups.twilio.com/";
    private readonly ProviderWire _wire = new(handlers, Provider.Twilio, options, time);

    /// <inheritdoc/>
    public Provider Provider => Provider.Twilio;

    /// <inheritdoc/>
    public async Task<LookupAnswer> LookUpAsync(ProviderLogin login, string number, CancellationToken cancellationToken)
    {
        var twilio = TwilioLogin.Of(login);
        if (!twilio.IsUsable)
        {
            return new LookupAnswer.Failed(LookupFailure.Stop, "The account's settings are not usable.");
        }

        var url = new Uri(SettingRule.ReadBaseUrl(login, DefaultUrl), $"v2/PhoneNumbers/{Uri.EscapeDataString(number)}?Fields=line_type_intelligence");
        using var request = ProviderWire.Request(HttpMethod.Get, url, twilio.Authorization);
        return Read(await _wire.ExchangeAsync(request, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _wire.Dispose();

    private static LookupAnswer Read(WireOutcome outcome)
    {
        if (outcome is not WireOutcome.Answered answer)
        {
            return new LookupAnswer.Failed(LookupFailure.Later, "Twilio could not be reached.");
        }

        return answer.Status switch
        {
            200 => ReadTold(answer),

            // Numbers asked about read as numbers, so this is no word on one: an address that is not Lookup's answers all of them so (twilio.md §5).
            404 when IsTwilios(answer) => new LookupAnswer.Failed(LookupFailure.ThisOne, "Twilio's Lookup does not know this (20404)."),
            404 => new LookupAnswer.Failed(LookupFailure.Stop, "There is no Twilio Lookup at the account's address."),
            429 => new LookupAnswer.Failed(LookupFailure.Later, "Twilio was asked too fast.", answer.RetryAfter),
            401 or 403 => new LookupAnswer.Failed(LookupFailure.Stop, "Twilio does not take the login."),
            408 or >= 500 => new LookupAnswer.Failed(LookupFailure.Later, $"Twilio answered HTTP {answer.Status}."),
            _ => new LookupAnswer.Failed(LookupFailure.ThisOne, $"Twilio answered HTTP {answer.Status}."),
        };
    }

    /// <summary>Whether an error is of Twilio's making.</summary>
    private static bool IsTwilios(WireOutcome.Answered answer)
    {
        try
        {
            return answer.IsWhole && JsonSerializer.Deserialize<JsonElement>(answer.Body.Span).Text("code") is { Length: > 0 };
        }
        catch (JsonException)
        {
            // A page of some proxy.
            return false;
        }
    }

    private static LookupAnswer ReadTold(WireOutcome.Answered answer)
    {
        try
        {
            var json = answer.IsWhole ? JsonSerializer.Deserialize<JsonElement>(answer.Body.Span) : default;
            if (json.Member("valid") is not { ValueKind: JsonValueKind.True or JsonValueKind.False } valid)
            {
                return new LookupAnswer.Failed(LookupFailure.ThisOne, "Twilio's answer could not be read.");
            }

            var line = json.Member("line_type_intelligence");
            var isTold = line.Text("error_code") is null;
            return new LookupAnswer.Told(valid.GetBoolean(), isTold ? line.Text("type") : null, isTold ? line.Text("carrier_name") : null, json.Text("country_code"));
        }
        catch (JsonException)
        {
            // A page of some proxy: not an answer.
            return new LookupAnswer.Failed(LookupFailure.ThisOne, "Twilio's answer could not be read.");
        }
    }
}
