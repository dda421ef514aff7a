using Carillon.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Cluster;

/// <summary>A running server, as it last said of itself. A row that is not renewed belongs to a process that is gone or frozen.</summary>
public sealed class Node
{
    /// <summary>Its id, new at each start.</summary>
    public required NodeId Id { get; init; }

    /// <summary>Machine and process, as lanes name their holder.</summary>
    public required string Name { get; init; }

    /// <summary>What it does: <c>web</c>, <c>engine</c> or <c>web,engine</c>.</summary>
    public required string Roles { get; init; }

    /// <summary>The build.</summary>
    public required string Version { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it last said that it lives, by the database's clock.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Where the engines of other nodes reach it; null: it runs none, or is alone.</summary>
    public string? Address { get; init; }

    /// <summary>How far its own clock was ahead of the database's, in milliseconds.</summary>
    public required double ClockAheadMilliseconds { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<Node>
    {
        public void Configure(EntityTypeBuilder<Node> builder)
        {
            builder.Property(x => x.Name).HasMaxLength(120);
            builder.Property(x => x.Roles).HasMaxLength(24);
            builder.Property(x => x.Version).HasMaxLength(60);
            builder.Property(x => x.Address).HasMaxLength(120);
        }
    }
}
