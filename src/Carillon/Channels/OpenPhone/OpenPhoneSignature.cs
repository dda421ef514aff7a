using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Carillon.Channels.OpenPhone;

/// <summary>
/// OpenPhone's two signatures, both HMAC-SHA256 over the raw body with something before it: the time alone
/// (<c>openphone-signature: hmac;1;time;mac</c>), or id and time as Standard Webhooks say. Both times are looked at.
/// </summary>
internal static class OpenPhoneSignature
{
    /// <summary>How far a signed time may be from ours, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Why a callback is not OpenPhone's, or null when it is.</summary>
    public static string? Check(IReadOnlyList<byte[]> keys, IncomingCallback callback, DateTimeOffset now)
    {
        if (keys.Count == 0)
        {
            return "the account has no webhookSecret";
        }

        if (callback.Headers.TryGetValue("webhook-signature", out var list))
        {
            return CheckNew(keys, callback, list, now);
        }

        return callback.Headers.TryGetValue("openphone-signature", out var old)
            ? CheckOld(keys, callback, old, now)
            : "no signature";
    }

    private static string? CheckNew(IReadOnlyList<byte[]> keys, IncomingCallback callback, string list, DateTimeOffset now)
    {
        var id = callback.Headers.GetValueOrDefault("webhook-id");
        var time = callback.Headers.GetValueOrDefault("webhook-timestamp");
        if (string.IsNullOrEmpty(id) || !IsDigits(time))
        {
            return "no webhook-id or webhook-timestamp";
        }

        foreach (var entry in list.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.StartsWith("v1,", StringComparison.Ordinal) && IsSigned(keys, $"{id}.{time}.", callback.Body.Span, entry[3..]))
            {
                return IsNear(time!, now) ? null : "signed for another time";
            }
        }

        return "wrong signature";
    }

    private static string? CheckOld(IReadOnlyList<byte[]> keys, IncomingCallback callback, string list, DateTimeOffset now)
    {
        foreach (var entry in list.Split(',', StringSplitOptions.TrimEntries))
        {
            var fields = entry.Split(';');
            if (fields is ["hmac", "1", { Length: > 0 } time, { Length: > 0 } mac] && IsDigits(time)
                && IsSigned(keys, $"{time}.", callback.Body.Span, mac))
            {
                return IsNear(time, now) ? null : "signed for another time";
            }
        }

        return "wrong signature";
    }

    private static bool IsSigned(IReadOnlyList<byte[]> keys, string before, ReadOnlySpan<byte> body, string mac)
    {
        Span<byte> given = stackalloc byte[64];
        if (mac.Length > 64 || !Convert.TryFromBase64String(mac, given, out var length))
        {
            return false;
        }

        var isSigned = false;
        Span<byte> ours = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var key in keys)
        {
            using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            hash.AppendData(Encoding.UTF8.GetBytes(before));
            hash.AppendData(body);
            hash.GetHashAndReset(ours);
            isSigned |= CryptographicOperations.FixedTimeEquals(ours, given[..length]);
        }

        return isSigned;
    }

    private static bool IsDigits(string? time) => time is { Length: > 0 and <= 15 } && !time.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static bool IsNear(string time, DateTimeOffset now)
    {
        // Thirteen digits are milliseconds, ten are seconds.
        var number = long.Parse(time, CultureInfo.InvariantCulture);
        var milliseconds = time.Length >= 13 ? number : number * 1000;
        return Math.Abs(now.ToUnixTimeMilliseconds() - milliseconds) <= (long)Tolerance.TotalMilliseconds;
    }
}
