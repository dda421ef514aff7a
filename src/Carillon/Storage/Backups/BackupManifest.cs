namespace Carillon.Storage.Backups;

/// <summary>What stands in a backup, beside the files themselves.</summary>
/// <param name="Format">Rises when older programs could not read it.</param>
/// <param name="MadeAt">When the copy was taken.</param>
/// <param name="Version">Of the program that made it.</param>
/// <param name="Database">Names the database; empty: one that never started.</param>
/// <param name="MasterKey">The id of the master key that its secrets need.</param>
/// <param name="Migrations">The newest change of tables in it.</param>
/// <param name="Files">Each file, for the check.</param>
public sealed record BackupManifest(
    int Format, DateTimeOffset MadeAt, string Version, string Database, string MasterKey, string Migrations, IReadOnlyList<BackupPart> Files);

/// <summary>A file in a backup.</summary>
/// <param name="Name">Its path in the data folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its digest, in hexadecimal letters.</param>
public sealed record BackupPart(string Name, long Bytes, string Sha256);

/// <summary>What came of reading a backup.</summary>
public abstract record BackupReading
{
    private BackupReading()
    {
    }

    /// <summary>Every file is there and as it was written.</summary>
    public sealed record Whole(BackupManifest Manifest) : BackupReading;

    /// <summary>It is no backup, or not whole.</summary>
    /// <param name="Why">For people.</param>
    public sealed record Refused(string Why) : BackupReading;
}
