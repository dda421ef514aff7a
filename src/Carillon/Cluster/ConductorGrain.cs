using Microsoft.Extensions.Logging;

namespace Carillon.Cluster;

/// <summary>The one activation that asks the database what is due.</summary>
public interface IConductorGrain : IGrainWithIntegerKey
{
    /// <summary>Looks at everything that can be due and wakes what is; called once a second by every node.</summary>
    Task LookAsync();
}

/// <summary>Knows kinds of due work and no room. Several nodes call it; it looks at most about once a second.</summary>
internal sealed partial class ConductorGrain(IEnumerable<IDueWork> kinds, IGrainFactory grains, TimeProvider time, ILogger<ConductorGrain> log) : Grain, IConductorGrain
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(700);
    private readonly IReadOnlyList<IDueWork> _kinds = [.. kinds];
    private long? _lookedAt;

    public async Task LookAsync()
    {
        if (_lookedAt is { } lookedAt && time.GetElapsedTime(lookedAt) < Pace)
        {
            return;
        }

        _lookedAt = time.GetTimestamp();
        foreach (var kind in _kinds)
        {
            try
            {
                var due = await kind.FindDueAsync(time.GetUtcNow(), CancellationToken.None);

                // All at once, and not for long: one that is frozen or just moving does not keep the others asleep.
                await Task.WhenAll(due.Select(key => kind.WakeAsync(grains, key))).WaitAsync(Patience, time);
            }
            catch (Exception trouble)
            {
                // One kind that cannot be asked (the database is away) does not keep the others asleep; in a second it is asked again.
                CannotLook(log, kind.Kind, trouble);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What is due of kind {Kind} could not be looked up; trying again in a second.")]
    private static partial void CannotLook(ILogger logger, string kind, Exception trouble);
}
