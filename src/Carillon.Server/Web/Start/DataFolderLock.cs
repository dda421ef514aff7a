namespace Carillon.Server.Web.Start;

/// <summary>
/// One server works on a data folder. The operating system lets go of the lock when the process dies, however it dies;
/// commands beside a running server take none.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    private const string FileName = "server.lock";
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null: another server has it.</summary>
    public static DataFolderLock? TryTake(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new DataFolderLock(new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException held) when (held is not (DirectoryNotFoundException or PathTooLongException or FileNotFoundException))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
