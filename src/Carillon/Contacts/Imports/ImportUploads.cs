using Carillon.Contacts.Imports.Reading;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Imports;

/// <summary>
/// The files of imports, in the data folder under names of ours. A file is whole and on the disk before its import is asked
/// for, and goes when the import has ended: it is other people's personal data.
/// </summary>
public sealed class ImportUploads(StorageOptions storage, TimeProvider time)
{
    /// <summary>The largest file, in bytes.</summary>
    public const long MostBytes = 100L * 1024 * 1024;

    private const string Ending = ".upload";
    private const string Unpacked = ".text";
    private const string Partial = ".partial";
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    /// <summary>Keeps a file under the import's id.</summary>
    /// <returns>Whether it was kept; false when it is larger than <see cref="MostBytes"/>.</returns>
    public async Task<bool> KeepAsync(ImportId id, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(id);
        var isKept = false;
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 128 * 1024, useAsync: true);
            isKept = await CopyAsync(content, file, cancellationToken);
            file.Flush(flushToDisk: true);
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

            var status = await everybody.ContactImports.Where(import => import.Id == id).Select(import => (ImportStatus?)import.Status).FirstOrDefaultAsync(cancellationToken);
            var isForgotten = status is null && File.GetLastWriteTimeUtc(path) < time.GetUtcNow().UtcDateTime - Forgotten;
            if (isForgotten || status is ImportStatus.Completed or ImportStatus.Failed or ImportStatus.Cancelled)
            {
                Delete(id);
            }
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

    private string PathOf(ImportId id) => Path.Combine(storage.Folder("imports"), id + Ending);
}
