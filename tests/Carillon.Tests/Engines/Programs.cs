using System.Diagnostics;

namespace Carillon.Tests.Engines;

/// <summary>Finding installed programs that really run: a name on the path may be a link to something long gone.</summary>
internal static class Programs
{
    /// <summary>The full name of a program on the path, or null.</summary>
    public static string? OnPath(string name) => FoldersOnPath()
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(Runs);

    /// <summary>
    /// The folder of PostgreSQL's own programs, newest version first, or null. One in which <c>initdb</c> stands beside
    /// <c>postgres</c>: a wrapper or a lone link cannot make a cluster.
    /// </summary>
    public static string? PostgresFolder()
    {
        string[] packaged = [.. Subfolders("/usr/lib/postgresql"), .. Subfolders("/opt/homebrew/opt", "postgresql@*")];
        var linked = FoldersOnPath()
            .Select(folder => new FileInfo(Path.Combine(folder, "postgres")))
            .Where(file => file.Exists)
            .Select(file => file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName)
            .Select(name => Path.GetDirectoryName(name) ?? "/");
        return packaged
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder).Replace("postgresql@", "", StringComparison.Ordinal), out var major) ? major : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat(linked)
            .FirstOrDefault(folder => Runs(Path.Combine(folder, "initdb")) && Runs(Path.Combine(folder, "postgres")));
    }

    private static IEnumerable<string> FoldersOnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(["/usr/sbin", "/usr/bin", "/sbin", "/bin"]);

    private static string[] Subfolders(string parent, string pattern = "*") =>
        Directory.Exists(parent) ? Directory.GetDirectories(parent, pattern) : [];

    private static bool Runs(string program)
    {
        if (!File.Exists(program))
        {
            return false;
        }

        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, "--version")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            return process is not null && process.WaitForExit(TimeSpan.FromSeconds(10)) && process.ExitCode == 0;
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }
}
