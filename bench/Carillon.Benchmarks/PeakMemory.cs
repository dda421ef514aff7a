using System.Diagnostics;

namespace Carillon.Benchmarks;

/// <summary>Watches how much memory this process has, twenty times a second.</summary>
internal sealed class PeakMemory : IAsyncDisposable
{
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(50), TimeProvider.System);
    private readonly Task _loop;
    private long _bytes;

    private PeakMemory() => _loop = LoopAsync();

    /// <summary>The most so far.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Begins to watch; dispose to end.</summary>
    public static PeakMemory Watch() => new();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _loop;
    }

    private async Task LoopAsync()
    {
        do
        {
            using var process = Process.GetCurrentProcess();
            Interlocked.Exchange(ref _bytes, Math.Max(_bytes, process.WorkingSet64));
        }
        while (await _timer.WaitForNextTickAsync());
    }
}
