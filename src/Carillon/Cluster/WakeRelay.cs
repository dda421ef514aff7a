using Carillon.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Carillon.Cluster;

/// <summary>
/// Carries signals from processes without an engine to those with one. An engine needs no relay for its own signals: activations
/// are found wherever they are. Every engine hears a told signal and all of them wake the same activation, which costs nothing.
/// </summary>
public sealed partial class WakeRelay(IEnumerable<IWakeLine> lines, ThisNode node, WakeSignals signals, StartSignal start, TimeProvider time, ILogger<WakeRelay> log) : BackgroundService
{
    private const int MostAtOnce = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await start.WaitAsync(stoppingToken);
        await (node.IsEngine
            ? Task.WhenAll(lines.Select(line => HearAsync(line, stoppingToken)))
            : TellAsync(stoppingToken));
    }

    private async Task TellAsync(CancellationToken stop)
    {
        var batch = new HashSet<string>(MostAtOnce);
        while (await signals.WaitAsync(stop))
        {
            batch.Clear();
            while (batch.Count < MostAtOnce && signals.TryTake(out var signal))
            {
                batch.Add($"{signal.Kind}\t{signal.Key}");
            }

            await TellAsync(string.Join('\n', batch), stop);
        }
    }

    /// <summary>By the first line that takes it.</summary>
    private async Task TellAsync(string text, CancellationToken stop)
    {
        foreach (var line in lines)
        {
            try
            {
                if (await line.TryTellAsync(text, stop))
                {
                    return;
                }
            }
            catch (Exception trouble) when (!stop.IsCancellationRequested)
            {
                NotTold(log, trouble);
            }
        }
    }

    private async Task HearAsync(IWakeLine line, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await line.ListenAsync(Raise, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception trouble) when (!stop.IsCancellationRequested)
            {
                NotHeard(log, trouble);
                await Task.Delay(Pause * (0.75 + (Random.Shared.NextDouble() / 2)), time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Raise(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.Split('\t') is [var kind, var key])
            {
                signals.Raise(kind, key);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Engines could not be told to look at once; they look by themselves within a second.")]
    private static partial void NotTold(ILogger logger, Exception trouble);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Signals of other processes are not heard for a moment; what they tell is found within a second.")]
    private static partial void NotHeard(ILogger logger, Exception trouble);
}
