using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Sending.Runs;

/// <summary>A lane that a run of a pool leaves from; a run of a single sender has none, its own sender says it.</summary>
public sealed class RunLane : IWorkspaceOwned
{
    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The sender.</summary>
    public required SenderId SenderId { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<RunLane>
    {
        public void Configure(EntityTypeBuilder<RunLane> builder)
        {
            builder.HasKey(x => new { x.RunId, x.SenderId });
            builder.HasIndex(x => x.SenderId);
        }
    }
}
