using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Compliance;
using Carillon.Compliance.Suppressions;
using Carillon.Contacts.Suppressions;
using Carillon.Primitives;
using Carillon.Server.Web.Design;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Contacts.Suppressions;

/// <summary>What the page of suppressed numbers reads and does.</summary>
public sealed class SuppressionDesk(CarillonDb db, SuppressionFile files, SuppressionBook book, AuditLog audit, CurrentWorkspace current, TimeProvider time)
{
    private const int OfAPage = 50;
    private const int MostImports = 50;

    /// <summary>A page of numbers, the newest first, and the files that were loaded; a number that cannot be read finds nothing.</summary>
    public async Task<SuppressionLook> ReadAsync(SuppressionQuery asked, TableOrder? order, int page, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var search = await SuppressionSearch.ReadAsync(db, asked, errors, cancellationToken);
        var matching = errors.Any ? db.Suppressions.AsNoTracking().Where(row => false) : search.In(db);
        var total = await matching.LongCountAsync(cancellationToken);
        var ordered = order is { } by && total <= TableOrder.MostRows ? Ordered(matching, by) : SuppressionSearch.NewestFirst(matching);
        var rows = await ordered.Skip((Math.Max(1, page) - 1) * OfAPage).Take(OfAPage + 1).ToListAsync(cancellationToken);
        var imports = await db.SuppressionImports.AsNoTracking().OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(MostImports).ToListAsync(cancellationToken);
        return new SuppressionLook([.. rows.Take(OfAPage)], rows.Count > OfAPage, total, imports);
    }

    private static IQueryable<Suppression> Ordered(IQueryable<Suppression> rows, TableOrder order) => (order.Key, order.IsDown) switch
    {
        ("number", false) => rows.OrderBy(row => row.Phone).ThenBy(row => row.Reason),
        ("number", true) => rows.OrderByDescending(row => row.Phone).ThenBy(row => row.Reason),
        ("why", false) => rows.OrderBy(row => row.Reason).ThenBy(row => row.Phone),
        ("why", true) => rows.OrderByDescending(row => row.Reason).ThenBy(row => row.Phone),
        (_, false) => rows.OrderBy(row => row.At).ThenBy(row => row.Phone).ThenBy(row => row.Reason),
        _ => SuppressionSearch.NewestFirst(rows),
    };

    /// <summary>Loads a file; what is wrong with the form, or what came of the file.</summary>
    public async Task<(SuppressionImport? Import, IReadOnlyList<string> Wrong)> LoadAsync(SuppressionDraft draft, Stream? file, CancellationToken cancellationToken)
    {
        List<string> wrong = [];
        var source = draft.Source?.Trim() ?? "";
        if (file is null)
        {
            wrong.Add("Choose a file.");
        }

        if (!Enum.TryParse<SkipReason>(draft.Reason, out var reason) || !SuppressionsApi.Reasons.Contains(reason))
        {
            wrong.Add("Choose why these numbers must not be texted.");
        }

        if (source.Length is 0 or > 300)
        {
            wrong.Add("Say in at most 300 letters where the list comes from.");
        }

        var isScrub = reason == SkipReason.DoNotCall;
        if (isScrub && draft.ListedOn > DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime.AddDays(1)))
        {
            wrong.Add("The list's day must not lie in the future.");
        }

        if (file is null || wrong.Count > 0)
        {
            return (null, wrong);
        }

        var order = new SuppressionOrder(reason, source, isScrub ? draft.ListedOn : null, isScrub && draft.ExceptConsented);
        return await files.LoadAsync(order, file, current.Actor, cancellationToken) switch
        {
            SuppressionLoad.Loaded loaded => (loaded.Import, wrong),
            SuppressionLoad.Refused refused => (null, [refused.Message]),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    /// <summary>Takes a file back; its opt-outs never.</summary>
    public async Task<SuppressionUndo> UndoAsync(SuppressionImportId id, CancellationToken cancellationToken)
    {
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var outcome = await book.UndoAsync(db, id, cancellationToken);
        if (outcome is SuppressionUndo.Done done)
        {
            await audit.AddAsync(db, Lifted(done.Import), cancellationToken);
            await write.CommitAsync(cancellationToken);
        }

        return outcome;
    }

    /// <summary>What the audit log says of a file that was taken back.</summary>
    internal static AuditNote Lifted(SuppressionImport import) =>
        new(AuditActions.SuppressionLifted, $"suppression-import:{import.Id}", ("reason", import.Reason), ("freed", import.Freed));
}

/// <summary>A file as the form describes it.</summary>
public sealed record SuppressionDraft(string? Reason, string? Source, DateOnly? ListedOn, bool ExceptConsented);

/// <summary>What the page shows.</summary>
/// <param name="Numbers">A page of numbers.</param>
/// <param name="HasMore">Whether another follows.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Imports">The files, the newest first.</param>
public sealed record SuppressionLook(IReadOnlyList<Suppression> Numbers, bool HasMore, long Total, IReadOnlyList<SuppressionImport> Imports);
