namespace Carillon.Text;

/// <summary>The default alphabet of text messages and its extension (3GPP TS 23.038).</summary>
public static class GsmAlphabet
{
    private const byte Escape = 0x1B;
    private const char Euro = '€';

    /// <summary>The default alphabet in the order of its codes; the place of ESC holds NUL, which is no text.</summary>
    internal const string Default =
        "@£$¥èéùìòÇ\nØø\rÅå" +
        "\u0394_\u03A6\u0393\u039B\u03A9\u03A0\u03A8\u03A3\u0398\u039E\0ÆæßÉ" +
        " !\"#¤%&'()*+,-./" +
        "0123456789:;<=>?" +
        "¡ABCDEFGHIJKLMNO" +
        "PQRSTUVWXYZÄÖÑÜ§" +
        "¿abcdefghijklmno" +
        "pqrstuvwxyzäöñüà";

    /// <summary>The extension: a code that follows ESC, and its character.</summary>
    internal static readonly IReadOnlyList<(byte Code, char Character)> Extension =
    [
        (0x0A, '\f'), (0x14, '^'), (0x28, '{'), (0x29, '}'), (0x2F, '\\'), (0x3C, '['), (0x3D, '~'), (0x3E, ']'), (0x40, '|'), (0x65, Euro),
    ];

    // Every character of both tables but the euro lies below this; one byte each, so the table stays in the first cache.
    private const int TableSize = 0x400;
    private static readonly byte[] Costs = BuildCosts();

    /// <summary>Septets the character costs: 1, 2 (with ESC), or 0 when it is in neither table.</summary>
    public static int Cost(char character) =>
        character < TableSize ? Costs[character] : character == Euro ? 2 : 0;

    /// <summary>Whether every character is in one of the tables.</summary>
    public static bool Covers(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (Cost(character) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The septets of a text, one a byte; the text must be covered.</summary>
    public static byte[] Encode(ReadOnlySpan<char> text)
    {
        var septets = new List<byte>(text.Length);
        foreach (var character in text)
        {
            var code = Default.IndexOf(character, StringComparison.Ordinal);
            if (code >= 0 && code != Escape)
            {
                septets.Add((byte)code);
                continue;
            }

            var extended = Extension.FirstOrDefault(entry => entry.Character == character);
            if (extended.Character == default)
            {
                throw new ArgumentException($"U+{(int)character:X4} is not in the alphabet.", nameof(text));
            }

            septets.Add(Escape);
            septets.Add(extended.Code);
        }

        return [.. septets];
    }

    /// <summary>The text of septets, one a byte. An unknown code after ESC reads as a space, as a phone does.</summary>
    public static string Decode(ReadOnlySpan<byte> septets)
    {
        var text = new char[septets.Length];
        var length = 0;
        for (var i = 0; i < septets.Length; i++)
        {
            if (septets[i] != Escape)
            {
                text[length++] = Default[septets[i] & 0x7F];
                continue;
            }

            i++;
            var code = i < septets.Length ? septets[i] : Escape;
            var extended = Extension.FirstOrDefault(entry => entry.Code == code);
            text[length++] = extended.Character == default ? ' ' : extended.Character;
        }

        return new string(text, 0, length);
    }

    private static byte[] BuildCosts()
    {
        var costs = new byte[TableSize];
        for (var code = 0; code < Default.Length; code++)
        {
            costs[Default[code]] = code == Escape ? (byte)0 : (byte)1;
        }

        foreach (var (_, character) in Extension)
        {
            if (character < TableSize)
            {
                costs[character] = 2;
            }
        }

        return costs;
    }
}
