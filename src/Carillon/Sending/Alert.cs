using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Sending;

/// <summary>Something an operator should look at. One alert a kind and subject stands open at a time.</summary>
public sealed class Alert : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required AlertId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>A stable word, such as <c>account-unauthorized</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The id of what it is about.</summary>
    public required string Subject { get; init; }

    /// <summary>What happened and what to do, for people.</summary>
    public required string Text { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was over; null: still open.</summary>
    public DateTimeOffset? ResolvedAt { get; private set; }

    /// <summary>It is over.</summary>
    public void Resolve(DateTimeOffset now) => ResolvedAt ??= now;

    private sealed class Mapping : IEntityTypeConfiguration<Alert>
    {
        public void Configure(EntityTypeBuilder<Alert> builder)
        {
            builder.Property(x => x.Kind).HasMaxLength(60);
            builder.Property(x => x.Subject).HasMaxLength(64);
            builder.Property(x => x.Text).HasMaxLength(500);
            builder.HasIndex(x => new { x.WorkspaceId, x.At, x.Id });
            builder.HasIndex(x => new { x.WorkspaceId, x.Kind, x.Subject }, "ux_alert_open").IsUnique().HasFilter("resolved_at IS NULL");
        }
    }
}
