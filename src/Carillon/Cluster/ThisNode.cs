using Carillon.Primitives;

namespace Carillon.Cluster;

/// <summary>This process as a node.</summary>
/// <param name="Roles">What it does: <c>web</c>, <c>engine</c> or <c>web,engine</c>.</param>
/// <param name="Version">The build.</param>
/// <param name="IsCluster">Whether it works together with others on one database.</param>
/// <param name="Endpoint">The <c>host:port</c> under which the engines of other nodes reach it; null: a free port of the address by which it reaches the database.</param>
public sealed record ThisNode(string Roles, string Version, bool IsCluster, string? Endpoint)
{
    /// <summary>Its id.</summary>
    public NodeId Id { get; } = new(Guid.CreateVersion7());

    /// <summary>How its engine and its connections to the database are named, so that others can cut them off when it is dead.</summary>
    public string Session => $"carillon {Id}";

    /// <summary>Machine and process, as lanes name their holder.</summary>
    public static string Name { get; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Whether it works lanes and jobs.</summary>
    public bool IsEngine => Roles.Contains("engine", StringComparison.Ordinal);

    /// <summary>Where its engine listens, once it does.</summary>
    public string? Address { get; internal set; }
}
