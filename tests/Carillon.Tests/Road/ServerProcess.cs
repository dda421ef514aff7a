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

    /// <summary>Starts the process and waits until it listens and is ready.</summary>
    public async Task StartAsync()
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Carillon.Server.dll")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in _settings)
        {
            info.Environment[name] = value;
        }

        _process = Process.Start(info)!; // starting an existing program gives a process
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains("Application started", StringComparison.Ordinal))
            {
                _process.OutputDataReceived += (_, _) => { };
                _process.BeginOutputReadLine();
                return;
            }
        }

        throw new InvalidOperationException($"The server ended with {_process.ExitCode} before it listened.");
    }

    /// <summary>As a power cut: nothing is told, nothing is finished.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(); // started before it is killed
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
