using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Imports;

/// <summary>
/// The files of imports, in the data folder under names of ours. A file is whole and on the disk before its import is asked
/// for, and goes when the import has ended: it is other people's personal data. In a cluster it is also where the node that
/// works on the import can fetch it.
/// </summary>
/// <param name="storage">Where the data folder is.</param>
/// <param name="time">The clock.</param>
/// <param name="shared">Files that all nodes see; null: there is one node.</param>
public sealed class ImportUploads(StorageOptions storage, TimeProvider time, SharedFiles? shared = null)
{
    /// <summary>The largest file, in bytes.</summary>
    public const long MostBytes = 100L * 1024 * 1024;

    private const string Ending = ".upload";
    private const string Prefix = "import-";
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);
    private static readonly TimeSpan CopyRests = TimeSpan.FromHours(1);

    /// <summary>Keeps a file under the import's id.</summary>
    /// <returns>Whether it was kept; false when it is larger than <see cref="MostBytes"/>.</returns>
    public async Task<bool> KeepAsync(ImportId id, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(id);
        var isKept = false;
        bool isWhole;
        try
        {
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 128 * 1024, useAsync: true))
            {
                isWhole = await CopyAsync(content, file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            if (isWhole && shared is not null)
            {
                await shared.KeepAsync(NameOf(id), path, time.GetUtcNow(), cancellationToken);
                DeleteOldCopies();
            }

            isKept = isWhole;
        }
        finally
        {
            if (!isKept)
            {
                File.Delete(path);
            }
        }

        return isKept;
    }

    /// <summary>Sees that a file that another node took in is here, if it is anywhere.</summary>
    public async Task FetchAsync(ImportId id, CancellationToken cancellationToken)
    {
        if (shared is not null && !File.Exists(PathOf(id)))
        {
            await shared.FetchAsync(NameOf(id), PathOf(id), cancellationToken);
        }
    }

    /// <summary>Opens a file; null when it is not here.</summary>
    public Stream? Open(ImportId id)
    {
        var path = PathOf(id);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 128 * 1024, FileOptions.SequentialScan) : null;
    }

    /// <summary>Deletes a file that is not needed any more.</summary>
    public void Delete(ImportId id) => File.Delete(PathOf(id));

    /// <summary>Deletes what a crash left: files of imports that have ended, and old ones that nobody asked for.</summary>
    public async Task SweepAsync(CarillonDb everybody, CancellationToken cancellationToken)
    {
        foreach (var path in Directory.EnumerateFiles(storage.Folder("imports"), "*" + Ending))
        {
            if (!Id.TryParse<ImportId>(Path.GetFileNameWithoutExtension(path), out var id))
            {
                continue;
            }

            if (await IsOverAsync(everybody, id, File.GetLastWriteTimeUtc(path), cancellationToken))
            {
                File.Delete(path);
            }
        }

        await SweepSharedAsync(everybody, cancellationToken);
    }

    private async Task SweepSharedAsync(CarillonDb everybody, CancellationToken cancellationToken)
    {
        var over = new List<string>();
        foreach (var (name, keptAt) in shared is null ? new Dictionary<string, DateTimeOffset>() : await shared.NamesAsync(cancellationToken))
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && Id.TryParse<ImportId>(name[Prefix.Length..], out var id) && await IsOverAsync(everybody, id, keptAt.UtcDateTime, cancellationToken))
            {
                over.Add(name);
            }
        }

        if (shared is not null && over.Count > 0)
        {
            await shared.DeleteAsync(over, cancellationToken);
        }
    }

    private async Task<bool> IsOverAsync(CarillonDb everybody, ImportId id, DateTime keptAt, CancellationToken cancellationToken)
    {
        var status = await everybody.ContactImports.Where(import => import.Id == id).Select(import => (ImportStatus?)import.Status).FirstOrDefaultAsync(cancellationToken);
        return status is ImportStatus.Completed or ImportStatus.Failed or ImportStatus.Cancelled || (status is null && keptAt < time.GetUtcNow().UtcDateTime - Forgotten);
    }

    /// <summary>A node that runs no imports would keep its copies for ever.</summary>
    private void DeleteOldCopies()
    {
        var before = time.GetUtcNow().UtcDateTime - CopyRests;
        foreach (var path in Directory.EnumerateFiles(storage.Folder("imports"), "*" + Ending).Where(path => File.GetLastWriteTimeUtc(path) < before))
        {
            File.Delete(path);
        }
    }

    private static async Task<bool> CopyAsync(Stream content, FileStream file, CancellationToken cancellationToken)
    {
        var chunk = new byte[128 * 1024];
        var total = 0L;
        for (var read = await content.ReadAsync(chunk, cancellationToken); read > 0; read = await content.ReadAsync(chunk, cancellationToken))
        {
            total += read;
            if (total > MostBytes)
            {
                return false;
            }

            await file.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
        }

        return true;
    }

    private static string NameOf(ImportId id) => Prefix + id;

    private string PathOf(ImportId id) => Path.Combine(storage.Folder("imports"), id + Ending);
}
