using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Storage.Backups;

/// <summary>
/// One file that holds the embedded database as it was at one instant, the uploads that wait, and, where it lies in the data folder, the
/// master key. It is taken while a server works on the data, and each part's digest stands in it, so that a damaged one is never put back.
/// A database server's data is not taken: its own tools do that better.
/// </summary>
public sealed class BackupFile(Database database, StorageOptions options, TimeProvider time)
{
    /// <summary>The database in it.</summary>
    public const string DatabaseName = "carillon.db";

    /// <summary>The master key in it.</summary>
    public const string KeyName = "master.key";

    private const string ManifestName = "manifest.json";
    private const string Uploads = "imports";
    private const int Format = 1;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Whether the data is a file of ours that a backup can hold.</summary>
    public bool IsPossible => options.ConnectionString is null;

    /// <summary>Writes a backup, whole or not at all; only its owner may read it.</summary>
    /// <param name="path">Where to; what was there is replaced.</param>
    /// <param name="version">Of this program.</param>
    /// <param name="masterKey">The id of the master key in use.</param>
    /// <param name="withKey">Whether the key's file goes into it, if there is one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<BackupManifest> WriteAsync(string path, string version, string masterKey, bool withKey, CancellationToken cancellationToken)
    {
        var half = $"{Path.GetFullPath(path)}.{Guid.NewGuid():N}";
        var copy = half + ".db";
        try
        {
            var madeAt = time.GetUtcNow().Stored();
            await database.Dialect.CopyToAsync(copy, cancellationToken);
            var parts = new List<BackupPart>();
            BackupManifest manifest;
            await using (var file = OwnersFile(half))
            {
                await using var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: false, null, cancellationToken);
                parts.Add(await AddAsync(archive, DatabaseName, copy, cancellationToken));
                foreach (var (name, from) in Others(withKey))
                {
                    parts.Add(await AddAsync(archive, name, from, cancellationToken));
                }

                manifest = await ManifestAsync(madeAt, version, masterKey, parts, cancellationToken);
                await using var entry = await archive.CreateEntry(ManifestName).OpenAsync(cancellationToken);
                await JsonSerializer.SerializeAsync(entry, manifest, Json, cancellationToken);
            }

            File.Move(half, path, overwrite: true);
            return manifest;
        }
        finally
        {
            File.Delete(half);
            File.Delete(copy);
        }
    }

    /// <summary>Puts the files of a backup into a folder and checks each against its digest.</summary>
    public static async Task<BackupReading> ReadAsync(string path, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var archive = await ZipFile.OpenReadAsync(path, cancellationToken);
            if (archive.GetEntry(ManifestName) is not { } listed)
            {
                return new BackupReading.Refused("It is not a backup of this program: it has no list of its parts.");
            }

            BackupManifest? manifest;
            await using (var text = await listed.OpenAsync(cancellationToken))
            {
                manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(text, Json, cancellationToken);
            }

            if (manifest is not { Format: Format, Files: { } files } || files.All(part => part.Name != DatabaseName))
            {
                return new BackupReading.Refused("It was made by a newer version of this program; restore it with that one.");
            }

            foreach (var part in files)
            {
                if (!IsOurs(part.Name) || archive.GetEntry(part.Name) is not { } entry || await ExtractAsync(entry, Path.Combine(folder, part.Name), cancellationToken) != part)
                {
                    return new BackupReading.Refused($"It is damaged: {part.Name} is not as it was written.");
                }
            }

            return await Dialects.SqliteCopies.FaultAsync(Path.Combine(folder, DatabaseName), cancellationToken) is { } fault
                ? new BackupReading.Refused($"The database in it is damaged: {fault}.")
                : new BackupReading.Whole(manifest);
        }
        catch (Exception broken) when (broken is InvalidDataException or JsonException)
        {
            return new BackupReading.Refused("It is no backup, or is cut short.");
        }
    }

    private IEnumerable<(string Name, string From)> Others(bool withKey)
    {
        var key = Path.Combine(options.DataDirectory, KeyName);
        if (withKey && File.Exists(key))
        {
            yield return (KeyName, key);
        }

        foreach (var upload in Directory.EnumerateFiles(options.Folder(Uploads)).Order(StringComparer.Ordinal))
        {
            yield return ($"{Uploads}/{Path.GetFileName(upload)}", upload);
        }
    }

    private async Task<BackupManifest> ManifestAsync(DateTimeOffset madeAt, string version, string masterKey, List<BackupPart> parts, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var name = await db.DataEpochs.Select(row => row.Name).SingleOrDefaultAsync(cancellationToken) ?? "";
        var newest = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).LastOrDefault() ?? "";
        return new BackupManifest(Format, madeAt, version, name, masterKey, newest, parts);
    }

    private static async Task<BackupPart> AddAsync(ZipArchive archive, string name, string from, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using var target = await archive.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        return await CopyAsync(name, source, target, cancellationToken);
    }

    private static async Task<BackupPart> ExtractAsync(ZipArchiveEntry entry, string to, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!); // it lies in the folder
        await using var source = await entry.OpenAsync(cancellationToken);
        await using var target = OwnersFile(to);
        var part = await CopyAsync(entry.FullName, source, target, cancellationToken);
        target.Flush(flushToDisk: true);
        return part;
    }

    private static async Task<BackupPart> CopyAsync(string name, Stream source, Stream target, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        long length = 0;
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }

        return new BackupPart(name, length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The names that a backup may write into a folder.</summary>
    private static bool IsOurs(string name) => name is DatabaseName or KeyName
        || (name.StartsWith(Uploads + "/", StringComparison.Ordinal) && name[(Uploads.Length + 1)..] is { Length: > 0 } file && file == Path.GetFileName(file) && file != "..");

    private static FileStream OwnersFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
