using System.Globalization;
using System.Text;

namespace Carillon.Tests.Contacts.Imports;

/// <summary>
/// A file as the world brings it, made by a seed: encoding, separators, line ends and quoting are drawn, and so is what is wrong with
/// each row. What must become of each row is written down while it is made, and knows nothing of how files are read.
/// </summary>
public sealed class BrokenFile
{
    private const char Damage = '\uE000';
    private static readonly string[] Encodings = ["utf-8", "utf-8 marked", "utf-16", "utf-16BE", "windows-1252", "shift_jis", "ascii"];
    private static readonly string[] Western = ["José", "Zoë", "François", "Jürgen", "Åsa", "Nuñez"];
    private static readonly string[] Japanese = ["山田太郎", "佐藤花子", "鈴木一郎", "高橋さくら", "田中ゆうこ", "渡辺けんじ"];
    private static readonly string[] Plain = ["Ann", "Bo", "O'Hara", "de la Cruz", "X Æ A-12", "=HYPERLINK(1)", "@home", "-5", "NULL", "0012"];
    private static readonly string[] LineEnds = ["\n", "\r\n", "\r"];
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    private readonly Random _random;
    private readonly StringBuilder _text = new();
    private readonly List<ExpectedRow> _rows = [];
    private readonly string _encoding;
    private readonly char _separator;
    private readonly string _lineEnd;
    private readonly bool _isEverythingQuoted;
    private readonly int _seed;
    private int _line = 1;

    private BrokenFile(int seed)
    {
        (_seed, _random) = (seed, new Random(seed));
        _encoding = Encodings[seed % Encodings.Length];
        _separator = Separators[seed / Encodings.Length % Separators.Length];
        _lineEnd = LineEnds[seed / 3 % LineEnds.Length];
        _isEverythingQuoted = _random.Next(4) == 0;
    }

    /// <summary>The bytes.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>What must become of each data row, in order.</summary>
    public IReadOnlyList<ExpectedRow> Rows => _rows;

    /// <summary>What it is like, for a failure's message.</summary>
    public string Kind => $"file {_seed}: {_encoding}, '{_separator}', {_lineEnd.Replace("\r", "CR", StringComparison.Ordinal).Replace("\n", "LF", StringComparison.Ordinal)}{(_isEverythingQuoted ? ", all quoted" : "")}";

    public static BrokenFile Of(int seed)
    {
        var file = new BrokenFile(seed);
        file.Write();
        return file;
    }

    private void Write()
    {
        Line([_random.Next(2) == 0 ? "Phone" : "Mobile Number", "First name", "Note"]);
        var count = _random.Next(12, 40);
        for (var row = 0; row < count; row++)
        {
            WriteRow(row);
        }

        if (_random.Next(2) == 0)
        {
            _text.Length -= _lineEnd.Length; // the last line often has no end
        }

        Bytes = Encoded();
    }

