using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Imports;

/// <summary>Imports as long work: any that is asked for or was left half done is due.</summary>
public sealed class ImportJob(Database database, ImportRun run) : IJobKind
{
    /// <summary>The kind under which signals wake it.</summary>
    public const string KindName = "import";

    private const int MostAtOnce = 100;

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var due = await db.ContactImports
            .Where(import => import.Status == ImportStatus.Queued || import.Status == ImportStatus.Running)
            .OrderBy(import => import.CreatedAt)
            .ThenBy(import => import.Id)
            .Select(import => import.Id)
            .Take(MostAtOnce)
            .ToListAsync(cancellationToken);
        return [.. due.Select(id => id.ToString())];
    }

    /// <inheritdoc/>
    public Task RunAsync(string subject, CancellationToken cancellationToken) =>
        Id.TryParse<ImportId>(subject, out var id) ? run.RunAsync(id, cancellationToken) : Task.CompletedTask;
}
