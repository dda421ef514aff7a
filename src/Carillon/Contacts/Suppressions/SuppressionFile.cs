using System.Globalization;
using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Compliance;
using Carillon.Compliance.Suppressions;
using Carillon.Contacts.Imports.Reading;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Suppressions;

/// <summary>Loads a file of numbers that must not be texted: the column that is named after phones, or else the first that holds one. Rows that cannot be read are told with their place.</summary>
public sealed class SuppressionFile(CarillonDb db, SuppressionBook book, AuditLog audit, TimeProvider time)
{
    /// <summary>The most rows of a file.</summary>
    public const int MostRows = 500_000;

    private const int RowsOfACommit = 250;
    private const int MostProblems = 100;
    private const int SampleSize = 64 * 1024;
    private static readonly string[] Names = ["phone", "phone number", "phonenumber", "number", "mobile", "cell", "telephone", "to", "recipient"];

    /// <summary>Loads it; a file that is no table of text is refused as a whole, with the place.</summary>
    /// <param name="order">What it says of its numbers.</param>
    /// <param name="file">The bytes; can be read from the beginning again.</param>
    /// <param name="actor">Who loads it.</param>
    /// <param name="cancellationToken">Stops the load where it stands; what was added stays.</param>
    public async Task<SuppressionLoad> LoadAsync(SuppressionOrder order, Stream file, string actor, CancellationToken cancellationToken)
    {
        var (survey, fault) = FileSurvey.Of(file, cancellationToken);
        if (survey is null)
        {
            return new SuppressionLoad.Refused(fault?.Message ?? "The file is empty.");
        }

        var region = await db.Set<Workspace>().Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).SingleAsync(cancellationToken);
        var import = new SuppressionImport
        {
            Id = Id.New<SuppressionImportId>(time),
            WorkspaceId = db.Workspace,
            At = time.GetUtcNow().Stored(),
            Actor = actor,
            Reason = order.Reason,
            Source = order.Source,
            ListedOn = order.ListedOn,
            SparesConsented = order.SparesConsented,
        };
        db.SuppressionImports.Add(import);
        await db.SaveChangesAsync(cancellationToken);
        using var text = new StreamReader(Begun(file, survey), survey.Encoding);
        var reader = await OpenAsync(text, cancellationToken);
        await RowsAsync(reader, region, import, cancellationToken);
        await using var write = await db.BeginWriteAsync(cancellationToken);
        if (reader.Fault is { } broken)
        {
            Note(import, broken.Line ?? 0, "", broken.Code, broken.Message);
        }

        await db.SaveChangesAsync(cancellationToken);
        await audit.AddAsync(
            db,
            new AuditNote(
                AuditActions.SuppressionsImported, $"suppression-import:{import.Id}", ("reason", import.Reason), ("source", import.Source), ("listedOn", import.ListedOn?.ToString("O", CultureInfo.InvariantCulture)),
                ("rows", import.RowsRead), ("added", import.Added), ("invalid", import.Invalid)),
            cancellationToken);
        await write.CommitAsync(cancellationToken);
        return new SuppressionLoad.Loaded(import);
    }

    private static Stream Begun(Stream file, FileSurvey survey)
    {
        file.Position = survey.MarkLength;
        return file;
    }

    private static async Task<DelimitedReader> OpenAsync(StreamReader text, CancellationToken cancellationToken)
    {
        var sample = new char[SampleSize];
        var length = await text.ReadBlockAsync(sample.AsMemory(), cancellationToken);
        var (delimiter, _) = DelimiterGuess.Of(new string(sample, 0, length));
        return new DelimitedReader(new Chained(new string(sample, 0, length), text), delimiter);
    }

    private async Task RowsAsync(DelimitedReader reader, string region, SuppressionImport import, CancellationToken cancellationToken)
    {
        var batch = new HashSet<PhoneNumber>();
        var isFirst = true;
        int? column = null;
        while (import.RowsRead < MostRows && reader.Read())
        {
            var cells = Enumerable.Range(0, Math.Min(reader.CellCount, DelimitedReader.MostColumns)).Select(reader.Cell).ToList();
            var named = isFirst ? cells.FindIndex(cell => Names.Contains(cell.Trim().ToLowerInvariant().Replace('_', ' '))) : -1;
            isFirst = false;
            if (named >= 0)
            {
                column = named;
                continue;
            }

            import.RowsRead++;
            if (Find(cells, column, region) is not { } number)
            {
                import.Invalid++;
                Note(import, reader.Line, cells.Count > (column ?? 0) ? cells[column ?? 0] : "", "invalid-phone", "No readable phone number stands in this row.");
            }
            else if (!batch.Add(number))
            {
                import.Already++;
            }

            if (batch.Count == RowsOfACommit)
            {
                await WriteAsync(import, batch, cancellationToken);
            }
        }

        await WriteAsync(import, batch, cancellationToken);
        if (import.RowsRead == MostRows && reader.Read())
        {
            Note(import, reader.Line, "", "too-many-rows", $"Only the first {MostRows:N0} rows were read: load the rest as a file of its own.");
        }
    }

    private static PhoneNumber? Find(List<string> cells, int? column, string region)
    {
        foreach (var cell in column is { } named ? (named < cells.Count ? [cells[named]] : []) : cells)
        {
            if (PhoneCell.TryRead(cell, region, out var number, out _))
            {
                return number;
            }
        }

        return null;
    }

    private async Task WriteAsync(SuppressionImport import, HashSet<PhoneNumber> batch, CancellationToken cancellationToken)
    {
        if (batch.Count > 0)
        {
            await using var write = await db.BeginWriteAsync(cancellationToken);
            await book.AddAsync(db, import, batch, cancellationToken);
            await write.CommitAsync(cancellationToken);
            batch.Clear();
        }
    }

    private static void Note(SuppressionImport import, long row, string value, string code, string message)
    {
        if (import.Problems.Count < MostProblems)
        {
            import.Problems = [.. import.Problems, new SuppressionProblem(row, value.Length > 100 ? value[..100] : value, code, message)];
        }
    }

    /// <summary>The beginning that was looked at, and then the rest.</summary>
    private sealed class Chained(string beginning, TextReader rest) : TextReader
    {
        private int _at;

        public override int Read(char[] buffer, int index, int count)
        {
            if (_at == beginning.Length)
            {
                return rest.ReadBlock(buffer, index, count);
            }

            var length = Math.Min(count, beginning.Length - _at);
            beginning.CopyTo(_at, buffer, index, length);
            _at += length;
            return length;
        }

        public override int ReadBlock(char[] buffer, int index, int count)
        {
            var read = 0;
            int step;
            while (read < count && (step = Read(buffer, index + read, count - read)) > 0)
            {
                read += step;
            }

            return read;
        }
    }
}

/// <summary>What a file says of its numbers.</summary>
/// <param name="Reason">Why they must not be texted.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="ListedOn">The day it was drawn, if it is a do-not-call list.</param>
/// <param name="SparesConsented">Whether people who agreed in writing may still be texted.</param>
public sealed record SuppressionOrder(SkipReason Reason, string Source, DateOnly? ListedOn, bool SparesConsented);

/// <summary>What came of a file.</summary>
public abstract record SuppressionLoad
{
    private SuppressionLoad()
    {
    }

    /// <summary>It is loaded.</summary>
    public sealed record Loaded(SuppressionImport Import) : SuppressionLoad;

    /// <summary>It is no table of numbers.</summary>
    public sealed record Refused(string Message) : SuppressionLoad;
}
