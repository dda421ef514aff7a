using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Carillon.Channels.Wire;
using Carillon.Primitives;

namespace Carillon.Channels.OpenPhone;

/// <summary>
/// OpenPhone's calls to us, in the three families there are: made in the app (v2, v3), made by the v1 API (v4), and the dated one.
/// They differ in where things stand, so a thing is looked for in each place; unknown fields and kinds pass.
/// </summary>
internal static class OpenPhoneCallbacks
{
    /// <summary>Reads a verified callback.</summary>
    public static CallbackReading Read(IncomingCallback callback)
    {
        try
        {
            using var json = JsonDocument.Parse(callback.Body);
            var root = json.RootElement;
            if (root.Text("type") is null && root.Member("object") is { ValueKind: JsonValueKind.Object } wrapped)
            {
                root = wrapped;
            }

            return root.Text("type") is { Length: > 0 } type
                ? Read(root, type, callback)
                : new CallbackReading.Unreadable(Key(callback, root, "unknown"), "unknown", "no type");
        }
        catch (JsonException)
        {
            return new CallbackReading.Unreadable(Key(callback, default, "unknown"), "unknown", "not JSON");
        }
    }

    private static CallbackReading Read(JsonElement root, string type, IncomingCallback callback)
    {
        var key = Key(callback, root, type);
        var thing = Thing(root);
        var context = root.Member("data").Member("context");
        var at = root.Instant("createdAt");
        switch (type)
        {
            case "message.received":
                return ReadInbound(key, type, thing, context, at);
            case "message.delivered":
                return ReadReceipt(key, type, thing, context, at, MessageStatus.Delivered);
            case "message.undelivered":
                return ReadReceipt(key, type, thing, context, at, MessageStatus.Undelivered);
            case "message.failed":
                return ReadReceipt(key, type, thing, context, at, MessageStatus.Failed);
            case "call.completed":
                return ReadCall(key, type, thing, context, at);
            default:
                return new CallbackReading.Read(key, type, null);
        }
    }

    private static CallbackReading ReadInbound(string key, string type, JsonElement thing, JsonElement context, DateTimeOffset? at)
    {
        if (thing.Text("id") is not { Length: > 0 } id)
        {
            return new CallbackReading.Unreadable(key, type, "no message id");
        }

        if (!PhoneNumber.TryParseE164(thing.Text("from") ?? context.Text("senderIdentifier"), out var from)
            || Recipient(thing, context) is not { } to)
        {
            return new CallbackReading.Unreadable(key, type, "from or to is not an E.164 number");
        }

        IReadOnlyList<string> media = [.. thing.Items("media").Select(item => item.Text("url")).OfType<string>()];
        var body = thing.Text("text") ?? thing.Text("body") ?? "";

        return new CallbackReading.Read(key, type, new ChannelEvent.InboundText(id, from, to, body, media, thing.Instant("createdAt") ?? at));
    }

    private static CallbackReading ReadReceipt(
        string key, string type, JsonElement thing, JsonElement context, DateTimeOffset? at, MessageStatus status)
    {
        if (thing.Text("id") is not { Length: > 0 } id)
        {
            return new CallbackReading.Unreadable(key, type, "no message id");
        }

        var failure = status is MessageStatus.Delivered ? null : CarrierCodes.Failure(thing.Text("errorCode"), null);
        return new CallbackReading.Read(
            key, type, new ChannelEvent.Receipt(id, AttemptToken: null, Recipient(thing, context), status, failure, at));
    }

    private static CallbackReading ReadCall(string key, string type, JsonElement thing, JsonElement context, DateTimeOffset? at)
    {
        var isIncoming = thing.Text("direction") is "incoming";
        var participants = context.Member("participants");
        var from = thing.Text("from");
        var to = thing.Text("to");
        var other = (isIncoming ? from : to)
            ?? participants.Items("external").Select(item => item.AsText()).FirstOrDefault()
            ?? thing.Items("participants").Select(item => item.AsText()).FirstOrDefault();
        var ours = (isIncoming ? to : from) ?? participants.Items("workspace").Select(item => item.AsText()).FirstOrDefault();
        if (thing.Text("id") is not { Length: > 0 } id || !PhoneNumber.TryParseE164(other, out var with))
        {
            return new CallbackReading.Unreadable(key, type, "no call id, or the other side is not an E.164 number");
        }

        var call = new ChannelEvent.Call(
            id,
            with,
            PhoneNumber.TryParseE164(ours, out var our) ? our : null,
            thing.Text("phoneNumberId") ?? context.Text("phoneNumberId"),
            isIncoming,
            thing.Instant("answeredAt") is not null,
            Duration(thing),
            thing.Instant("createdAt") ?? at);
        return new CallbackReading.Read(key, type, call);
    }

    private static TimeSpan? Duration(JsonElement call) =>
        double.TryParse(call.Text("duration"), CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : call.Instant("completedAt") - call.Instant("answeredAt");

    /// <summary>The first recipient: one text, a list, or several joined by commas for a group.</summary>
    private static PhoneNumber? Recipient(JsonElement thing, JsonElement context)
    {
        var listed = thing.Items("to").Concat(context.Items("recipientIdentifiers")).Select(item => item.AsText()).FirstOrDefault();
        var text = (thing.Text("to") ?? listed)?.Split(',')[0].Trim();
        return PhoneNumber.TryParseE164(text, out var number) ? number : null;
    }

    private static JsonElement Thing(JsonElement root)
    {
        var data = root.Member("data");
        return data.Member("resource") is { ValueKind: JsonValueKind.Object } resource ? resource : data.Member("object");
    }

    /// <summary>The delivery's own id, else the event's, else what it is about; the same for every delivery of it.</summary>
    private static string Key(IncomingCallback callback, JsonElement root, string type)
    {
        if (callback.Headers.GetValueOrDefault("webhook-id") is { Length: > 0 } delivery && callback.Headers.ContainsKey("webhook-signature"))
        {
            return delivery;
        }

        var thing = Thing(root);
        return root.Text("id") is { Length: > 0 } id ? id
            : thing.Text("id") is { Length: > 0 } about ? $"{type}:{about}:{thing.Text("status")}"
            : Convert.ToHexStringLower(SHA256.HashData(callback.Body.Span));
    }
}
