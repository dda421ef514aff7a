using System.Collections.Concurrent;
using System.Diagnostics;

namespace Carillon.Tests.Engines;

/// <summary>
/// A server that does not outlive the test process. A shell stands between: it holds one end of a pipe whose other end is
/// ours, and when that closes, because we dispose, end or are killed, it stops the server and deletes the folder. Should the
/// shell be killed as well, the next test process finds the folder unlocked and clears it.
/// </summary>
internal sealed class GuardedServer : IAsyncDisposable
{
    private const string FolderPrefix = "carillon-tests-";
    private const int KeptLines = 200;

    private const string Guard = """
        umask 077
        folder=$1 signal=$2
        shift 2
        mkdir -p "$folder" && cd "$folder" || exit 1
        exec 3<&0 2>&1
        "$@" 3<&- </dev/null &
        server=$!
        echo "$server" > server.pid
        ( while read -r line; do :; done; kill -s "$signal" "$server" ) <&3 >/dev/null 2>&1 &
        watch=$!
        wait "$server"
        kill "$watch" 2>/dev/null
        cd / && rm -rf "$folder"
        """;

    private readonly Process _shell;
    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly ConcurrentQueue<string> _lines = new();

    private GuardedServer(Process shell, string folder, FileStream held)
    {
        (_shell, _folder, _lock) = (shell, folder, held);
        AppDomain.CurrentDomain.ProcessExit += Stop;
    }

    /// <summary>What the server said last, for a failure's message.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>A name for a new folder, locked by this process until the server that gets it has ended.</summary>
    public static (string Folder, FileStream Lock) NewFolder()
    {
        ClearLeftovers();
        var folder = Path.Combine(Unprivileged.TempFolder, FolderPrefix + Guid.NewGuid().ToString("N"));
        return (folder, new FileStream(folder + ".lock", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>Starts a server in a folder and waits until it says that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended or stayed silent instead; the message holds what it said.</exception>
    public static async Task<GuardedServer> StartAsync(
        string folder, FileStream held, string stopSignal, string readyText, IReadOnlyList<string> command)
    {
        var shell = Process.Start(Unprivileged.Command(["sh", "-c", Guard, "guard", folder, stopSignal, .. command]))
            ?? throw new InvalidOperationException("No shell to start a server with.");
        var server = new GuardedServer(shell, folder, held);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            while (await shell.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                server.Keep(line);
                if (line.Contains(readyText, StringComparison.Ordinal))
                {
                    _ = server.DrainAsync();
                    return server;
                }
            }
        }
        catch (OperationCanceledException)
        {
            server.Keep("(no word of being ready within a minute)");
        }

        var said = server.Output;
        await server.DisposeAsync();
        throw new InvalidOperationException($"{Path.GetFileName(command[0])} did not start:\n{said}");
    }

    /// <summary>Stops the server and deletes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= Stop;
        _shell.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await _shell.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _shell.Kill(entireProcessTree: true);
        }

        Forget();
    }

    private void Stop(object? sender, EventArgs arguments)
    {
        _shell.StandardInput.Close();
        if (!_shell.WaitForExit(TimeSpan.FromSeconds(20)))
        {
            _shell.Kill(entireProcessTree: true);
        }

        Forget();
    }

    private void Forget()
    {
        Delete(_folder);
        _lock.Dispose();
        File.Delete(_folder + ".lock");
    }

    private async Task DrainAsync()
    {
        while (await _shell.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            Keep(line);
        }
    }

    private void Keep(string line)
    {
        _lines.Enqueue(line);
        while (_lines.Count > KeptLines && _lines.TryDequeue(out _))
        {
        }
    }

    private static void ClearLeftovers()
    {
        foreach (var name in Directory.GetFiles(Unprivileged.TempFolder, FolderPrefix + "*.lock"))
        {
            try
            {
                using var free = new FileStream(name, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                var folder = name[..^".lock".Length];
                KillServerOf(folder);
                Delete(folder);
                File.Delete(name);
            }
            catch (Exception held) when (held is IOException or UnauthorizedAccessException)
            {
                // Another test process lives and holds it, or has just cleared it.
            }
        }
    }

    private static void KillServerOf(string folder)
    {
        var file = Path.Combine(folder, "server.pid");
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
