using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Carillon.Primitives;

namespace Carillon.Sending;

/// <summary>
/// Our attempt in a callback's address: message, number and a signature, so that a callback binds an attempt even when the
/// provider's answer was lost, and nobody else can make one up.
/// </summary>
public static class AttemptToken
{
    private const int SignatureBytes = 12;

    /// <summary>The token of an attempt.</summary>
    public static string Make(MessageId message, int attempt, byte[] key) => string.Create(CultureInfo.InvariantCulture, $"{message}.{attempt}.{Sign(message, attempt, key)}");

    /// <summary>Reads a token; null when it is none of ours.</summary>
    public static (MessageId Message, int Attempt)? Read(string? token, byte[] key)
    {
        var parts = token?.Split('.');
        return parts is [var id, var number, var signature]
            && Id.TryParse<MessageId>(id, out var message)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(Sign(message, attempt, key)))
            ? (message, attempt)
            : null;
    }

    private static string Sign(MessageId message, int attempt, byte[] key)
    {
        Span<byte> content = stackalloc byte[20];
        message.Value.TryWriteBytes(content, bigEndian: true, out _);
        BitConverter.TryWriteBytes(content[16..], attempt);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, content, hash);
        return Base64Url.EncodeToString(hash[..SignatureBytes]);
    }
}
