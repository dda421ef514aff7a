using System.Buffers;
using System.Text;

namespace Carillon.Contacts.Imports.Reading;

/// <summary>
/// What one pass over the bytes tells: whether it is text, in which encoding, and about how many rows. Without a mark it is
/// UTF-8 unless more of what is not ASCII breaks that encoding than keeps it; single broken places are left to their rows.
/// </summary>
internal sealed class FileSurvey
{
    /// <summary>Stands where bytes could not be read; never a character of a sound file.</summary>
    public const char Unreadable = '\uFFFF';

    private const int SampleSize = 4096;
    private const int ChunkSize = 128 * 1024;

    private static readonly (byte[] Mark, string Name)[] OtherFiles =
    [
        ([0x50, 0x4B, 0x03, 0x04], "a packed file within a packed file"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook (.xls) or one with a password. Save it as .xlsx, or the sheet as CSV (UTF-8), and load that"),
        ([0x25, 0x50, 0x44, 0x46], "a PDF document"),
        ([0x1F, 0x8B], "a gzip file: unpack it and load what is inside"),
        ([0x89, 0x50, 0x4E, 0x47], "a picture"),
        ([0xFF, 0xD8, 0xFF], "a picture"),
        ([0x47, 0x49, 0x46, 0x38], "a picture"),
    ];

    private static readonly SearchValues<byte> ControlBytes =
        SearchValues.Create([.. Enumerable.Range(0, 32).Where(code => code is not (9 or 10 or 12 or 13 or 26 or 27)).Select(code => (byte)code), 127]);

    static FileSurvey() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private FileSurvey(Encoding encoding, int markLength, long lineEnds) => (Encoding, MarkLength, LineEnds) = (encoding, markLength, lineEnds);

    /// <summary>How to read it; what cannot be read becomes <see cref="Unreadable"/>.</summary>
    public Encoding Encoding { get; }

    /// <summary>Bytes of the mark at the beginning.</summary>
    public int MarkLength { get; }

    /// <summary>Lines; about the rows with their header.</summary>
    public long LineEnds { get; }

    /// <summary>Whether the beginning of a file says that it is a spreadsheet's own format.</summary>
    public static string? OtherFormat(ReadOnlySpan<byte> beginning)
    {
        foreach (var (mark, name) in OtherFiles)
        {
            if (beginning.StartsWith(mark))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Looks through a file; the answer is the survey or why there is nothing to read.</summary>
    public static (FileSurvey? Survey, FileFault? Fault) Of(Stream file, CancellationToken cancellationToken)
    {
        var chunk = new byte[ChunkSize];
        var length = file.ReadAtLeast(chunk, ChunkSize, throwOnEndOfStream: false);
        var beginning = chunk.AsSpan(0, length);
        if (OtherFormat(beginning) is { } other)
        {
            return (null, new FileFault("not-text", $"This is not a text file but {other}.", null));
        }

        var (wide, mark) = WideEncoding(beginning);
        if (wide is null && IsBinary(beginning[..Math.Min(length, SampleSize)]))
        {
            return (null, new FileFault("not-text", "This is not a text file. Load a CSV or tab-separated file.", null));
        }

        var count = new Count();
        while (length > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            count.Add(chunk.AsSpan(0, length), isWide: wide is not null);
            length = file.ReadAtLeast(chunk, ChunkSize, throwOnEndOfStream: false);
        }

        return count.IsEmpty
            ? (null, new FileFault("empty-file", "The file is empty.", null))
            : (new FileSurvey(wide ?? count.Narrow(mark > 0), mark, count.LineEnds), null);
    }

    /// <summary>The encoding of a name that was stored.</summary>
    public static Encoding Named(string name) =>
        Encoding.GetEncoding(name, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(Unreadable.ToString()));

    private static (Encoding? Wide, int MarkLength) WideEncoding(ReadOnlySpan<byte> beginning)
    {
        switch (beginning)
        {
            case [0xEF, 0xBB, 0xBF, ..]:
                return (null, 3);
            case [0xFF, 0xFE, ..]:
                return (Named("utf-16"), 2);
            case [0xFE, 0xFF, ..]:
                return (Named("utf-16BE"), 2);
        }

        // Western text in two bytes a letter has a zero in nearly every second place.
        var sample = beginning[..(Math.Min(beginning.Length, SampleSize) / 2 * 2)];
        var zeros = (Even: 0, Odd: 0);
        for (var i = 0; i < sample.Length; i += 2)
        {
            zeros = (zeros.Even + (sample[i] == 0 ? 1 : 0), zeros.Odd + (sample[i + 1] == 0 ? 1 : 0));
        }

        var pairs = sample.Length / 2;
        if (pairs >= 2 && zeros.Odd * 10 >= pairs * 4 && zeros.Even * 20 <= pairs)
        {
            return (Named("utf-16"), 0);
        }

        return pairs >= 2 && zeros.Even * 10 >= pairs * 4 && zeros.Odd * 20 <= pairs ? (Named("utf-16BE"), 0) : (null, 0);
    }

    private static bool IsBinary(ReadOnlySpan<byte> sample)
    {
        var control = 0;
        foreach (var value in sample)
        {
            control += ControlBytes.Contains(value) ? 1 : 0;
        }

        return control * 20 > sample.Length;
    }

    private sealed class Count
    {
        private readonly byte[] _carried = new byte[4];
        private int _carriedLength;
        private long _sound;
        private long _broken;
        private long _returns;
        private long _feeds;
        private bool _isOpenEnd;
        private readonly ShiftJisGuess _japanese = new();

        public bool IsEmpty { get; private set; } = true;

        public long LineEnds => Math.Max(_returns, _feeds) + (_isOpenEnd ? 1 : 0);

        public Encoding Narrow(bool isMarked) => isMarked || _broken <= _sound ? Named("utf-8") : Named(_japanese.IsLikely ? "shift_jis" : "windows-1252");

        public void Add(ReadOnlySpan<byte> bytes, bool isWide)
        {
            _feeds += bytes.Count((byte)'\n');
            _returns += bytes.Count((byte)'\r');
            var last = bytes.LastIndexOfAnyExcept((byte)0);
            _isOpenEnd = last >= 0 ? bytes[last] is not ((byte)'\n' or (byte)'\r') : _isOpenEnd;
            IsEmpty = IsEmpty && bytes.IndexOfAnyExcept(Blank) < 0;
            if (!isWide)
            {
                _japanese.Add(bytes);
                CountSequences(bytes);
            }
        }

        private static readonly SearchValues<byte> Blank = SearchValues.Create([0, 9, 10, 13, 32, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF]);

        private void CountSequences(ReadOnlySpan<byte> bytes)
        {
            bytes = FinishCarried(bytes);
            for (var at = bytes.IndexOfAnyExceptInRange((byte)0, (byte)127); at >= 0; at = bytes.IndexOfAnyExceptInRange((byte)0, (byte)127))
            {
                bytes = bytes[at..];
                var status = Rune.DecodeFromUtf8(bytes, out _, out var used);
                if (status is OperationStatus.NeedMoreData)
                {
                    bytes.CopyTo(_carried);
                    _carriedLength = bytes.Length;
                    return;
                }

                _ = status is OperationStatus.Done ? _sound++ : _broken++;
                bytes = bytes[used..];
            }
        }

        private ReadOnlySpan<byte> FinishCarried(ReadOnlySpan<byte> bytes)
        {
            if (_carriedLength == 0)
            {
                return bytes;
            }

            Span<byte> joined = [.. _carried.AsSpan(0, _carriedLength), .. bytes[..Math.Min(bytes.Length, 4)]];
            var status = Rune.DecodeFromUtf8(joined, out _, out var used);
            _ = status is OperationStatus.Done ? _sound++ : _broken++;
            var rest = bytes[Math.Clamp(used - _carriedLength, 0, bytes.Length)..];
            _carriedLength = 0;
            return rest;
        }
    }
}
