using System.Collections.Concurrent;
using Carillon.Primitives;

namespace Carillon.Compliance;

/// <summary>Numbers suppressed on this node in the last seconds, asked by lanes just before a request's first byte.</summary>
public sealed class FreshSuppressions(TimeProvider time)
{
    private readonly ConcurrentDictionary<(WorkspaceId, PhoneNumber), DateTimeOffset> _fresh = [];

    /// <summary>Remembers a number whose suppression was just committed.</summary>
    public void Add(WorkspaceId workspace, PhoneNumber phone) => _fresh[(workspace, phone)] = time.GetUtcNow();

    /// <summary>Whether the number was suppressed in the last seconds.</summary>
    public bool Covers(WorkspaceId workspace, PhoneNumber phone) => !_fresh.IsEmpty && _fresh.ContainsKey((workspace, phone));
}
