using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Carillon.Channels.Wire;
using Carillon.Primitives;

namespace Carillon.Channels.Simulator;

/// <summary>
/// The simulator's calls to us: JSON, signed over time and raw body with a key that is drawn when the process begins and differs
/// for each account. They never leave the process, so nobody outside can know a key.
/// </summary>
internal sealed class SimulatorCallbacks
{
    private const string TimeHeader = "simulator-time";
    private const string SignatureHeader = "simulator-signature";

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>The callback that tells an event.</summary>
    public IncomingCallback Write(SimulatedEvent told, DateTimeOffset now)
    {
        var type = told.Status is { } status ? "message." + status.ToString().ToLowerInvariant() : "message.received";
        var buffer = new ArrayBufferWriter<byte>(384);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, $"{told.ProviderMessageId}:{type}");
            json.WriteString("type"u8, type);
            json.WriteString("at"u8, told.Due);
            json.WriteStartObject("message"u8);
            json.WriteString("id"u8, told.ProviderMessageId);
            json.WriteString("to"u8, told.To.E164);
            json.WriteString("from"u8, told.From.E164);
            json.WriteString("attempt"u8, told.AttemptToken);
            json.WriteString(told.Status is null ? "text"u8 : "errorCode"u8, told.Words);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        var time = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        Dictionary<string, string> headers = new(3)
        {
            ["content-type"] = "application/json",
            [TimeHeader] = time,
            [SignatureHeader] = Convert.ToHexStringLower(Sign(told.Account, time, buffer.WrittenSpan)),
        };
        return new IncomingCallback(new Uri($"http://simulator.invalid/webhooks/simulator/{told.Account}"), headers, buffer.WrittenMemory);
    }

    /// <summary>Why a callback is not the simulator's, or null when it is.</summary>
    public string? Check(AccountId account, IncomingCallback callback, DateTimeOffset now)
    {
        var time = callback.Headers.GetValueOrDefault(TimeHeader);
        var signature = callback.Headers.GetValueOrDefault(SignatureHeader);
        if (!long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var signedAt) || signature is null)
        {
            return "no signature";
        }

        var ours = Convert.ToHexStringLower(Sign(account, time, callback.Body.Span));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ours), Encoding.UTF8.GetBytes(signature)))
        {
            return "wrong signature";
        }

        return Math.Abs(now.ToUnixTimeMilliseconds() - signedAt) <= (long)Tolerance.TotalMilliseconds ? null : "signed for another time";
    }

    /// <summary>Reads a verified callback.</summary>
    public static CallbackReading Read(IncomingCallback callback)
    {
        try
        {
            using var json = JsonDocument.Parse(callback.Body);
            var root = json.RootElement;
            var message = root.Member("message");
            if (root.Text("id") is not { } key || root.Text("type") is not { } type || message.Text("id") is not { } id
                || !PhoneNumber.TryParseE164(message.Text("to"), out var to) || !PhoneNumber.TryParseE164(message.Text("from"), out var from))
            {
                return Unreadable(callback, "a field is missing");
            }

            var at = root.Instant("at");
            return new CallbackReading.Read(key, type, type switch
            {
                "message.received" => new ChannelEvent.InboundText(id, from, to, message.Text("text") ?? "", [], at),
                "message.delivered" => Receipt(MessageStatus.Delivered),
                "message.undelivered" => Receipt(MessageStatus.Undelivered),
                "message.sent" => Receipt(MessageStatus.Sent),
                _ => null,
            });

            ChannelEvent Receipt(MessageStatus status) => new ChannelEvent.Receipt(
                id, message.Text("attempt"), to, status, status is MessageStatus.Undelivered ? CarrierCodes.Failure(message.Text("errorCode"), null) : null, at);
        }
        catch (JsonException)
        {
            return Unreadable(callback, "not JSON");
        }
    }

    private static CallbackReading.Unreadable Unreadable(IncomingCallback callback, string why) =>
        new(Convert.ToHexStringLower(SHA256.HashData(callback.Body.Span)), "unknown", why);

    private byte[] Sign(AccountId account, string time, ReadOnlySpan<byte> body)
    {
        Span<byte> key = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret, account.Value.ToByteArray(), key);
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.ASCII.GetBytes(time));
        mac.AppendData("."u8);
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }
}
