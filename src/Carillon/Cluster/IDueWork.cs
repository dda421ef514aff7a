namespace Carillon.Cluster;

/// <summary>
/// What a room can have due. The conductor asks once a second, so nothing is forgotten when a signal is lost; it knows kinds
/// and keys and no room.
/// </summary>
public interface IDueWork
{
    /// <summary>The kind, unique among rooms: <c>lane</c>, <c>campaign</c>, <c>inbox</c>, …</summary>
    string Kind { get; }

    /// <summary>Keys of what has something to do at this instant; may name more than is due, never less.</summary>
    Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Wakes the activation that works on a key; cheap when it is awake.</summary>
    Task WakeAsync(IGrainFactory grains, string key);
}
