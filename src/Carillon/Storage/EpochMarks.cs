using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Carillon.Storage;

/// <summary>
/// The marks outside the database that tell a restored snapshot from the living data: the last epoch this folder has seen of a
/// database, the folder's own path, and a file that is written once. A copy of the folder lies elsewhere or has that file anew; a database put
/// back from a backup is behind the folder's epoch.
/// </summary>
public sealed class EpochMarks(StorageOptions options)
{
    /// <summary>The last epoch seen of a database; 0: none.</summary>
    public async Task<long> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var file = FileOf(name);
        return File.Exists(file) && long.TryParse(await File.ReadAllTextAsync(file, cancellationToken), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : 0;
    }

    /// <summary>Keeps the epoch, whole or not at all.</summary>
    public async Task WriteAsync(string name, long epoch, CancellationToken cancellationToken)
    {
        var next = FileOf(name) + ".new";
        await File.WriteAllTextAsync(next, epoch.ToString(CultureInfo.InvariantCulture), cancellationToken);
        File.Move(next, FileOf(name), overwrite: true);
    }

    /// <summary>What tells the folder from a copy of it: where it is, and when the file that is written once came to be. A folder that was moved counts as a copy.</summary>
    public string Place()
    {
        var file = new FileInfo(Path.Combine(options.Folder("epochs"), "place"));
        if (!file.Exists)
        {
            File.WriteAllText(file.FullName, "Written once. Its age tells this folder from a copy of it, so that a restored backup does not send by itself.\n");
            file.Refresh();
        }

        return string.Create(CultureInfo.InvariantCulture, $"folder {file.CreationTimeUtc.Ticks} {file.LastWriteTimeUtc.Ticks} {PathMark()}");
    }

    private string PathMark() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(options.DataDirectory))))[..16];

    private string FileOf(string name) => Path.Combine(options.Folder("epochs"), name);
}
