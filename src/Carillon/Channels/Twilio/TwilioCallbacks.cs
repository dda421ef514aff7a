using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Carillon.Channels.Wire;
using Carillon.Primitives;
using Carillon.Text;

namespace Carillon.Channels.Twilio;

/// <summary>Twilio's calls to us: status callbacks and inbound texts. All fields, known or not, are verified before any is looked at.</summary>
internal static class TwilioCallbacks
{
    private const int MostMedia = 10;

    /// <summary>Why a callback is not Twilio's, or null when it is. The signature has no time in it.</summary>
    public static string? Verify(TwilioLogin login, IncomingCallback callback)
    {
        if (!login.IsUsable)
        {
            return "the account's settings are not usable";
        }

        if (callback.Headers.GetValueOrDefault("x-twilio-signature") is not { Length: > 0 } signature)
        {
            return "no signature";
        }

        if (BodyHash(callback) is { } hash)
        {
            return TwilioSignature.Covers(login.SignatureKey, callback.Url, callback.Body.Span, hash, signature) ? null : "wrong signature";
        }

        var fields = FormText.Read(callback.Body.Span);
        return !TwilioSignature.Covers(login.SignatureKey, callback.Url, fields, signature) ? "wrong signature"
            : FormText.Find(fields, "AccountSid") is { } sid && sid != login.AccountSid ? "signed for another account"
            : null;
    }

    /// <summary>Reads a verified callback.</summary>
    public static CallbackReading Read(IncomingCallback callback)
    {
        if (BodyHash(callback) is { } hash)
        {
            return new CallbackReading.Read(hash, "json", null);
        }

        var fields = FormText.Read(callback.Body.Span);
        var status = FormText.Find(fields, "MessageStatus") ?? FormText.Find(fields, "SmsStatus");
        var sid = FormText.Find(fields, "MessageSid") ?? FormText.Find(fields, "SmsSid");
        if (string.IsNullOrEmpty(sid))
        {
            var key = Convert.ToHexStringLower(SHA256.HashData(callback.Body.Span));
            return new CallbackReading.Unreadable(key, status ?? "unknown", "no MessageSid");
        }

        var isInbound = status is "received" or "receiving" || (status is null && FormText.Find(fields, "Body") is not null);
        return isInbound ? ReadInbound(fields, sid) : ReadReceipt(fields, sid, status ?? "unknown", callback.Url);
    }

    private static CallbackReading.Read ReadReceipt(List<KeyValuePair<string, string>> fields, string sid, string status, Uri url)
    {
        var key = $"{sid}:{status}";
        if (TwilioAnswers.Status(status) is not { } known)
        {
            return new CallbackReading.Read(key, status, null);
        }

        var failure = known is MessageStatus.Undelivered or MessageStatus.Failed
            ? CarrierCodes.Failure(FormText.Find(fields, "ErrorCode"), FormText.Find(fields, "ErrorMessage"))
            : null;
        PhoneNumber? to = PhoneNumber.TryParseE164(FormText.Find(fields, "To"), out var number) ? number : null;
        return new CallbackReading.Read(key, status, new ChannelEvent.Receipt(sid, Query(url, "a"), to, known, failure, At: null));
    }

    private static CallbackReading ReadInbound(List<KeyValuePair<string, string>> fields, string sid)
    {
        if (!PhoneNumber.TryParseE164(FormText.Find(fields, "From"), out var from)
            || !PhoneNumber.TryParseE164(FormText.Find(fields, "To"), out var to))
        {
            return new CallbackReading.Unreadable(sid, "received", "From or To is not an E.164 number");
        }

        List<string> media = [];
        for (var number = 0; number < MostMedia; number++)
        {
            if (FormText.Find(fields, string.Create(CultureInfo.InvariantCulture, $"MediaUrl{number}")) is not { Length: > 0 } url)
            {
                break;
            }

            media.Add(url);
        }

        var text = new ChannelEvent.InboundText(sid, from, to, FormText.Find(fields, "Body") ?? "", media, At: null, TakenFor(FormText.Find(fields, "OptOutType")));
        return new CallbackReading.Read(sid, "received", text);
    }

    /// <summary>What a messaging service with keywords of its own did with a text (twilio.md §7).</summary>
    private static InboundKind? TakenFor(string? optOutType) => optOutType?.Trim().ToUpperInvariant() switch
    {
        "STOP" => InboundKind.OptOut,
        "START" => InboundKind.OptIn,
        "HELP" => InboundKind.Help,
        _ => null,
    };

    /// <summary>The hash in the address of a callback that is not a form, or null for a form.</summary>
    private static string? BodyHash(IncomingCallback callback) =>
        callback.Headers.GetValueOrDefault("content-type") is { } type
        && type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            ? null
            : Query(callback.Url, "bodySHA256");

    private static string? Query(Uri url, string name) =>
        url.Query.Length < 2 ? null : FormText.Find(FormText.Read(Encoding.UTF8.GetBytes(url.Query[1..])), name);
}
