using System.Collections.Concurrent;
using Carillon.Primitives;
using Carillon.Sending.Dispatch;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Pacing;

/// <summary>Writes down what a run waits for, once for each wait, so that pages can say it.</summary>
public sealed class RunWaits(Database database)
{
    private readonly ConcurrentDictionary<RunId, Wait?> _written = [];

    /// <summary>The run waits.</summary>
    public async Task SetAsync(RunView run, RunWait what, DateTimeOffset? until, string text, CancellationToken cancellationToken)
    {
        var wait = new Wait(what, until?.Stored(), text.Length > 300 ? text[..300] : text);
        if (_written.TryGetValue(run.Id, out var before) && before == wait)
        {
            return;
        }

        await WriteAsync(run.Id, wait, cancellationToken);
    }

    /// <summary>The run goes on.</summary>
    public async Task ClearAsync(RunView run, CancellationToken cancellationToken)
    {
        if (_written.TryGetValue(run.Id, out var before) ? before is not null : run.IsWaiting)
        {
            await WriteAsync(run.Id, null, cancellationToken);
        }
    }

    /// <summary>Another hand changed the run's row: the next word on it is written in any case.</summary>
    public void Forget(RunId run) => _written.TryRemove(run, out _);

    private async Task WriteAsync(RunId run, Wait? wait, CancellationToken cancellationToken)
    {
        var (what, until, text) = (wait?.What, wait?.Until, wait?.Text);
        await using var db = database.OpenEverybody();
        await db.Runs.Where(row => row.Id == run).ExecuteUpdateAsync(
            set => set.SetProperty(x => x.WaitsFor, what).SetProperty(x => x.WaitsUntil, until).SetProperty(x => x.WaitText, text), cancellationToken);
        _written[run] = wait;
    }

    private sealed record Wait(RunWait What, DateTimeOffset? Until, string Text);
}
