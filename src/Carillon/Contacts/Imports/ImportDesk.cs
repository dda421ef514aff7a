using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Carillon.Access;
using Carillon.Cluster;
using Carillon.Contacts.Imports.Reading;
using Carillon.Contacts.Imports.Undo;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Imports;

/// <summary>Where files are handed in, looked at and stopped. The work itself is <see cref="ImportRun"/>'s.</summary>
public sealed class ImportDesk(CarillonDb db, Database database, ImportUploads uploads, ImportUndo undo, INumberChecker checker, WakeSignals signals, TimeProvider time)
{
    private const int FirstProblems = 100;
    private const int PreviewRows = 20;
    private const int MostInFileName = 255;
    private const int ProblemPage = 1000;

    /// <summary>A larger packed file is not unpacked as a whole while its sender waits.</summary>
    internal long LargePacked { get; init; } = 16L * 1024 * 1024;

    /// <summary>
    /// Takes a file and asks for its import; the list is there before it begins. What is wrong with the options, and a file
    /// that is plainly no text or lacks a column that the mapping names, is said at once; what a look through the whole file finds is said by the import.
    /// </summary>
    public async Task<ImportOutcome> AcceptAsync(ImportOrder order, string fileName, Stream content, string actor, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var options = order.ToOptions(await RegionAsync(cancellationToken), actor, errors);
        await CheckListAsync(order, errors, cancellationToken);

        if (options.Validation is not NumberCheckKind.Offline && !await checker.HasLoginAsync(db, options.Validation, cancellationToken))
        {
            errors.Add("options.validation", $"There is no account to check numbers with: add one of {(options.Validation is NumberCheckKind.Numverify ? "NumVerify" : "Twilio")} first.");
        }

        if (!errors.IsEmpty)
        {
            return new ImportOutcome.Invalid(errors);
        }

        var id = Id.New<ImportId>(time);
        if (!await uploads.KeepAsync(id, content, cancellationToken))
        {
            return new ImportOutcome.TooLarge(ImportUploads.MostBytes);
        }

        if (await OtherFormatAsync(id, cancellationToken) is { } other)
        {
            uploads.Delete(id);
            return new ImportOutcome.Invalid(FieldErrors.Of("file", other));
        }

        if (options.Mapping is not null && await Task.Run(() => UnknownColumn(id, options, cancellationToken), cancellationToken) is { } unknown)
        {
            uploads.Delete(id);
            return new ImportOutcome.Invalid(unknown);
        }

        if (await StoreAsync(id, order, options, fileName, cancellationToken) is { } changed)
        {
            uploads.Delete(id);
            return new ImportOutcome.Invalid(changed);
        }

        signals.Raise(DueJobs.JobKind, DueJobs.Key(ImportJob.KindName, id.ToString()));
        return await FindAsync(id, cancellationToken) is { } view
            ? new ImportOutcome.Accepted(view)
            : throw new InvalidOperationException($"Import {id} was stored and is not found.");
    }

    /// <summary>Looks at a file and proposes how to read it; stores nothing.</summary>
    public async Task<ImportOutcome> DetectAsync(ImportOrder order, Stream content, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        var options = order.ToOptions(await RegionAsync(cancellationToken), "", errors);
        if (!errors.IsEmpty)
        {
            return new ImportOutcome.Invalid(errors);
        }

        var id = Id.New<ImportId>(time);
        if (!await uploads.KeepAsync(id, content, cancellationToken))
        {
            return new ImportOutcome.TooLarge(ImportUploads.MostBytes);
        }

        try
        {
            var outcome = await Task.Run(() => Preview(id, options, cancellationToken), cancellationToken);
            if (outcome is not ImportOutcome.Detected detected || await ImportMapping.FindAsync(db, db.Workspace, [.. detected.Preview.Columns.Select(column => column.Header)], cancellationToken) is not { } saved)
            {
                return outcome;
            }

            outcome = options is { IsMappingRemembered: true, Mapping: null } ? await Task.Run(() => Preview(id, options with { Mapping = saved }, cancellationToken), cancellationToken) : outcome;
            return outcome is ImportOutcome.Detected again ? new ImportOutcome.Detected(again.Preview with { SavedMapping = saved }) : outcome;
        }
        finally
        {
            uploads.Delete(id);
        }
    }

