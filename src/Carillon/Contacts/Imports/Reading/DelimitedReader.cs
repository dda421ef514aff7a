using System.Buffers;

namespace Carillon.Contacts.Imports.Reading;

/// <summary>
/// Reads records of delimited text one after the other, whatever the line ends, with the file's line of each. Memory is
/// bounded by one record. A quote that closes and goes on is a flaw of its record; when it had run over a line end, the
/// record is cut there and the next lines are read again, so that one missing quote costs one row. A quote that nothing
/// closes, and what is beyond the limits, is a fault: the place is named and reading ends.
/// </summary>
internal sealed class DelimitedReader
{
    /// <summary>The most characters of a cell.</summary>
    public const int MostInCell = 64 * 1024;

    /// <summary>The most columns of a file.</summary>
    public const int MostColumns = 512;

    private const int MostInRecord = 1024 * 1024;
    private const int FirstBuffer = 32 * 1024;

    private readonly TextReader _source;
    private readonly char _delimiter;
    private readonly SearchValues<char> _cellEnds;
    private readonly List<Piece> _cells = new(32);
    private char[] _buffer = new char[FirstBuffer];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private long _nextLine = 1;

    public DelimitedReader(TextReader source, char delimiter)
    {
        (_source, _delimiter) = (source, delimiter);
        _cellEnds = SearchValues.Create([delimiter, '\r', '\n']);
    }

    /// <summary>The file's line on which the record begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>How many cells the record has; those beyond <see cref="MostColumns"/> are counted, not kept.</summary>
    public int CellCount { get; private set; }

    /// <summary>The cell with the quote that makes the record unreadable; null for a sound record.</summary>
    public int? FlawedCell { get; private set; }

    /// <summary>Whether the flaw is a quote that was not closed on its line.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Why reading ended before the file did.</summary>
    public FileFault? Fault { get; private set; }

    /// <summary>The text of a cell, without the quotes around it; empty for one that the record does not have.</summary>
    public string Cell(int index)
    {
        if (index >= _cells.Count)
        {
            return "";
        }

        var cell = _cells[index];
        var text = _buffer.AsSpan(cell.Start, cell.Length);
        return cell.HasDoubledQuotes ? text.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : text.ToString();
    }

    /// <summary>Goes to the next record that is not a blank line; false at the end and at a fault.</summary>
    public bool Read()
    {
        while (Fault is null)
        {
            var (next, lines) = Parse();
            if (next == NeedsMore)
            {
                Fill();
                continue;
            }

            if (next == Ended)
            {
                return false;
            }

            Line = _nextLine;
            _nextLine += lines;
            _start = next;
            var isBlank = CellCount == 1 && _cells[0].Length == 0 && !_cells[0].IsQuoted;
            if (!isBlank)
            {
                return true;
            }
        }

        return false;
    }

    private const int NeedsMore = -1;
    private const int Ended = -2;

    /// <summary>Cuts the record at <see cref="_start"/> into cells; answers where the next one begins and how many line ends it held.</summary>
    private (int Next, int Lines) Parse()
    {
        _cells.Clear();
        (CellCount, FlawedCell, IsCut) = (0, null, false);
        var lines = 0;
        var at = _start;
        if (at == _end)
        {
            return (_isAtEnd ? Ended : NeedsMore, 0);
        }

        while (true)
        {
            var end = IsQuoteNext(at, out var quote) ? ReadQuoted(quote, ref lines) : ReadPlain(at);
            if (end < 0)
            {
                return (end, 0);
            }

            if (IsCut)
            {
                return (AfterLineEnd(end), lines + 1);
            }

            if (end == _end)
            {
                return (end, lines);
            }

            if (_buffer[end] != _delimiter)
            {
                return _buffer[end] == '\r' && end + 1 == _end && !_isAtEnd ? (NeedsMore, 0) : (AfterLineEnd(end), lines + 1);
            }

            at = end + 1;
            if (at == _end && !_isAtEnd)
            {
                return (NeedsMore, 0);
            }
        }
    }

    private bool IsQuoteNext(int at, out int quote)
    {
        quote = at;
        while (quote < _end && _buffer[quote] == ' ')
        {
            quote++;
        }

        return quote < _end && _buffer[quote] == '"';
    }

