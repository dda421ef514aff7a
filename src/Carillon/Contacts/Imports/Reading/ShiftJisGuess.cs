namespace Carillon.Contacts.Imports.Reading;

/// <summary>
/// Tells Japanese (Shift-JIS) from western bytes in a file that is no UTF-8: Japanese writes most letters in pairs that begin
/// with a byte which western text hardly has, and many of them end with another one.
/// </summary>
internal sealed class ShiftJisGuess
{
    private const int Enough = 20_000;
    private byte? _lead;
    private int _pairs;
    private int _highTrails;
    private int _kana;
    private int _broken;
    private int _rare;

    /// <summary>Whether what was seen reads as Shift-JIS rather than as western letters.</summary>
    public bool IsLikely => _pairs + _kana > 0 && _broken * 50 <= _pairs && _rare * 2 >= _pairs && _highTrails * 4 >= _pairs && (_kana == 0 || _pairs > 0);

    /// <summary>Looks at more bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            if (_pairs + _broken > Enough)
            {
                return;
            }

            Take(value);
        }
    }

    private void Take(byte value)
    {
        if (_lead is { } lead)
        {
            _lead = null;
            if (value is >= 0x40 and <= 0xFC and not 0x7F)
            {
                _pairs++;
                _rare += lead <= 0x9F ? 1 : 0;
                _highTrails += value >= 0x80 ? 1 : 0;
            }
            else
            {
                _broken++;
            }
        }
        else if (value is (>= 0x81 and <= 0x9F) or (>= 0xE0 and <= 0xFC))
        {
            _lead = value;
        }
        else if (value is >= 0xA1 and <= 0xDF)
        {
            _kana++;
        }
        else if (value is 0x80 or 0xA0 or >= 0xFD)
        {
            _broken++;
        }
    }
}