    private void WriteRow(int row)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"415{200 + (_seed % 700):000}{row:0000}");
        var name = Name();
        var note = _random.Next(5) == 0 ? "two" + _lineEnd + "lines, \"quoted\"" : "n" + _random.Next(100);
        switch (row < 8 ? 0 : _random.Next(16))
        {
            case 1:
                Expect("invalid-phone");
                Line(["12" + row, name, note]);
                break;
            case 2:
                Expect("missing-phone");
                Line(["", name, "only a note"]);
                break;
            case 3:
                Expect("empty-row");
                Line(["", "", ""]);
                break;
            case 4:
                Expect("too-many-cells");
                Line([number, name, note, "one too many"]);
                break;
            case 5:
                Expect("rounded-phone");
                Line(["1.4155E+10", name, note]);
                break;
            case 6 when _encoding is "utf-8" or "utf-8 marked":
                Expect("unreadable-text");
                Line([number, "A" + Damage + "nn", note]);
                break;
            case 7 when _rows.Exists(other => other.Code is null):
                // Who was met already comes once more, otherwise written: nothing new is said.
                var known = _rows.First(other => other.Code is null);
                _rows.Add(new ExpectedRow(_line, null, known.Phone, known.Name, IsRepeated: true));
                Line([known.Phone ?? "", "", ""]);
                break;
            case 8:
                _rows.Add(new ExpectedRow(_line, null, "+1" + number, null, IsRepeated: false));
                Raw(number); // a row that ends early
                break;
            case 9:
                Expect("stray-quote");
                Raw($"{number}{_separator}\"A\"nn{_separator}x");
                break;
            default:
                _rows.Add(new ExpectedRow(_line, null, "+1" + number, name, IsRepeated: false));
                Line([Written(number), name, note]);
                break;
        }
    }

    private void Expect(string code) => _rows.Add(new ExpectedRow(_line, code, null, null, IsRepeated: false));

    private string Name() => _encoding switch
    {
        "shift_jis" => Japanese[_random.Next(Japanese.Length)],
        "ascii" => Plain[_random.Next(3)],
        "windows-1252" => Western[_random.Next(Western.Length)],
        _ => _random.Next(2) == 0 ? Western[_random.Next(Western.Length)] : Plain[_random.Next(Plain.Length)],
    };

    /// <summary>A number in one of the ways in which people and programs write it.</summary>
    private string Written(string number) => _random.Next(11) switch
    {
        0 => $"({number[..3]}) {number[3..6]}-{number[6..]}",
        1 => $"+1 {number[..3]} {number[3..6]} {number[6..]}",
        2 => $"1-{number[..3]}-{number[3..6]}-{number[6..]}",
        3 => $"{number[..3]}.{number[3..6]}.{number[6..]}",
        4 => number + ".0",
        5 => $"'{number}",
        6 => $"=\"{number}\"",
        7 => $"  {number} ",
        8 when _encoding.StartsWith("utf", StringComparison.Ordinal) => "\u202A" + number + "\u202C",
        9 when _encoding.StartsWith("utf", StringComparison.Ordinal) => string.Concat(number.Select(digit => (char)('\u0660' + (digit - '0')))),
        _ => number,
    };

    private void Line(IReadOnlyList<string> cells) => Raw(string.Join(_separator, cells.Select(Cell)));

    private string Cell(string text) =>
        _isEverythingQuoted || text.Contains('"', StringComparison.Ordinal) || text.Contains(_separator, StringComparison.Ordinal) || text.Contains('\n', StringComparison.Ordinal)
        || text.Contains('\r', StringComparison.Ordinal)
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;

    private void Raw(string line)
    {
        _text.Append(line).Append(_lineEnd);
        _line += 1 + ((line.Length - line.Replace(_lineEnd, "", StringComparison.Ordinal).Length) / _lineEnd.Length);
    }

    private byte[] Encoded()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var text = _text.ToString();
        return _encoding switch
        {
            "utf-16" or "utf-16BE" => [.. Encoding.GetEncoding(_encoding).GetPreamble(), .. Encoding.GetEncoding(_encoding).GetBytes(text)],
            "utf-8" or "utf-8 marked" => [.. _encoding == "utf-8" ? [] : Encoding.UTF8.GetPreamble(), .. Damaged(Encoding.UTF8.GetBytes(text))],
            "ascii" => Encoding.ASCII.GetBytes(text),
            _ => Encoding.GetEncoding(_encoding).GetBytes(text),
        };
    }

    /// <summary>A byte that begins no letter, where the mark stands.</summary>
    private static byte[] Damaged(byte[] bytes)
    {
        var broken = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == 0xEE && i + 2 < bytes.Length && bytes[i + 1] == 0x80 && bytes[i + 2] == 0x80)
            {
                broken.Add(0xFF);
                i += 2;
                continue;
            }

            broken.Add(bytes[i]);
        }

        return [.. broken];
    }
}

/// <summary>What must become of a row.</summary>
/// <param name="Line">Where it begins in the file.</param>
/// <param name="Code">Why it is not taken; null: it is.</param>
/// <param name="Phone">The person's number.</param>
/// <param name="Name">The person's first name.</param>
/// <param name="IsRepeated">Whether the person was met before.</param>
public sealed record ExpectedRow(int Line, string? Code, string? Phone, string? Name, bool IsRepeated);
