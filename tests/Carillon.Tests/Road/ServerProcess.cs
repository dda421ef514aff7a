using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Carillon.Tests.Road;

/// <summary>The product as a process of its own, so that it can be killed.</summary>
public sealed class ServerProcess : IDisposable
{
    private const string Key = "a-bootstrap-key-of-the-tests";
    private readonly Dictionary<string, string> _settings;
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    public ServerProcess(IReadOnlyDictionary<string, string> settings)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        _settings = new Dictionary<string, string>(settings)
        {
            ["ASPNETCORE_URLS"] = Address.ToString(),
            ["Carillon__Bootstrap__ApiKey"] = Key,
            ["Carillon__Bootstrap__AdminEmail"] = "owner@example.com",
            ["Carillon__Bootstrap__AdminPassword"] = "correct horse battery",
        };
        Client = new HttpClient { BaseAddress = Address };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>Whether it was started and has not ended.</summary>
    public bool IsRunning => _process is { HasExited: false };

    /// <summary>How the system knows it.</summary>
    public int ProcessId => _process!.Id; // asked of a started one

    /// <summary>What it said so far, on both of its outputs.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts the process and waits until it listens and is ready.</summary>
    public async Task StartAsync()
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Carillon.Server.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _settings)
        {
            info.Environment[name] = value;
        }

        var process = new Process { StartInfo = info, EnableRaisingEvents = true };
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        process.Exited += (_, _) => started.TrySetException(new InvalidOperationException($"The server ended before it listened: {Output}"));
        process.OutputDataReceived += (_, line) =>
        {
            _output.Enqueue(line.Data ?? "");
            if (line.Data?.Contains("Application started", StringComparison.Ordinal) == true)
            {
                started.TrySetResult();
            }
        };
        process.Start();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        _process?.Dispose();
        _process = process;
        await started.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>As a power cut: nothing is told, nothing is finished.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(); // started before it is killed
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a signal of the system: <c>TERM</c>, <c>STOP</c>, <c>CONT</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{ProcessId}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WaitForEndAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        try
        {
            await _process!.WaitForExitAsync(patience.Token); // started before
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"It does not end: {Output}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process?.Dispose();
        Client.Dispose();
    }

    /// <summary>A port below those that the system gives away by itself: the process that is killed and started again must find it free.</summary>
    private static int FreePort()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(12_000, 32_000));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
