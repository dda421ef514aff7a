using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Audiences;

/// <summary>A saved filter over people, true afresh at each look. A campaign that has begun keeps whom it found when it launched.</summary>
public sealed class Segment : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required SegmentId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>What people call it; unique in the workspace.</summary>
    public required string Name { get; set; }

    /// <summary>The filter as it was given, JSON; read and found sound before it was stored.</summary>
    public required string Filter { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<Segment>
    {
        public void Configure(EntityTypeBuilder<Segment> builder)
        {
            builder.Property(x => x.Name).HasMaxLength(200);
            builder.HasIndex(x => new { x.WorkspaceId, x.Name }).IsUnique();
        }
    }
}
