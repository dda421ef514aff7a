using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;

namespace Carillon.Tests.Storms;

/// <summary>The fake carrier as a process beside this one, whose log outlives everybody that a storm kills.</summary>
public sealed class CarrierProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _file;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _asked = new();

    private CarrierProcess(Process process, string file, string address) => (_process, _file, Settings) = (process, file, new Dictionary<string, string>
    {
        ["accountSid"] = FakeTwilio.DefaultSid,
        ["authToken"] = FakeTwilio.DefaultToken,
        ["baseUrl"] = address,
    });

    /// <summary>The settings of an account at it.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Starts one that tells the story of a seed.</summary>
    /// <param name="story">What goes wrong at it.</param>
    public static async Task<CarrierProcess> StartAsync(CarrierStory story)
    {
        var file = Path.Combine(TestFolders.Add(), "carrier.log");
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Carillon.Tests.dll"), "carrier", file, Text(story.Seed), Text(story.Late.TotalMilliseconds), Text(story.Lag.TotalMilliseconds),
        ];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!; // an existing program gives a process
        var address = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The carrier ended before it said its address.");
        var carrier = new CarrierProcess(process, file, address);
        _ = carrier.ListenAsync();
        return carrier;
    }

    /// <summary>Ends when so much has happened: <c>asked</c> or <c>took</c> since it began, <c>listed</c> from now on.</summary>
    public Task ReachAsync(string what, int count)
    {
        var question = string.Create(CultureInfo.InvariantCulture, $"{what} {count}");
        var reached = _asked[question] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_process)
        {
            _process.StandardInput.WriteLine(question);
            _process.StandardInput.Flush();
        }

        return reached.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Its log so far.</summary>
    public CarrierHistory Read() => CarrierFile.Read(_file);

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (_asked.TryRemove(line, out var reached))
            {
                reached.TrySetResult();
            }
        }

        foreach (var waiting in _asked.Values)
        {
            waiting.TrySetException(new InvalidOperationException("The carrier ended."));
        }
    }
}
