using System.Buffers;
using System.Text;

namespace Carillon.Channels.Wire;

/// <summary>Writes and reads <c>application/x-www-form-urlencoded</c> text without going through strings more often than needed.</summary>
internal ref struct FormText : IDisposable
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._*");

    private byte[]? _rented;
    private Span<byte> _buffer;
    private int _length;

    /// <summary>Begins in a buffer of the caller's; grows out of it when it must.</summary>
    public FormText(Span<byte> initial) => _buffer = initial;

    /// <summary>Appends a field.</summary>
    /// <param name="name">A name of plain letters.</param>
    /// <param name="value">Any text; half a surrogate pair becomes U+FFFD.</param>
    public void Add(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        // A UTF-16 unit needs at most three bytes of UTF-8, and each of them three characters.
        Reserve(name.Length + (value.Length * 9) + 2);
        if (_length > 0)
        {
            _buffer[_length++] = (byte)'&';
        }

        _length += Encoding.ASCII.GetBytes(name, _buffer[_length..]);
        _buffer[_length++] = (byte)'=';
        while (!value.IsEmpty)
        {
            var plain = value.IndexOfAnyExcept(Plain);
            plain = plain < 0 ? value.Length : plain;
            _length += Encoding.ASCII.GetBytes(value[..plain], _buffer[_length..]);
            value = value[plain..];
            value = value[Escape(value)..];
        }
    }

    /// <summary>What was written.</summary>
    public readonly byte[] ToBytes() => _buffer[.._length].ToArray();

    /// <summary>What was written, as text.</summary>
    public override readonly string ToString() => Encoding.ASCII.GetString(_buffer[.._length]);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    /// <summary>Reads all fields in the order they came, repeated names included.</summary>
    public static List<KeyValuePair<string, string>> Read(ReadOnlySpan<byte> text)
    {
        List<KeyValuePair<string, string>> fields = new(24);
        foreach (var range in text.Split((byte)'&'))
        {
            var field = text[range];
            if (field.IsEmpty)
            {
                continue;
            }

            var mark = field.IndexOf((byte)'=');
            fields.Add(mark < 0
                ? new(Unescape(field), "")
                : new(Unescape(field[..mark]), Unescape(field[(mark + 1)..])));
        }

        return fields;
    }

    /// <summary>The first value of a name, or null.</summary>
    public static string? Find(List<KeyValuePair<string, string>> fields, string name)
    {
        foreach (var field in fields)
        {
            if (field.Key == name)
            {
                return field.Value;
            }
        }

        return null;
    }

    private int Escape(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
        {
            return 0;
        }

        if (value[0] == ' ')
        {
            _buffer[_length++] = (byte)'+';
            return 1;
        }

        Rune.DecodeFromUtf16(value, out var rune, out var consumed);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var one in bytes[..rune.EncodeToUtf8(bytes)])
        {
            _buffer[_length++] = (byte)'%';
            _buffer[_length++] = Hex(one >> 4);
            _buffer[_length++] = Hex(one & 15);
        }

        return consumed;
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _length >= more)
        {
            return;
        }

        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + more));
        _buffer[.._length].CopyTo(grown);
        Dispose();
        _rented = grown;
        _buffer = grown;
    }

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);

    private static string Unescape(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny((byte)'%', (byte)'+') < 0)
        {
            return Encoding.UTF8.GetString(text);
        }

        var rented = ArrayPool<byte>.Shared.Rent(text.Length);
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '%' && at + 2 < text.Length && Digit(text[at + 1]) is >= 0 and var high && Digit(text[at + 2]) is >= 0 and var low)
            {
                rented[length++] = (byte)((high << 4) | low);
                at += 2;
            }
            else
            {
                rented[length++] = text[at] == '+' ? (byte)' ' : text[at];
            }
        }

        var read = Encoding.UTF8.GetString(rented, 0, length);
        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        return read;
    }

    private static int Digit(byte letter) => char.IsAsciiHexDigit((char)letter)
        ? letter <= '9' ? letter - '0' : (letter | 0x20) - 'a' + 10
        : -1;
}
