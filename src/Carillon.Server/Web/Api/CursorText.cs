using System.Buffers.Text;
using System.Text;

namespace Carillon.Server.Web.Api;

/// <summary>Wraps the text of a place in a list, so that it passes through a URL and nobody is tempted to build one.</summary>
public static class CursorText
{
    private const byte Version = 1;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The place as the caller gets it.</summary>
    public static string Encode(string plain) => Base64Url.EncodeToString([Version, .. Encoding.UTF8.GetBytes(plain)]);

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    public static bool TryDecode(string cursor, out string plain)
    {
        plain = "";
        if (cursor.Length > 2048 || !Base64Url.IsValid(cursor))
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes is not [Version, ..])
        {
            return false;
        }

        try
        {
            plain = Strict.GetString(bytes, 1, bytes.Length - 1);
        }
        catch (DecoderFallbackException)
        {
            // Bytes that are no text were not written here.
            return false;
        }

        return !plain.Contains('\0', StringComparison.Ordinal);
    }
}
