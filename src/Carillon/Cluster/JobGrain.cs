using Microsoft.Extensions.Logging;

namespace Carillon.Cluster;

/// <summary>The one activation of a long job.</summary>
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>Starts the job if it is not under way.</summary>
    Task WakeAsync();
}

/// <summary>Holds the loop of one job; the key is <c>kind:subject</c>.</summary>
internal sealed partial class JobGrain(IEnumerable<IJobKind> kinds, IGrainFactory grains, ILogger<JobGrain> log) : Grain, IJobGrain
{
    private GrainLoop? _loop;

    public Task WakeAsync()
    {
        if (_loop is null or { IsOver: true })
        {
            var key = this.GetPrimaryKeyString();
            var colon = key.IndexOf(':', StringComparison.Ordinal);
            var kind = kinds.Single(kind => kind.Kind == key[..colon]);
            _loop = GrainLoop.Start(stop => RunAsync(kind, key[(colon + 1)..], stop));
        }

        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_loop is not null)
        {
            await _loop.DisposeAsync();
        }
    }

    private async Task RunAsync(IJobKind kind, string subject, CancellationToken stop)
    {
        try
        {
            await (kind is IGrainJobKind calling ? calling.RunAsync(subject, grains, stop) : kind.RunAsync(subject, stop));
        }
        catch (Exception trouble) when (!stop.IsCancellationRequested)
        {
            // The job's own row says how far it came; the conductor asks for it again.
            JobFailed(log, kind.Kind, subject, trouble);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Kind} {Subject} broke off; it will be taken up again.")]
    private static partial void JobFailed(ILogger logger, string kind, string subject, Exception trouble);
}

/// <summary>Jobs of every kind, as the conductor sees them.</summary>
public sealed class DueJobs(IEnumerable<IJobKind> kinds) : IDueWork
{
    /// <summary>The kind of signal that wakes a job; the key is <c>kind:subject</c>.</summary>
    public const string JobKind = "job";

    /// <inheritdoc/>
    public string Kind => JobKind;

    /// <summary>The key of a job.</summary>
    public static string Key(string kind, string subject) => $"{kind}:{subject}";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = new List<string>();
        foreach (var kind in kinds)
        {
            due.AddRange((await kind.FindDueAsync(now, cancellationToken)).Select(subject => Key(kind.Kind, subject)));
        }

        return due;
    }

    /// <inheritdoc/>
    public Task WakeAsync(IGrainFactory grains, string key) => grains.GetGrain<IJobGrain>(key).WakeAsync();
}
