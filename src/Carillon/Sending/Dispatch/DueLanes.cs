using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Dispatch;

/// <summary>Lanes that have something to do: a running run leaves from them, a single message waits, or something is in doubt.</summary>
public sealed class DueLanes(Database database) : IDueWork
{
    /// <summary>The kind of signal that wakes a lane; the key is the sender's id.</summary>
    public const string LaneKind = "lane";

    /// <summary>Marks a key of the regular look: a lane that is awake finds what is due by itself, and only one that is not must be woken.</summary>
    private const string Look = "/look";

    /// <inheritdoc/>
    public string Kind => LaneKind;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var single = default(RunId);
        var pooled = db.RunLanes;
        var lanes = await db.Runs.Where(run => run.State == RunState.Running).Select(run => run.SenderId)
            .Union(db.Runs.Where(run => run.State == RunState.Running).Join(pooled, run => run.Id, lane => lane.RunId, (_, lane) => lane.SenderId))
            .Union(db.OutboundMessages.Where(message => message.RunId == single && message.IsWaiting && message.DueAt <= now).Select(message => message.SenderId))
            .Union(db.MessagesBeingSent.Select(message => message.SenderId))
            .Union(db.MessagesInQuestion.Select(message => message.SenderId))
            .ToListAsync(cancellationToken);
        return [.. lanes.Select(lane => lane + Look)];
    }

    /// <inheritdoc/>
    public Task WakeAsync(IGrainFactory grains, string key) => key.EndsWith(Look, StringComparison.Ordinal)
        ? grains.GetGrain<ILaneGrain>(key[..^Look.Length]).LookAsync()
        : grains.GetGrain<ILaneGrain>(key).WakeAsync();
}
