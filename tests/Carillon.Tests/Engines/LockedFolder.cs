using System.Diagnostics;

namespace Carillon.Tests.Engines;

/// <summary>
/// A temporary folder that belongs to this process as long as it holds the lock beside it. One without a holder was left
/// by a killed process: the next to make a folder ends the server that may still work in there, and deletes it.
/// </summary>
internal sealed class LockedFolder : IDisposable
{
    private const string Prefix = "carillon-tests-";
    private const string LockEnding = ".lock";

    private readonly FileStream _lock;

    private LockedFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    /// <summary>Its full name; the folder itself is made by whoever is to own it.</summary>
    public string Path { get; }

    /// <summary>Where a server writes its number, so that it can be ended when nobody is left to do so.</summary>
    public static string ServerFile => "server.pid";

    /// <summary>A new name, locked; clears what killed processes left.</summary>
    public static LockedFolder New()
    {
        ClearLeftovers();
        var path = System.IO.Path.Combine(Unprivileged.TempFolder, Prefix + Guid.NewGuid().ToString("N"));
        return new LockedFolder(path, new FileStream(path + LockEnding, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>Deletes the folder and gives the name back.</summary>
    public void Dispose()
    {
        Delete(Path);
        File.Delete(Path + LockEnding);
        _lock.Dispose();
    }

    private static void ClearLeftovers()
    {
        foreach (var file in Directory.GetFiles(Unprivileged.TempFolder, Prefix + "*" + LockEnding))
        {
            try
            {
                using var free = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                var folder = file[..^LockEnding.Length];
                KillServerOf(folder);
                Delete(folder);
                File.Delete(file);
            }
            catch (Exception held) when (held is IOException or UnauthorizedAccessException)
            {
                // Another test process lives and holds it, or has just cleared it.
            }
        }
    }

    private static void KillServerOf(string folder)
    {
        var file = System.IO.Path.Combine(folder, ServerFile);
        if (!File.Exists(file) || !int.TryParse(File.ReadAllText(file), out var id))
        {
            return;
        }

        // The number may long belong to another program: only one that works inside our folder is ours.
        var workplace = new FileInfo($"/proc/{id}/cwd").LinkTarget;
        if (workplace is not null && workplace.StartsWith(folder, StringComparison.Ordinal))
        {
            using var server = Process.GetProcessById(id);
            server.Kill(entireProcessTree: true);
            server.WaitForExit(TimeSpan.FromSeconds(10));
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
