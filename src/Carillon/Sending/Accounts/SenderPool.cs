using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Sending.Accounts;

/// <summary>Senders that share a campaign's work.</summary>
public sealed class SenderPool : IWorkspaceOwned
{
    /// <summary>Most senders of one pool.</summary>
    public const int MostSenders = 500;

    /// <summary>Its id.</summary>
    public required PoolId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>Its senders, each once, in the order given.</summary>
    public required List<SenderId> SenderIds { get; set; }

    /// <summary>How a recipient gets its sender.</summary>
    public PoolStrategy Strategy { get; set; } = PoolStrategy.Sticky;

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<SenderPool>
    {
        public void Configure(EntityTypeBuilder<SenderPool> builder)
        {
            builder.Property(x => x.Name).HasMaxLength(120);
            builder.Property(x => x.SenderIds).HasJson();
            builder.HasIndex(x => new { x.WorkspaceId, x.CreatedAt, x.Id });
        }
    }
}

/// <summary>How a recipient of a pool gets its sender.</summary>
public enum PoolStrategy
{
    /// <summary>A person always hears from the same sender.</summary>
    Sticky,

    /// <summary>One after the other.</summary>
    RoundRobin,

    /// <summary>From a number of the person's own area code or state, where the pool has one.</summary>
    AreaCode,
}
