using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Carillon.Tests.Fakes;

/// <summary>The three kinds of webhook there are at OpenPhone.</summary>
public enum OpenPhoneFamily
{
    /// <summary>Made in the app: version v3, old signature.</summary>
    App,

    /// <summary>Made by the v1 API: version v4, old signature.</summary>
    V1,

    /// <summary>Made by the dated API: Standard Webhooks; the only one that tells of failures.</summary>
    Dated,
}

/// <summary>The fake OpenPhone's calls to the product, signed as the real ones are, or wrong on purpose.</summary>
public sealed class FakeOpenPhoneCallbacks : IDisposable
{
    /// <summary>The key of the old signature, in base64.</summary>
    public const string OldKey = "0qQBQasD5ZgYbMMlgEBxsmiJeCYaxk4Qro82l2mUyWk=";

    /// <summary>The key of the new signature.</summary>
    public const string NewKey = "whsec_z7hTU3hKz5ZqFnq/7hKjcndTgxWlyRJH";

    private readonly FakeOpenPhone _fake;
    private readonly TimeProvider _time;
    private readonly CallbackPost _post = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<int, int> _answers = new();

    internal FakeOpenPhoneCallbacks(FakeOpenPhone fake, TimeProvider time) => (_fake, _time) = (fake, time);

    /// <summary>Where callbacks are carried (scheme, host and port) when the address is not where the product listens.</summary>
    public Uri? Through { get; set; }

    /// <summary>The webhooks that were made: where the fates of messages are told by themselves.</summary>
    public ConcurrentBag<(Uri Url, OpenPhoneFamily Family)> Webhooks { get; } = [];

    /// <summary>How often each HTTP status was answered; 0 stands for no answer.</summary>
    public IReadOnlyDictionary<int, int> Answers => _answers;

    /// <summary>Tells where a message stands (<c>delivered</c>; the dated family also <c>failed</c>, <c>undelivered</c>), and gives the status answered.</summary>
    /// <param name="url">The product's callback address of the account.</param>
    /// <param name="family">The kind of webhook.</param>
    /// <param name="message">The message.</param>
    /// <param name="status">The provider's word.</param>
    /// <param name="errorCode">Why it failed.</param>
    /// <param name="twist">What is wrong with the callback.</param>
    /// <param name="eventId">The event's id; the same again is the same event.</param>
    /// <param name="stop">Ends the wait for the answer.</param>
    public Task<int> PostStatusAsync(
        Uri url,
        OpenPhoneFamily family,
        Acceptance message,
        string status,
        string? errorCode = null,
        CallbackTwist twist = CallbackTwist.None,
        string? eventId = null,
        CancellationToken stop = default)
    {
        if (twist is CallbackTwist.None)
        {
            message.Become(status, errorCode);
        }

        var said = new Said(message.Id, _fake.NumberOf(message.Send.From!), message.To, message.Body, "outgoing", status, errorCode, message.At, []);
        return PostAsync(url, family, $"message.{status}", said, twist, eventId, stop);
    }

    /// <summary>Tells the same of many messages, disturbed on the way if wanted.</summary>
    public Task PostStatusesAsync(
        Uri url, OpenPhoneFamily family, IEnumerable<Acceptance> messages, string status, CallbackStorm? storm = null, CancellationToken stop = default)
    {
        storm ??= new CallbackStorm();
        return Parallel.ForEachAsync(
            storm.Disturb(messages),
            new ParallelOptions { MaxDegreeOfParallelism = storm.AtOnce, CancellationToken = stop },
            async (message, token) => await PostStatusAsync(url, family, message, status, eventId: $"EV{message.Id}{status}", stop: token));
    }

    /// <summary>Brings a text to the product, and gives the status answered.</summary>
    /// <param name="url">The product's callback address of the account.</param>
    /// <param name="family">The kind of webhook.</param>
    /// <param name="from">Who writes.</param>
    /// <param name="to">Our number.</param>
    /// <param name="body">The words.</param>
    /// <param name="messageId">The message's id; null: a fresh one.</param>
    /// <param name="media">Addresses of media; the v1 family tells none.</param>
    /// <param name="twist">What is wrong with the callback.</param>
    /// <param name="eventId">The event's id; the same again is the same event.</param>
    /// <param name="stop">Ends the wait for the answer.</param>
    public Task<int> PostInboundAsync(
        Uri url,
        OpenPhoneFamily family,
        string from,
        string to,
        string body,
        string? messageId = null,
        IReadOnlyList<string>? media = null,
        CallbackTwist twist = CallbackTwist.None,
        string? eventId = null,
        CancellationToken stop = default)
    {
        var said = new Said(messageId ?? _fake.NextId(), from, to, body, "incoming", "received", null, _time.GetUtcNow(), media ?? []);
        return PostAsync(url, family, "message.received", said, twist, eventId, stop);
    }

