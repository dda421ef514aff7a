using System.Text;

namespace Carillon.Contacts.Imports.Reading;

/// <summary>How a file is built: enough to read it again the same way.</summary>
/// <param name="Encoding">The encoding's registered name.</param>
/// <param name="MarkLength">Bytes of the mark before the text.</param>
/// <param name="Delimiter">What stands between cells.</param>
/// <param name="IsDelimiterStated">Whether a first line names the delimiter and is no row.</param>
/// <param name="Headers">The columns' names, each once.</param>
/// <param name="Targets">What each column becomes, as a mapping names it.</param>
/// <param name="LineEnds">Line ends in the file: about the rows with their header.</param>
/// <param name="IsSheet">Whether the text was made of a workbook's sheet.</param>
public sealed record FileLayout(
    string Encoding, int MarkLength, char Delimiter, bool IsDelimiterStated, IReadOnlyList<string> Headers, IReadOnlyList<string> Targets, long LineEnds, bool IsSheet = false)
{
    private const int SampleLength = 256 * 1024;
    private const int SampleRows = 200;

    /// <summary>Looks at a file and finds its layout, or why it cannot be taken.</summary>
    /// <param name="file">The file; it is read to its end.</param>
    /// <param name="isSheet">Whether the text was made of a workbook's sheet.</param>
    /// <param name="mapping">What headers become, where the person said so.</param>
    /// <param name="defaultRegion">The country of numbers without a code.</param>
    /// <param name="cancellationToken">Stops the look.</param>
    internal static (FileLayout? Layout, FileFault? Fault) Of(
        Stream file, bool isSheet, IReadOnlyDictionary<string, string>? mapping, string defaultRegion, CancellationToken cancellationToken)
    {
        file.Position = 0;
        var (survey, fault) = FileSurvey.Of(file, cancellationToken);
        if (survey is null)
        {
            return (null, fault);
        }

        file.Position = survey.MarkLength;
        var sample = Beginning(file, survey.Encoding);
        var (delimiter, isStated) = isSheet ? (',', false) : DelimiterGuess.Of(sample);
        var bare = new FileLayout(survey.Encoding.WebName, survey.MarkLength, delimiter, isStated, [], [], survey.LineEnds, isSheet);
        return bare.WithColumns(sample, mapping, defaultRegion);
    }

    /// <summary>The same file with another mapping of its columns; columns that it does not name, or names of no column, stay as they are.</summary>
    internal FileLayout Mapped(IReadOnlyDictionary<string, string> mapping)
    {
        var headers = Headers.ToList();
        var targets = Targets.ToArray();
        foreach (var (name, target) in mapping)
        {
            if (PositionOf(headers, name) is { } column && ColumnTarget.TryParse(target, out var read))
            {
                targets[column] = read.ToString();
            }
        }

        return this with { Targets = targets };
    }

    /// <summary>Opens the file at its first data row.</summary>
    internal DelimitedReader OpenRows(Stream file)
    {
        var reader = Open(file);
        reader.Read();
        return reader;
    }

    /// <summary>The first data rows.</summary>
    internal IReadOnlyList<RawRow> FirstRows(Stream file, int most)
    {
        var reader = OpenRows(file);
        var rows = new List<RawRow>();
        while (rows.Count < most && reader.Read())
        {
            rows.Add(RawRow.From(reader, IsSheet));
        }

        return rows;
    }

    /// <summary>How many data rows there are, as an import counts them; to the place where it cannot be read on.</summary>
    internal long CountRows(Stream file, CancellationToken cancellationToken)
    {
        var reader = OpenRows(file);
        var rows = 0L;
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows++;
        }

        return rows;
    }

    private static List<IReadOnlyList<string>> Rows(DelimitedReader reader, int most)
    {
        var rows = new List<IReadOnlyList<string>>();
        while (rows.Count < most && reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, Math.Min(reader.CellCount, DelimitedReader.MostColumns)).Select(reader.Cell)]);
        }

        return rows;
    }

    private static string Beginning(Stream file, Encoding encoding)
    {
        using var text = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var sample = new char[SampleLength];
        var length = text.ReadBlock(sample);
        return new string(sample, 0, length);
    }

    private DelimitedReader Open(Stream file)
    {
        file.Position = MarkLength;
        var text = new StreamReader(file, FileSurvey.Named(Encoding), detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);
        return Open(text);
    }

    private DelimitedReader Open(TextReader text)
    {
        var reader = new DelimitedReader(text, Delimiter);
        if (IsDelimiterStated)
        {
            reader.Read();
        }

        return reader;
    }

    private (FileLayout? Layout, FileFault? Fault) WithColumns(string sample, IReadOnlyDictionary<string, string>? mapping, string defaultRegion)
    {
        var reader = Open(new StringReader(sample));
        if (!reader.Read())
        {
            return (null, reader.Fault ?? new FileFault("empty-file", "The file is empty.", null));
        }

        if (reader.CellCount > DelimitedReader.MostColumns)
        {
            return (null, new FileFault("too-many-columns", $"The file has {reader.CellCount} columns; {DelimitedReader.MostColumns} is the most.", reader.Line));
        }

        var line = reader.Line;
        var names = Enumerable.Range(0, reader.CellCount).Select(column => Invisible.Strip(reader.Cell(column)).Trim()).ToList();
        if (reader.FlawedCell is { } flawed)
        {
            return (null, new FileFault("unclosed-quote", $"The header's column {flawed + 1} (line {line}) has a quote that does not close where the cell ends.", line));
        }

        if (names.TrueForAll(name => name.Length == 0) || names.Exists(name => PhoneCell.IsLikely(name, defaultRegion) || ContactRules.IsEmail(name)))
        {
            return (null, new FileFault("no-header", "The first row looks like data. Add a first row that names the columns, such as \"Phone\" and \"First name\".", line));
        }

        var headers = EachOnce(names);
        var (targets, fault) = mapping is null
            ? (ColumnGuess.Of(headers, Rows(reader, SampleRows), defaultRegion), null)
            : AsGiven(headers, mapping, line);
        if (targets is not null && !targets.Any(target => target.Field is ContactField.Phone))
        {
            fault = NoPhone(headers, line);
        }

        return fault is null && targets is not null
            ? (this with { Headers = headers, Targets = [.. targets.Select(target => target.ToString())] }, null)
            : (null, fault);
    }

    /// <summary>The columns as the person mapped them; those not mentioned are kept as own fields.</summary>
    private static (IReadOnlyList<ColumnTarget>? Targets, FileFault? Fault) AsGiven(
        List<string> headers, IReadOnlyDictionary<string, string> mapping, long line)
    {
        var targets = new ColumnTarget?[headers.Count];
        foreach (var (name, target) in mapping)
        {
            var column = PositionOf(headers, name);
            if (column is null)
            {
                var words = $"The mapping names a column \"{name}\" that the file does not have. Its columns are: {Named(headers)}.";
                return (null, new FileFault("unknown-column", words, line) { UnknownColumn = name });
            }

            targets[column.Value] = ColumnTarget.TryParse(target, out var read) ? read : ColumnTarget.Ignored;
        }

        return (ColumnGuess.Complete(targets, headers), null);
    }

    private static int? PositionOf(List<string> headers, string name)
    {
        var bare = Invisible.Strip(name).Trim();
        foreach (var comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
        {
            for (var i = 0; i < headers.Count; i++)
            {
                if (string.Equals(headers[i], bare, comparison))
                {
                    return i;
                }
            }
        }

        return null;
    }

    private static FileFault NoPhone(List<string> headers, long line) => new(
        "no-phone-column",
        $"No column holds phone numbers. The columns are: {Named(headers)}. Name one \"Phone\", or say in the mapping which it is.",
        line);

    private static string Named(List<string> headers) =>
        string.Join(", ", headers.Take(10).Select(header => header.Length > 40 ? header[..40] + "…" : header)) + (headers.Count > 10 ? ", …" : "");

    private static List<string> EachOnce(List<string> names)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var headers = new List<string>(names.Count);
        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i].Length == 0 ? $"Column {i + 1}" : names[i];
            var single = name;
            for (var number = 2; !taken.Add(single); number++)
            {
                single = $"{name} ({number})";
            }

            headers.Add(single);
        }

        return headers;
    }
}
