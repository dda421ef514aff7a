using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Carillon.Benchmarks;

/// <summary>The published program on an existing database: from the start of the process to the first page, and memory at rest.</summary>
public static class StartBenchmark
{
    /// <summary>Measures.</summary>
    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("carillon-start-").FullName;
        try
        {
            await OnceAsync(folder, cancellationToken);
            var (first, memory) = await OnceAsync(folder, cancellationToken);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| start to first page on an existing database | {first.TotalSeconds:N2} s | limit 3 s | {first.TotalSeconds / 3:P0} |"));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| memory at rest | {memory / 1048576.0:N0} MB | limit 200 MB | {memory / (200 * 1048576.0):P0} |"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(TimeSpan First, long Memory)> OnceAsync(string folder, CancellationToken cancellationToken)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        probe.Stop();
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Carillon.Server.dll")]) { RedirectStandardOutput = true };
        info.Environment["ASPNETCORE_URLS"] = url.ToString();
        info.Environment["Carillon__DataDirectory"] = folder;
        var clock = Stopwatch.StartNew();
        using var server = Process.Start(info)!; // starting an existing program gives a process
        using var client = new HttpClient { BaseAddress = url };
        try
        {
            while (!await AnswersAsync(client, cancellationToken))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellationToken);
            }

            var first = clock.Elapsed;
            await Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System, cancellationToken);
            server.Refresh();
            return (first, server.WorkingSet64);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), cancellationToken);
            return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect or HttpStatusCode.Found or HttpStatusCode.SeeOther;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
