using System.Collections.Concurrent;
using System.Diagnostics;

namespace Carillon.Tests.Engines;

/// <summary>
/// A server that does not outlive the test process. A shell stands between: it holds one end of a pipe whose other end is
/// ours, and when that closes, because we dispose, end or are killed, it stops the server and deletes the folder. Should the
/// shell be killed as well, the next test process finds the folder without a holder and clears it.
/// </summary>
internal sealed class GuardedServer : IAsyncDisposable
{
    private const int KeptLines = 200;

    private const string Guard = """
        umask 077
        folder=$1 signal=$2 number=$3
        shift 3
        mkdir -p "$folder" && cd "$folder" || exit 1
        exec 3<&0 2>&1
        "$@" 3<&- </dev/null &
        server=$!
        echo "$server" > "$number"
        ( while read -r line; do :; done; kill -s "$signal" "$server" ) <&3 >/dev/null 2>&1 &
        watch=$!
        wait "$server"
        kill "$watch" 2>/dev/null
        cd / && rm -rf "$folder"
        """;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);

    private readonly Process _shell;
    private readonly LockedFolder _folder;
    private readonly ConcurrentQueue<string> _lines = new();

    private GuardedServer(Process shell, LockedFolder folder)
    {
        (_shell, _folder) = (shell, folder);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <summary>What the server said last, for a failure's message.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts a server in a folder, which from here on is the server's, and waits until it says that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended or stayed silent instead; the message holds what it said.</exception>
    public static async Task<GuardedServer> StartAsync(
        LockedFolder folder, string stopSignal, string readyText, IReadOnlyList<string> command)
    {
        string[] guarded = ["sh", "-c", Guard, "guard", folder.Path, stopSignal, LockedFolder.ServerFile, .. command];
        var shell = Process.Start(Unprivileged.Command(guarded)) ?? throw new InvalidOperationException("No shell to start a server with.");
        var server = new GuardedServer(shell, folder);
        if (await server.SaysAsync(readyText))
        {
            _ = server.DrainAsync();
            return server;
        }

        await server.DisposeAsync();
        throw new InvalidOperationException($"{Path.GetFileName(command[0])} did not start:\n{server.Output}");
    }

    /// <summary>Stops the server and deletes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        _shell.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await _shell.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _shell.Kill(entireProcessTree: true);
        }

        _folder.Dispose();
    }

    private void OnExit(object? sender, EventArgs arguments)
    {
        _shell.StandardInput.Close();
        if (!_shell.WaitForExit(StopPatience))
        {
            _shell.Kill(entireProcessTree: true);
        }

        _folder.Dispose();
    }

    private async Task<bool> SaysAsync(string text)
    {
        using var patience = new CancellationTokenSource(StartPatience);
        try
        {
            while (await _shell.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                Keep(line);
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            Keep("(no word of being ready within a minute)");
        }

        return false;
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
}
