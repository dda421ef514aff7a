using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Carillon.Storage.Backups;

/// <summary>
/// The backups that lie in the data folder, and the making of one more while the server works; one at a time. What a crash cut short is no backup, is not listed, and goes
/// when the next is made.
/// </summary>
public sealed partial class BackupShelf(BackupFile backup, StorageOptions options, TimeProvider time, ILogger<BackupShelf> log)
{
    private const string FolderName = "backups";
    private const string Ending = ".carillon";
    private static readonly string[] DatabaseFiles = ["", "-wal"];
    private readonly Lock _lock = new();
    private BackupWork? _work;

    /// <summary>Whether the data is a file of ours that a backup can hold.</summary>
    public bool IsPossible => backup.IsPossible;

    /// <summary>Where they lie.</summary>
    public string Folder => options.Folder(FolderName);

    /// <summary>The one that is being made, or the last that was tried since the server started; null: none.</summary>
    public BackupWork? Work
    {
        get
        {
            lock (_lock)
            {
                return _work is { IsRunning: true } running ? running with { DoneBytes = HalfBytes(running.Name) } : _work;
            }
        }
    }

    /// <summary>All that are whole, the newest first.</summary>
    public IReadOnlyList<KeptBackup> List() =>
    [
        .. new DirectoryInfo(Folder).EnumerateFiles("*" + Ending).Where(file => file.Extension == Ending)
            .Select(file => new KeptBackup(file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc))).OrderByDescending(file => file.MadeAt).ThenByDescending(file => file.Name, StringComparer.Ordinal),
    ];

    /// <summary>One of them, or null where there is none of the name.</summary>
    public KeptBackup? Find(string name) => List().FirstOrDefault(file => file.Name == name);

    /// <summary>Where one of them lies.</summary>
    public string PathOf(KeptBackup file) => Path.Combine(Folder, file.Name);

    /// <summary>Begins to make one; its name, or null where one is being made.</summary>
    /// <param name="version">Of this program.</param>
    /// <param name="masterKey">The id of the master key in use.</param>
    /// <param name="stopping">Set when the server stops.</param>
    public string? TryStart(string version, string masterKey, CancellationToken stopping)
    {
        if (Begin("") is not { } work)
        {
            return null;
        }

        _ = Task.Run(() => MakeAsync(work, version, masterKey, stopping), stopping);
        return work.Name;
    }

    /// <summary>Makes the one of the day and, if there is one then, removes the oldest of those made so; null: one is being made.</summary>
    /// <param name="kept">How many of those made so stay.</param>
    /// <param name="version">Of this program.</param>
    /// <param name="masterKey">The id of the master key in use.</param>
    /// <param name="stopping">Set when the server stops.</param>
    public async Task<BackupWork?> MakeOfDayAsync(int kept, string version, string masterKey, CancellationToken stopping)
    {
        if (Begin(KeptBackup.OfDay) is not { } work)
        {
            return null;
        }

        var ended = await MakeAsync(work, version, masterKey, stopping);
        if (ended.Failure is null)
        {
            foreach (var old in List().Where(file => file.IsOfDay).Skip(kept))
            {
                File.Delete(PathOf(old));
            }
        }

        return ended;
    }

    private BackupWork? Begin(string prefix)
    {
        lock (_lock)
        {
            if (_work is { IsRunning: true })
            {
                return null;
            }

            var now = time.GetUtcNow();
            RemoveHalves();
            return _work = new BackupWork(prefix + now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + Ending, now, 0, ExpectedBytes(), null, null);
        }
    }

    private async Task<BackupWork> MakeAsync(BackupWork work, string version, string masterKey, CancellationToken stopping)
    {
        BackupWork ended;
        try
        {
            await backup.WriteAsync(Path.Combine(Folder, work.Name), version, masterKey, withKey: true, stopping);
            ended = work with { DoneBytes = work.TotalBytes, EndedAt = time.GetUtcNow() };
        }
        catch (Exception wrong) when (!stopping.IsCancellationRequested)
        {
            LogFailed(wrong);
            ended = work with { EndedAt = time.GetUtcNow(), Failure = wrong is IOException ? "The file could not be written. Is there room on the disk?" : "It could not be made; the server's log says why." };
        }

        lock (_lock)
        {
            _work = ended;
        }

        return ended;
    }

    /// <summary>The database is copied first and packed then.</summary>
    private long ExpectedBytes() => DatabaseFiles.Select(end => new FileInfo(options.DatabaseFile + end)).Where(file => file.Exists).Sum(file => file.Length) * 3 / 2;

    private long HalfBytes(string name) => Halves().Where(file => file.Name.StartsWith(name, StringComparison.Ordinal)).Sum(file => file.Length);

    /// <summary>What is being made or was cut short. The name is looked at here: a pattern with a last <c>.*</c> also finds names that end before it, which are the whole ones.</summary>
    private IEnumerable<FileInfo> Halves() => new DirectoryInfo(Folder).EnumerateFiles().Where(file => file.Name.Contains(Ending + ".", StringComparison.Ordinal));

    private void RemoveHalves()
    {
        foreach (var half in Halves())
        {
            half.Delete();
        }
    }

    [LoggerMessage(LogLevel.Error, "A backup could not be made")]
    private partial void LogFailed(Exception wrong);
}

/// <summary>A backup that lies in the data folder.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="MadeAt">When it was made.</param>
public sealed record KeptBackup(string Name, long Bytes, DateTimeOffset MadeAt)
{
    /// <summary>How the names of those begin that were made by themselves.</summary>
    internal const string OfDay = "daily-";

    /// <summary>Whether it was made by the daily plan, which also removes it.</summary>
    public bool IsOfDay => Name.StartsWith(OfDay, StringComparison.Ordinal);
}

/// <summary>A backup that is being made, or what became of it.</summary>
/// <param name="Name">What its file will be called.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="DoneBytes">What is written of copy and file.</param>
/// <param name="TotalBytes">About what there will be.</param>
/// <param name="EndedAt">When it ended; null: it goes on.</param>
/// <param name="Failure">Why there is no backup, for people; null: there is one, or will be.</param>
public sealed record BackupWork(string Name, DateTimeOffset StartedAt, long DoneBytes, long TotalBytes, DateTimeOffset? EndedAt, string? Failure)
{
    /// <summary>Whether it goes on.</summary>
    public bool IsRunning => EndedAt is null;
}