    /// <summary>The headers that sign a body.</summary>
    public Dictionary<string, string> Sign(OpenPhoneFamily family, byte[] body, string deliveryId, CallbackTwist twist = CallbackTwist.None)
    {
        var at = _time.GetUtcNow() - (twist is CallbackTwist.OldTime ? TimeSpan.FromMinutes(10) : TimeSpan.Zero);
        var isWrong = twist is CallbackTwist.WrongKey or CallbackTwist.WrongUrl;
        if (twist is CallbackTwist.NoSignature)
        {
            return [];
        }

        if (family is OpenPhoneFamily.Dated)
        {
            var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            return new()
            {
                ["webhook-id"] = deliveryId,
                ["webhook-timestamp"] = seconds,
                ["webhook-signature"] = $"v1,{Mac(isWrong ? "AAAA" : NewKey[6..], $"{deliveryId}.{seconds}.", body)}",
            };
        }

        var milliseconds = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return new() { ["openphone-signature"] = $"hmac;1;{milliseconds};{Mac(isWrong ? "AAAA" : OldKey, $"{milliseconds}.", body)}" };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _post.Dispose();
        _stopping.Dispose();
    }

    internal void TellLater(Acceptance message, IReadOnlyList<FakeFate> fates)
    {
        if (fates.Count > 0)
        {
            _ = TellAsync(message, fates, _stopping.Token);
        }
    }

    private static string Mac(string base64Key, string before, byte[] body) =>
        Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(base64Key), (byte[])[.. Encoding.UTF8.GetBytes(before), .. body]));

    private async Task TellAsync(Acceptance message, IReadOnlyList<FakeFate> fates, CancellationToken stop)
    {
        try
        {
            foreach (var fate in fates)
            {
                await Task.Delay(fate.After, _time, stop);
                message.Become(fate.Status, fate.ErrorCode);
                foreach (var (url, family) in Webhooks)
                {
                    // Only the dated family has a word for failure.
                    if (fate.Status == "delivered" || (family is OpenPhoneFamily.Dated && fate.Status is "failed" or "undelivered"))
                    {
                        await PostStatusAsync(url, family, message, fate.Status, fate.ErrorCode, stop: stop);
                    }
                }
            }
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // The fake goes, and what it had to tell with it.
        }
    }

    private async Task<int> PostAsync(
        Uri url, OpenPhoneFamily family, string type, Said said, CallbackTwist twist, string? eventId, CancellationToken stop)
    {
        eventId ??= "EV" + _fake.NextId();
        var body = FakeJson.Object((eventId, type, family, said, at: _time.GetUtcNow(), _fake), static (json, told) =>
            Write(json, told.eventId, told.type, told.family, told.said, told.at, told._fake));
        var headers = Sign(family, body, "msg_" + eventId, twist);
        if (twist is CallbackTwist.AlteredBody)
        {
            body = [.. body, (byte)' '];
        }

        var answer = await _post.SendAsync(url, Through, body, "application/json", headers, stop);
        _answers.AddOrUpdate(answer, 1, static (_, count) => count + 1);
        return answer;
    }

    private static void Write(Utf8JsonWriter json, string eventId, string type, OpenPhoneFamily family, Said said, DateTimeOffset at, FakeOpenPhone fake)
    {
        json.WriteString("id", eventId);
        if (family is not OpenPhoneFamily.Dated)
        {
            json.WriteString("object", "event");
        }

        json.WriteString("apiVersion", family is OpenPhoneFamily.App ? "v3" : family is OpenPhoneFamily.V1 ? "v4" : "2026-03-30");
        json.WriteString("createdAt", FakeOpenPhoneList.Instant(at));
        json.WriteString("type", type);
        json.WriteStartObject("data");
        json.WriteStartObject(family is OpenPhoneFamily.Dated ? "resource" : "object");
        json.WriteString("id", said.Id);
        json.WriteString("direction", said.Direction);
        json.WriteString(family is OpenPhoneFamily.App ? "body" : "text", said.Body);
        json.WriteString("status", said.Status);
        json.WriteString("createdAt", FakeOpenPhoneList.Instant(said.At));
        WriteMedia(json, family, said);
        if (family is OpenPhoneFamily.Dated)
        {
            WriteContext(json, said, fake);
            return;
        }

        json.WriteString("object", "message");
        json.WriteString("from", said.From);
        if (family is OpenPhoneFamily.App)
        {
            json.WriteString("to", said.To);
        }
        else
        {
            json.WriteStartArray("to");
            json.WriteStringValue(said.To);
            json.WriteEndArray();
        }

        json.WriteString("userId", "US1");
        json.WriteString("phoneNumberId", fake.NumberId(said.Direction == "incoming" ? said.To : said.From));
        json.WriteString("conversationId", "CN1");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMedia(Utf8JsonWriter json, OpenPhoneFamily family, Said said)
    {
        if (family is OpenPhoneFamily.V1)
        {
            return;
        }

        json.WriteStartArray("media");
        foreach (var url in said.Media)
        {
            json.WriteStartObject();
            json.WriteString("url", url);
            json.WriteString("type", "image/jpeg");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteContext(Utf8JsonWriter json, Said said, FakeOpenPhone fake)
    {
        if (said.ErrorCode is { } code)
        {
            json.WriteString("errorCode", code);
        }

        json.WriteEndObject();
        json.WriteStartObject("context");
        json.WriteString("orgId", "OR1");
        json.WriteString("phoneNumberId", fake.NumberId(said.Direction == "incoming" ? said.To : said.From));
        json.WriteString("conversationId", "CN1");
        json.WriteString("senderIdentifier", said.From);
        json.WriteStartArray("recipientIdentifiers");
        json.WriteStringValue(said.To);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>A message as an event tells of it.</summary>
    private sealed record Said(
        string Id, string From, string To, string Body, string Direction, string Status, string? ErrorCode, DateTimeOffset At, IReadOnlyList<string> Media);
}
