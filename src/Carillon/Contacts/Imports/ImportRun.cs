using System.Text.Json;
using Carillon.Compliance.Erasure;
using Carillon.Contacts.Imports.Reading;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Storage.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Carillon.Contacts.Imports;

/// <summary>
/// The work of one import. Each batch of rows commits together with the import's counts, and the counts say where to go on:
/// a process that dies loses the batch in hand, which the next one reads again. The counts move only from where the batch
/// began and only while the import runs; so of two workers one goes on and the other stops, and a cancelled import takes
/// nothing more. How the file is built is settled once, at the beginning.
/// </summary>
public sealed partial class ImportRun(
    Database database, ImportUploads uploads, NumberChecks checks, TimeProvider time, ILogger<ImportRun> logger, ErasedNumbers? erased = null)
{
    private const int FaultPosition = 1000;

    /// <summary>From so many new people on the engine looks anew at how they lie.</summary>
    internal long LearnsFrom { get; init; } = 10_000;

    /// <summary>How many rows commit together.</summary>
    internal int BatchSize { get; init; } = 5000;

    /// <summary>Works until the import has ended, somebody else works on it, or the token says stop.</summary>
    public async Task RunAsync(ImportId id, CancellationToken cancellationToken)
    {
        var import = await FindAsync(id, cancellationToken);
        if (import?.Status is not (ImportStatus.Queued or ImportStatus.Running))
        {
            return;
        }

        await uploads.FetchAsync(id, cancellationToken);
        try
        {
            var (file, kind, fault) = await Task.Run(() => uploads.OpenText(id, cancellationToken), cancellationToken);
            await using var closing = file;
            if (file is null)
            {
                fault ??= new FileFault("file-missing", "The uploaded file is not on this machine any more. Load it again.", null);
                await FailAsync(import, import.RowsRead, fault, cancellationToken);
                return;
            }

            if (await BeginAsync(import, file, kind is PackedKind.Workbook, cancellationToken) is { Layout: not null } options)
            {
                await WorkAsync(import, options, file, cancellationToken);
            }
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested && broken is not (System.Data.Common.DbException or DbUpdateException or IOException or TimeoutException or OperationCanceledException))
        {
            // A defect of ours: trying the same file again would break again, so the person hears of it now.
            LogBroken(broken, id);
            var current = await FindAsync(id, cancellationToken);
            await FailAsync(import, current?.RowsRead ?? 0, new FileFault("internal", $"Something went wrong on our side. Say this when you ask for help: import {id}.", null), cancellationToken);
        }
    }

    private async Task<ContactImport?> FindAsync(ImportId id, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        return await db.ContactImports.AsNoTracking().FirstOrDefaultAsync(import => import.Id == id, cancellationToken);
    }

    /// <summary>Finds the file's layout and marks the import as running; null when there is nothing to do.</summary>
    private async Task<ImportOptions?> BeginAsync(ContactImport import, Stream file, bool isSheet, CancellationToken cancellationToken)
    {
        var options = import.ReadOptions();
        if (options.Layout is not null)
        {
            return options;
        }

        var (layout, fault) = FileLayout.Of(file, isSheet, options.Mapping, options.DefaultRegion, cancellationToken);
        if (layout is not null)
        {
            layout = await RememberedAsync(import, options, layout, cancellationToken);
        }

        var now = time.GetUtcNow().Stored();
        if (layout is null)
        {
            await FailAsync(import, 0, fault ?? new FileFault("unreadable", "The file cannot be read.", null), cancellationToken);
            return null;
        }

        var settled = options with { Layout = layout };
        var text = JsonSerializer.Serialize(settled, Conversions.Json);
        var expected = Math.Max(0, layout.LineEnds - 1);
        await using var db = database.OpenEverybody();
        var begun = await db.ContactImports.Where(row => row.Id == import.Id && row.Status == ImportStatus.Queued).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Status, ImportStatus.Running)
                .SetProperty(row => row.StartedAt, now)
                .SetProperty(row => row.RowsTotal, expected)
                .SetProperty(row => row.Options, text),
            cancellationToken);
        return begun == 1 ? settled : null;
    }

    /// <summary>What the person says of the columns is kept for the next file; what was said of the last one serves where it is asked for.</summary>
    private async Task<FileLayout> RememberedAsync(ContactImport import, ImportOptions options, FileLayout layout, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        if (options.Mapping is { } mapping)
        {
            await ImportMapping.KeepAsync(db, import.WorkspaceId, layout.Headers, mapping, time.GetUtcNow().Stored(), cancellationToken);
        }
        else if (options.IsMappingRemembered && await ImportMapping.FindAsync(db, import.WorkspaceId, layout.Headers, cancellationToken) is { } remembered)
        {
            return layout.Mapped(remembered);
        }

        return layout;
    }

    /// <summary>A dry run lives in memory: one that died begins anew.</summary>
    private async Task BeginAnewAsync(ContactImport import, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        await db.ContactImports.Where(row => row.Id == import.Id && row.Status == ImportStatus.Running).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.RowsRead, 0)
                .SetProperty(row => row.Created, 0)
                .SetProperty(row => row.Updated, 0)
                .SetProperty(row => row.Unchanged, 0)
                .SetProperty(row => row.Skipped, 0)
                .SetProperty(row => row.Invalid, 0),
            cancellationToken);
        await db.ImportProblems.Where(problem => problem.ImportId == import.Id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task WorkAsync(ContactImport import, ImportOptions options, Stream file, CancellationToken cancellationToken)
    {
        var layout = options.Layout ?? throw new InvalidOperationException("The layout is settled before the work.");
        DryRun? dry = null;
        if (options.IsDryRun)
        {
            await BeginAnewAsync(import, cancellationToken);
            await using var first = await RowBatches.OpenAsync(file, layout, options, 0, BatchSize, time, isLeftOpen: true, cancellationToken);
            dry = await DryRun.OfAsync(first, cancellationToken);
        }

        var rowsRead = dry is null ? import.RowsRead : 0;
        string? stopped = null;
        await using var batches = await RowBatches.OpenAsync(file, layout, options, rowsRead, BatchSize, time, isLeftOpen: false, cancellationToken);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = await batches.NextAsync();
            if (batch.RowCount == 0)
            {
                break;
            }

            if (options.Validation is not NumberCheckKind.Offline && dry is null)
            {
                batch.Checked = stopped is null
                    ? await checks.CheckAsync(import.WorkspaceId, options.Validation, batch.Phones, cancellationToken)
                    : await checks.RecallAsync(import.WorkspaceId, options.Validation, batch.Phones, cancellationToken);
                stopped ??= batch.Checked.Stopped;
                batch.NoteUnchecked(rowsRead, stopped ?? batch.Checked.Silence);
            }

            var turn = new ImportTurn(import.Id, import.WorkspaceId, import.ListId, rowsRead, batch.Phones, time.GetUtcNow().Stored());
            if (dry is null)
            {
                await ReturnErasedAsync(turn, cancellationToken);
            }

            if (!await database.Dialect.SettleImportAsync(turn, known => dry?.Plan(batch, known, import.ListId is not null) ?? batch.Plan(known, import.ListId is not null), cancellationToken))
            {
                LogOvertaken(import.Id, rowsRead);
                return;
            }

            dry?.Counted();

            rowsRead += batch.RowCount;
        }

        await (batches.Fault is { } fault ? FailAsync(import, rowsRead, fault, cancellationToken) : CompleteAsync(import, rowsRead, cancellationToken));
    }

    private async Task CompleteAsync(ContactImport import, long rowsRead, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        await using var db = database.OpenEverybody();
        await db.ContactImports
            .Where(row => row.Id == import.Id && row.Status == ImportStatus.Running && row.RowsRead == rowsRead)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.Status, ImportStatus.Completed)
                    .SetProperty(row => row.RowsTotal, row => row.RowsRead)
                    .SetProperty(row => row.FinishedAt, now),
                cancellationToken);
        await uploads.SweepAsync(db, cancellationToken);
        if (await db.ContactImports.AnyAsync(row => row.Id == import.Id && !row.IsDryRun && row.Created >= LearnsFrom, cancellationToken))
        {
            await db.LearnOfPeopleAsync(cancellationToken);
        }
    }

    private async Task FailAsync(ContactImport import, long rowsRead, FileFault fault, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        await using var db = database.OpenEverybody();
        await using (var transaction = await db.BeginWriteAsync(cancellationToken))
        {
            var failed = await db.ContactImports
                .Where(row => row.Id == import.Id && (row.Status == ImportStatus.Running || row.Status == ImportStatus.Queued) && row.RowsRead == rowsRead)
                .ExecuteUpdateAsync(
                    set => set
                        .SetProperty(row => row.Status, ImportStatus.Failed)
                        .SetProperty(row => row.Failure, fault.Message)
                        .SetProperty(row => row.StartedAt, row => row.StartedAt ?? now)
                        .SetProperty(row => row.FinishedAt, now),
                    cancellationToken);
            if (failed == 1)
            {
                db.ImportProblems.Add(new ImportProblem
                {
                    ImportId = import.Id,
                    Row = fault.Line ?? 0,
                    Position = FaultPosition,
                    WorkspaceId = import.WorkspaceId,
                    Code = fault.Code,
                    Message = fault.Message.Length > 500 ? fault.Message[..499] + "…" : fault.Message,
                });
                await db.SaveChangesAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }

        await uploads.SweepAsync(db, cancellationToken);
    }

    /// <summary>Numbers of people who were erased come back: what forbids to text them is there before they are.</summary>
    private async Task ReturnErasedAsync(ImportTurn turn, CancellationToken cancellationToken)
    {
        if (erased is null)
        {
            return;
        }

        await using var db = database.OpenEverybody();
        if (!await ErasedNumbers.AnyAsync(db, turn.WorkspaceId, cancellationToken))
        {
            return;
        }

        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        await erased.ReturnAsync(db, turn.WorkspaceId, [.. turn.Phones.Select(PhoneNumber.FromStored)], cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {ImportId} broke")]
    private partial void LogBroken(Exception broken, ImportId importId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {ImportId} was ended or taken over at row {Row}")]
    private partial void LogOvertaken(ImportId importId, long row);
}
