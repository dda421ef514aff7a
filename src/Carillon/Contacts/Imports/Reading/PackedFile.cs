using System.IO.Compression;

namespace Carillon.Contacts.Imports.Reading;

/// <summary>
/// Files that come packed: workbooks (XLSX) and zipped text. What they would unpack to is looked at before anything is
/// unpacked; the names inside are never used as paths.
/// </summary>
internal static class PackedFile
{
    /// <summary>The most bytes that a file may unpack to.</summary>
    public const long MostUnpacked = 2L * 1024 * 1024 * 1024;

    /// <summary>The most that a part of a file may grow when it is unpacked.</summary>
    public const int MostGrowth = 100;

    private const int MostParts = 10_000;
    private const int SmallPart = 1024 * 1024;
    private const int FirstRows = 50;
    private const long FirstBytes = 256 * 1024;
    private static readonly string[] TextEndings = [".csv", ".tsv", ".txt"];

    /// <summary>Whether a file is packed, and how; or why it is not taken.</summary>
    public static (PackedKind Kind, FileFault? Fault) Look(Stream file)
    {
        Span<byte> mark = stackalloc byte[4];
        file.Position = 0;
        var isZip = file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false) == mark.Length && mark.SequenceEqual("PK\u0003\u0004"u8);
        file.Position = 0;
        if (!isZip)
        {
            return (PackedKind.None, null);
        }

        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            return Look(zip);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            // The library's ways to say that the archive is damaged or locked.
            return (PackedKind.None, new FileFault("broken-file", "The file is damaged or locked with a password: it cannot be unpacked.", null));
        }
        finally
        {
            file.Position = 0;
        }
    }

    /// <summary>Writes the packed table as text, one line a row; why that cannot be done, otherwise null.</summary>
    public static FileFault? Unpack(Stream file, PackedKind kind, Stream text, CancellationToken cancellationToken) => Unpack(file, kind, text, isBeginning: false, cancellationToken);

    /// <summary>The first rows of the packed table as text, enough to know its columns; null: it cannot be unpacked.</summary>
    public static Stream? Beginning(Stream file, PackedKind kind, CancellationToken cancellationToken)
    {
        var text = new MemoryStream();
        if (Unpack(file, kind, text, isBeginning: true, cancellationToken) is not null)
        {
            return null;
        }

        // To the end of a row: a letter that is cut in two would make the file look as if it were of another encoding.
        var bytes = text.GetBuffer().AsSpan(0, (int)text.Length);
        var end = bytes.LastIndexOf((byte)'\n') + 1;
        text.SetLength(end == 0 ? bytes.Length : end < bytes.Length && bytes[end] == 0 ? end + 1 : end);
        return text;
    }

    private static FileFault? Unpack(Stream file, PackedKind kind, Stream text, bool isBeginning, CancellationToken cancellationToken)
    {
        try
        {
            file.Position = 0;
            return kind is PackedKind.Workbook
                ? WorkbookText.Write(file, text, isBeginning ? FirstRows : int.MaxValue, cancellationToken)
                : UnzipText(file, text, isBeginning ? FirstBytes : long.MaxValue, cancellationToken);
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested
            && broken is InvalidDataException or System.Xml.XmlException or NotSupportedException or FormatException or ArgumentException or InvalidOperationException
                or InvalidCastException or KeyNotFoundException or OverflowException or IndexOutOfRangeException or NullReferenceException)
        {
            // A workbook is read by a library that meets damage with whatever exception its place gives.
            return new FileFault("broken-file", "The file is damaged: it cannot be read. Save it again, or save the sheet as CSV (UTF-8), and load that.", null);
        }
    }

    private static (PackedKind Kind, FileFault? Fault) Look(ZipArchive zip)
    {
        if (zip.Entries.Count > MostParts)
        {
            return (PackedKind.None, new FileFault("too-many-parts", $"The packed file has more than {MostParts:N0} parts.", null));
        }

        var total = 0L;
        foreach (var entry in zip.Entries)
        {
            total += entry.Length;
            if (entry.Length < 0 || total > MostUnpacked)
            {
                return (PackedKind.None, new FileFault("unpacked-too-large", "Unpacked the file would be larger than 2 GB. Load it in parts.", null));
            }

            if (entry.Length > SmallPart && entry.Length > MostGrowth * Math.Max(entry.CompressedLength, 1))
            {
                return (PackedKind.None, new FileFault("packed-too-densely", $"A part of the file would grow more than {MostGrowth} times when unpacked; such files are not opened.", null));
            }
        }

        if (zip.GetEntry("xl/workbook.xml") is not null)
        {
            return (PackedKind.Workbook, null);
        }

        var texts = Texts(zip);
        return texts.Count == 1
            ? (PackedKind.Text, null)
            : (PackedKind.None, new FileFault(
                "not-text",
                texts.Count == 0 ? "The zip file holds no CSV, TSV or TXT file, and is no Excel workbook." : $"The zip file holds {texts.Count} tables. Load them one by one.",
                null));
    }

    private static List<ZipArchiveEntry> Texts(ZipArchive zip) =>
    [
        .. zip.Entries.Where(entry => !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)
            && TextEndings.Any(ending => entry.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))),
    ];

    private static FileFault? UnzipText(Stream file, Stream text, long most, CancellationToken cancellationToken)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        using var content = Texts(zip)[0].Open();
        var chunk = new byte[128 * 1024];
        var total = 0L;
        for (var read = content.Read(chunk); read > 0 && total < most; read = content.Read(chunk))
        {
            cancellationToken.ThrowIfCancellationRequested();
            total += read;
            if (total > MostUnpacked)
            {
                return new FileFault("unpacked-too-large", "Unpacked the file is larger than 2 GB. Load it in parts.", null);
            }

            text.Write(chunk, 0, read);
        }

        return null;
    }
}

/// <summary>How a file is packed.</summary>
internal enum PackedKind
{
    None,
    Workbook,
    Text,
}