    /// <summary>One import as it stands, with its first problems; null when there is none here. May be asked again and again.</summary>
    public async Task<ImportView?> FindAsync(ImportId id, CancellationToken cancellationToken)
    {
        await using var reading = database.Open(db.Scope);
        var import = await reading.ContactImports.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        return import is null ? null : View(import) with
        {
            NotChecked = (await NotCheckedAsync(reading, [id], cancellationToken)).GetValueOrDefault(id),
            Problems = await ProblemsAsync(id, null, FirstProblems, cancellationToken),
        };
    }

    /// <summary>Imports, the newest first, without their problems.</summary>
    public async Task<IReadOnlyList<ImportView>> ListAsync(DateTimeOffset? beforeAt, ImportId? beforeId, int most, CancellationToken cancellationToken)
    {
        var rows = db.ContactImports.AsNoTracking();
        if (beforeAt is { } at && beforeId is { } before)
        {
            rows = rows.Where(row => row.CreatedAt < at || (row.CreatedAt == at && row.Id < before));
        }

        var page = await rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(most).ToListAsync(cancellationToken);
        var notChecked = await NotCheckedAsync(db, [.. page.Select(row => row.Id)], cancellationToken);
        return [.. page.Select(row => View(row) with { NotChecked = notChecked.GetValueOrDefault(row.Id) })];
    }

