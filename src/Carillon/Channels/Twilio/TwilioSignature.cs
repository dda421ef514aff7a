using System.Security.Cryptography;
using System.Text;

namespace Carillon.Channels.Twilio;

/// <summary>
/// Twilio's signature: HMAC-SHA1 over the address it was told and the sorted fields it posts. A JSON body stands in the address as
/// its hash instead. The address is tried with and without the scheme's default port, since either may be what was signed.
/// </summary>
internal static class TwilioSignature
{
    /// <summary>Whether a form with these fields was signed for this address.</summary>
    public static bool Covers(byte[] key, Uri url, List<KeyValuePair<string, string>> fields, string signature)
    {
        var sorted = new StringBuilder();
        foreach (var field in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            sorted.Append(field.Key).Append(field.Value);
        }

        return CoversAny(key, url, sorted.ToString(), signature);
    }

    /// <summary>Whether this body, whose hash stands in the address, was signed.</summary>
    public static bool Covers(byte[] key, Uri url, ReadOnlySpan<byte> body, string bodyHash, string signature)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hash), Encoding.UTF8.GetBytes(bodyHash))
            && CoversAny(key, url, "", signature);
    }

    /// <summary>The signature itself, for one exact address.</summary>
    public static string Sign(byte[] key, string url, string sortedFields)
    {
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // SHA-1 is the provider's choice; in an HMAC it still holds.
        HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(url + sortedFields), mac);
#pragma warning restore CA5350
        return Convert.ToBase64String(mac);
    }

    private static bool CoversAny(byte[] key, Uri url, string sortedFields, string signature)
    {
        var given = Encoding.UTF8.GetBytes(signature);
        var covers = false;
        foreach (var address in Addresses(url))
        {
            covers |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(key, address, sortedFields)), given);
        }

        return covers;
    }

    private static HashSet<string> Addresses(Uri url)
    {
        var whole = url.OriginalString;
        HashSet<string> addresses = [whole.IndexOf('#', StringComparison.Ordinal) is >= 0 and var mark ? whole[..mark] : whole];
        var withoutPort = url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        addresses.Add(withoutPort);
        if (url.IsDefaultPort)
        {
            addresses.Add(url.GetComponents(UriComponents.HttpRequestUrl | UriComponents.StrongPort, UriFormat.UriEscaped));
        }

        return addresses;
    }
}
