using Carillon.Contacts.Imports.Reading;
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
    private const string Unpacked = ".text";
    private const string Partial = ".partial";
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

    /// <summary>Opens a file as it came; null when it is not here.</summary>
    public Stream? Open(ImportId id) => OpenRead(PathOf(id));

    /// <summary>Opens a file's text: the file itself, or what a packed one unpacks to, which is done once and kept beside it.</summary>
    internal (Stream? Text, PackedKind Kind, FileFault? Fault) OpenText(ImportId id, CancellationToken cancellationToken)
    {
        var file = Open(id);
        if (file is null)
        {
            return (null, PackedKind.None, null);
        }

        var (kind, fault) = PackedFile.Look(file);
        if (kind is PackedKind.None)
        {
            return fault is null ? (file, kind, null) : (Closed(file), kind, fault);
        }

        using (file)
        {
            var text = PathOf(id) + Unpacked;
            if (!File.Exists(text))
            {
                using (var partial = new FileStream(text + Partial, FileMode.Create, FileAccess.Write, FileShare.None, 128 * 1024))
                {
                    fault = PackedFile.Unpack(file, kind, partial, cancellationToken);
                    partial.Flush(flushToDisk: true);
                }

                if (fault is not null)
                {
                    File.Delete(text + Partial);
                    return (null, kind, fault);
                }

                File.Move(text + Partial, text, overwrite: true);
            }

            return (OpenRead(text), kind, null);
        }
    }

    /// <summary>Deletes a file that is not needed any more.</summary>
    public void Delete(ImportId id)
    {
        File.Delete(PathOf(id));
        File.Delete(PathOf(id) + Unpacked);
        File.Delete(PathOf(id) + Unpacked + Partial);
    }

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
                Delete(id);
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
            File.Delete(path + Unpacked);
        }
    }

    private static FileStream? OpenRead(string path) =>
        File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 128 * 1024, FileOptions.SequentialScan) : null;

    private static Stream? Closed(Stream file)
    {
        file.Dispose();
        return null;
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