    /// <summary>Stops an import where it stands; what it has taken stays.</summary>
    public async Task<ImportOutcome> CancelAsync(ImportId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        var cancelled = await db.ContactImports
            .Where(row => row.Id == id && (row.Status == ImportStatus.Queued || row.Status == ImportStatus.Running))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, ImportStatus.Cancelled).SetProperty(row => row.FinishedAt, now), cancellationToken);
        var import = await FindAsync(id, cancellationToken);
        if (cancelled == 1)
        {
            uploads.Delete(id);
        }

        return (import, cancelled) switch
        {
            (null, _) => new ImportOutcome.NotFound(),
            ({ } found, 1) => new ImportOutcome.Accepted(found),
            ({ } found, _) => new ImportOutcome.Finished(found),
        };
    }

    /// <summary>What taking an import back would do; null when there is none here.</summary>
    public async Task<UndoPreview?> PreviewUndoAsync(ImportId id, CancellationToken cancellationToken) =>
        await db.ContactImports.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken) is { } import
            ? await undo.PreviewAsync(db, import, cancellationToken)
            : null;

    /// <summary>Takes an import back; the work goes on behind.</summary>
    public async Task<ImportOutcome> UndoAsync(ImportId id, CancellationToken cancellationToken)
    {
        var isBegun = await ImportUndo.BeginAsync(db, id, cancellationToken);
        if (isBegun)
        {
            signals.Raise(DueJobs.JobKind, DueJobs.Key(ImportUndo.KindName, id.ToString()));
        }

        return (await FindAsync(id, cancellationToken), isBegun) switch
        {
            (null, _) => new ImportOutcome.NotFound(),
            ({ } found, true) => new ImportOutcome.Accepted(found),
            ({ } found, false) => new ImportOutcome.Finished(found),
        };
    }

    /// <summary>Every row that was not taken, as lines of a file that a spreadsheet opens without calculating anything.</summary>
    public async IAsyncEnumerable<string> ProblemsCsvAsync(ImportId id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return ProblemsCsv.Header;
        ImportProblem? last = null;
        do
        {
            var page = await PageAsync(id, last, ProblemPage, cancellationToken);
            foreach (var problem in page)
            {
                yield return ProblemsCsv.Line(problem);
            }

            last = page.Count < ProblemPage ? null : page[^1];
        }
        while (last is not null);
    }

    private ImportOutcome Preview(ImportId id, ImportOptions options, CancellationToken cancellationToken)
    {
        var (file, kind, fault) = uploads.OpenText(id, cancellationToken);
        using var closing = file;
        FileLayout? layout = null;
        if (file is not null)
        {
            (layout, fault) = FileLayout.Of(file, kind is PackedKind.Workbook, options.Mapping, options.DefaultRegion, cancellationToken);
        }

        if (file is null || layout is null)
        {
            return new ImportOutcome.Invalid(FieldErrors.Of("file", fault?.Message ?? "The file cannot be read."));
        }

        var rows = layout.FirstRows(file, PreviewRows);
        var people = new PersonReader(layout, options.DefaultRegion);

        return new ImportOutcome.Detected(new ImportPreview(
            layout.Encoding,
            layout.Delimiter,
            [.. layout.Headers.Zip(layout.Targets, (header, target) => new ImportColumn(header, target))],
            [.. rows.Select(row => row.Cells)],
            [.. rows.Select(row => PreviewPerson.Of(people.Read(row)))],
            AttributeTypes.Of(layout, rows),
            layout.CountRows(file, cancellationToken)));
    }

    /// <summary>What a mapping names that the file does not have. Of a large packed file only the first rows are unpacked while its sender waits.</summary>
    private FieldErrors? UnknownColumn(ImportId id, ImportOptions options, CancellationToken cancellationToken)
    {
        using var packed = uploads.Open(id);
        var isLarge = packed?.Length > LargePacked;
        var large = isLarge ? PackedFile.Look(packed!).Kind : PackedKind.None; // there is one, or it would not be large
        var (file, kind, _) = large is PackedKind.None ? uploads.OpenText(id, cancellationToken) : (PackedFile.Beginning(packed!, large, cancellationToken), large, null);
        using var closing = file;
        return file is not null && FileLayout.Of(file, kind is PackedKind.Workbook, options.Mapping, options.DefaultRegion, cancellationToken).Fault is { UnknownColumn: { } name } fault
            ? FieldErrors.Of($"options.mapping.{name}", fault.Message)
            : null;
    }

    private async Task<string> RegionAsync(CancellationToken cancellationToken) =>
        await db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).FirstOrDefaultAsync(cancellationToken) ?? "US";

    private async Task<string?> OtherFormatAsync(ImportId id, CancellationToken cancellationToken)
    {
        await using var file = uploads.Open(id) ?? throw new InvalidOperationException("The file was kept a moment ago.");
        var (kind, fault) = PackedFile.Look(file);
        if (kind is not PackedKind.None || fault is not null)
        {
            return fault?.Message;
        }

        var beginning = new byte[16];
        var length = await file.ReadAtLeastAsync(beginning, beginning.Length, throwOnEndOfStream: false, cancellationToken);
        return FileSurvey.OtherFormat(beginning.AsSpan(0, length)) is { } other ? $"This is not a text file but {other}." : null;
    }

    /// <summary>People are put on the list: one that is kept by its filter takes nobody.</summary>
    private async Task CheckListAsync(ImportOrder order, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (order.ListId is { } listId && await db.WhyNotJoinAsync(listId, cancellationToken) is { } why)
        {
            errors.Add("options.listId", why);
        }

        if (order.ListName?.Trim() is { } name && await db.ContactLists.AnyAsync(list => list.Name == name && list.Filter != null, cancellationToken))
        {
            errors.Add("options.listName", ContactList.KeptByFilter(name));
        }
    }

    /// <summary>Stores the order, unless its list became one by filter while the file was read.</summary>
    private async Task<FieldErrors?> StoreAsync(ImportId id, ImportOrder order, ImportOptions options, string fileName, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (order.ListId is { } held)
        {
            await db.HoldListsAsync([held], cancellationToken);
        }

        var changed = new FieldErrors();
        await CheckListAsync(order, changed, cancellationToken);
        if (!changed.IsEmpty)
        {
            return changed;
        }

        var list = order.ListName is null || order.IsDryRun ? order.ListId : await ListAsync(order.ListName.Trim(), now, cancellationToken);
        var name = Path.GetFileName(fileName.Replace('\\', '/')).Replace("\0", "", StringComparison.Ordinal);
        db.ContactImports.Add(new ContactImport
        {
            Id = id,
            WorkspaceId = db.Workspace,
            FileName = name.Length is 0 or > MostInFileName ? "import.csv" : name,
            ListId = list,
            IsDryRun = order.IsDryRun,
            Options = JsonSerializer.Serialize(options, Conversions.Json),
            CreatedAt = now,
        });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return null;
    }

    private async Task<ContactListId> ListAsync(string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await db.ContactLists.Where(list => list.Name == name).Select(list => (ContactListId?)list.Id).FirstOrDefaultAsync(cancellationToken);
        if (known is { } id)
        {
            return id;
        }

        var list = new ContactList { Id = Id.New<ContactListId>(time), WorkspaceId = db.Workspace, Name = name, CreatedAt = now };
        db.ContactLists.Add(list);
        return list.Id;
    }

    private static async Task<IReadOnlyDictionary<ImportId, NotCheckedView>> NotCheckedAsync(CarillonDb db, IReadOnlyList<ImportId> ids, CancellationToken cancellationToken)
    {
        var notes = await db.ImportProblems.AsNoTracking().Where(problem => ids.Contains(problem.ImportId) && problem.Row == 0 && problem.Code == ImportProblem.NotChecked)
            .OrderBy(problem => problem.Position).Select(problem => new { problem.ImportId, problem.Value, problem.Message }).ToListAsync(cancellationToken);
        return notes.GroupBy(note => note.ImportId).ToDictionary(
            batches => batches.Key,
            batches => new NotCheckedView(batches.Sum(note => long.Parse(note.Value ?? "0", CultureInfo.InvariantCulture)), batches.Last().Message));
    }

    private async Task<IReadOnlyList<ImportProblemView>> ProblemsAsync(ImportId id, ImportProblem? after, int most, CancellationToken cancellationToken) =>
    [
        .. (await PageAsync(id, after, most, cancellationToken)).Select(problem =>
            new ImportProblemView(problem.Row == 0 ? null : problem.Row, problem.Column, problem.Value, problem.Code, problem.Message)),
    ];

    private async Task<IReadOnlyList<ImportProblem>> PageAsync(ImportId id, ImportProblem? after, int most, CancellationToken cancellationToken)
    {
        await using var reading = database.Open(db.Scope);
        var rows = reading.ImportProblems.AsNoTracking().Where(problem => problem.ImportId == id && problem.Code != ImportProblem.NotChecked);
        if (after is not null)
        {
            var (row, position) = (after.Row, after.Position);
            rows = rows.Where(problem => problem.Row > row || (problem.Row == row && problem.Position > position));
        }

        return await rows.OrderBy(problem => problem.Row).ThenBy(problem => problem.Position).Take(most).ToListAsync(cancellationToken);
    }

    private static ImportView View(ContactImport import) => new()
    {
        Id = import.Id,
        FileName = import.FileName,
        ListId = import.ListId,
        IsDryRun = import.IsDryRun,
        Status = import.Status,
        Failure = import.Failure,
        RowsRead = import.RowsRead,
        RowsTotal = import.RowsTotal,
        Created = import.Created,
        Updated = import.Updated,
        Unchanged = import.Unchanged,
        Skipped = import.Skipped,
        Invalid = import.Invalid,
        CreatedAt = import.CreatedAt,
        StartedAt = import.StartedAt,
        FinishedAt = import.FinishedAt,
        Undo = import.UndoStatus is { } undoStatus
            ? new UndoView(undoStatus, import.UndoRemoved, import.UndoRestored, import.UndoKept, import.UndoneAt)
            : null,
    };
}
