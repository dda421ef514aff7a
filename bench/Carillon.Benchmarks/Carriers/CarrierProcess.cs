using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Carillon.Benchmarks.Carriers;

/// <summary>The carrier as a process beside this one.</summary>
internal sealed class CarrierProcess : IAsyncDisposable
{
    public const string AccountSid = "AC22222222222222222222222222222222";
    public const string AuthToken = "0123456789abcdef0123456789abcdef";
    private readonly Process _process;

    private CarrierProcess(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["accountSid"] = AccountSid,
        ["authToken"] = AuthToken,
        ["baseUrl"] = Url.ToString(),
    };

    /// <summary>Starts one that answers after a delay.</summary>
    public static async Task<CarrierProcess> StartAsync(int delayMilliseconds = 0, int room = 4_000_000)
    {
        var info = new ProcessStartInfo("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "Carillon.Benchmarks.dll"), "carrier",
            delayMilliseconds.ToString(CultureInfo.InvariantCulture), room.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(info)!; // starting an existing program gives a process
        return new CarrierProcess(process, new Uri((await process.StandardOutput.ReadLineAsync())!)); // it says its address first
    }

    /// <summary>What came so far.</summary>
    public Task<CarrierReport> ReportAsync() => AskAsync("report");

    /// <summary>Begins to count anew.</summary>
    public Task ForgetAsync() => AskAsync("forget");

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<CarrierReport> AskAsync(string word)
    {
        await _process.StandardInput.WriteLineAsync(word);
        return JsonSerializer.Deserialize<CarrierReport>((await _process.StandardOutput.ReadLineAsync())!)!; // it answers each word
    }
}