    private int ReadPlain(int at)
    {
        var length = _buffer.AsSpan(at, _end - at).IndexOfAny(_cellEnds);
        if (length < 0)
        {
            if (IsTooLong(at, _end, null))
            {
                return Ended;
            }

            if (!_isAtEnd)
            {
                return NeedsMore;
            }

            length = _end - at;
        }

        Add(new Piece(at, length, HasDoubledQuotes: false, IsQuoted: false));
        return IsTooLong(at, at + length, null) ? Ended : at + length;
    }

    private int ReadQuoted(int quote, ref int lines)
    {
        var (from, doubled) = (quote + 1, false);
        while (true)
        {
            var found = _buffer.AsSpan(from, _end - from).IndexOf('"');
            var close = from + found;
            if (found < 0 || (close + 1 == _end && !_isAtEnd))
            {
                return NotClosedYet(quote, found < 0, lines);
            }

            if (close + 1 < _end && _buffer[close + 1] == '"')
            {
                (from, doubled) = (close + 2, true);
                continue;
            }

            return IsTooLong(quote, close, null) ? Ended : AfterQuote(new Piece(quote + 1, close - quote - 1, doubled, IsQuoted: true), ref lines);
        }
    }

    private int NotClosedYet(int quote, bool isOpen, int linesBefore)
    {
        if (IsTooLong(quote, _end, _nextLine + linesBefore))
        {
            return Ended;
        }

        if (!_isAtEnd || !isOpen)
        {
            return NeedsMore;
        }

        var line = _nextLine + linesBefore;
        Fault = new FileFault("unclosed-quote", $"The quote that opens column {CellCount + 1} on line {line} is never closed. Close or remove it and load the file again.", line);
        return Ended;
    }

    /// <summary>What stands between a closing quote and the end of its cell: nothing, spaces, or a flaw.</summary>
    private int AfterQuote(Piece cell, ref int lines)
    {
        var at = cell.Start + cell.Length + 1;
        while (at < _end && _buffer[at] == ' ')
        {
            at++;
        }

        if (at == _end && !_isAtEnd)
        {
            return NeedsMore;
        }

        var inside = _buffer.AsSpan(cell.Start, cell.Length);
        if (at == _end || _cellEnds.Contains(_buffer[at]))
        {
            lines += CountLineEnds(inside);
            Add(cell);
            return at;
        }

        FlawedCell ??= CellCount;
        var firstBreak = inside.IndexOfAny('\r', '\n');
        if (firstBreak >= 0)
        {
            IsCut = true;
            Add(cell with { Length = firstBreak });
            return cell.Start + firstBreak;
        }

        return ReadPlain(cell.Start - 1);
    }

    private void Add(Piece cell)
    {
        CellCount++;
        if (_cells.Count < MostColumns)
        {
            _cells.Add(cell);
        }
    }

    private bool IsTooLong(int from, int to, long? openQuote)
    {
        if (to - from <= MostInCell && to - _start <= MostInRecord)
        {
            return false;
        }

        var (line, column) = (openQuote ?? _nextLine, Math.Max(CellCount, 1));
        Fault = to - from <= MostInCell
            ? new FileFault("row-too-long", $"The row on line {line} is longer than {MostInRecord / 1024 / 1024} MB.", line)
            : openQuote is null
                ? new FileFault("field-too-long", $"A cell of the row on line {line} (column {column}) is longer than 64 KB.", line)
                : new FileFault("unclosed-quote", $"The quote that opens column {CellCount + 1} on line {line} is not closed within 64 KB. Close or remove it and load the file again.", line);
        return true;
    }

    private int AfterLineEnd(int at) => _buffer[at] == '\r' && at + 1 < _end && _buffer[at + 1] == '\n' ? at + 2 : at + 1;

    private static int CountLineEnds(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var at = text.IndexOfAny('\r', '\n'); at >= 0; at = text.IndexOfAny('\r', '\n'))
        {
            count++;
            text = text[(text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? at + 2 : at + 1)..];
        }

        return count;
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = _source.ReadBlock(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
    }

    private readonly record struct Piece(int Start, int Length, bool HasDoubledQuotes, bool IsQuoted);
}
