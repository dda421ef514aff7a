namespace Carillon.Storage.Backups;

/// <summary>
/// Puts a prepared database into a data folder. What was there is kept beside it, and at every instant of a crash there is either the
/// one or the other: the name moves in one step.
/// </summary>
public static class DataFolderSwap
{
    private static readonly string[] Beside = ["-wal", "-shm", "-journal"];

    /// <summary>Puts it in; nobody may have either database open.</summary>
    /// <param name="options">The data folder.</param>
    /// <param name="prepared">The folder with the new database, and perhaps a master key and uploads.</param>
    /// <param name="now">Names the place where the old one is kept.</param>
    /// <param name="cancellationToken">Stops the work before the swap begins.</param>
    /// <returns>Where the old data is; null: there was none.</returns>
    public static async Task<string?> PutAsync(StorageOptions options, string prepared, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await Dialects.SqliteCopies.SettleAsync(Path.Combine(prepared, BackupFile.DatabaseName), cancellationToken);
        string? kept = null;
        if (File.Exists(options.DatabaseFile))
        {
            kept = options.Folder(Path.Combine("replaced", now.UtcDateTime.ToString("yyyyMMdd-HHmmss-fff", System.Globalization.CultureInfo.InvariantCulture)));
            await Dialects.SqliteCopies.SettleAsync(options.DatabaseFile, cancellationToken);
            foreach (var ending in Beside.Append(""))
            {
                if (File.Exists(options.DatabaseFile + ending))
                {
                    File.Copy(options.DatabaseFile + ending, Path.Combine(kept, BackupFile.DatabaseName + ending));
                }
            }
        }

        PutKey(options, prepared, kept);
        foreach (var upload in Directory.EnumerateFiles(Directory.CreateDirectory(Path.Combine(prepared, "imports")).FullName))
        {
            File.Move(upload, Path.Combine(options.Folder("imports"), Path.GetFileName(upload)), overwrite: true);
        }

        foreach (var ending in Beside)
        {
            File.Delete(options.DatabaseFile + ending); // what was in them was settled or is kept
        }

        File.Move(Path.Combine(prepared, BackupFile.DatabaseName), options.DatabaseFile, overwrite: true);
        return kept;
    }

    /// <summary>The secrets of a database are worth nothing without its own key.</summary>
    private static void PutKey(StorageOptions options, string prepared, string? kept)
    {
        var (theirs, ours) = (Path.Combine(prepared, BackupFile.KeyName), Path.Combine(options.DataDirectory, BackupFile.KeyName));
        if (!File.Exists(theirs) || (File.Exists(ours) && File.ReadAllText(theirs) == File.ReadAllText(ours)))
        {
            return;
        }

        if (File.Exists(ours))
        {
            File.Copy(ours, Path.Combine(kept ?? options.Folder("replaced"), BackupFile.KeyName), overwrite: true);
        }

        File.Copy(theirs, ours, overwrite: true);
    }
}
