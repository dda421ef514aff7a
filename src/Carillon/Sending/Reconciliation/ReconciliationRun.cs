using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Sending.Reconciliation;

/// <summary>Somebody asked that a provider be asked about everything open of a span of time.</summary>
public sealed class ReconciliationRun : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required ReconciliationId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The login whose provider is asked.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>Attempts from here on,</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>up to here.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>How far it is.</summary>
    public ReconciliationStatus Status { get; init; } = ReconciliationStatus.Queued;

    /// <summary>Messages looked at.</summary>
    public int Checked { get; init; }

    /// <summary>Unknown ones that the provider has.</summary>
    public int Accepted { get; init; }

    /// <summary>Unknown ones that it has not.</summary>
    public int NotSent { get; init; }

    /// <summary>Fates that its callbacks had not told.</summary>
    public int Updated { get; init; }

    /// <summary>Those it could not say anything about.</summary>
    public int Unresolved { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was through.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<ReconciliationRun>
    {
        public void Configure(EntityTypeBuilder<ReconciliationRun> builder)
        {
            builder.ToTable("reconciliation");
            builder.Property(x => x.From).HasColumnName("since");
            builder.Property(x => x.To).HasColumnName("until");
            builder.Property(x => x.Checked).HasColumnName("looked_at");
            builder.HasIndex(x => new { x.WorkspaceId, x.CreatedAt, x.Id });
            builder.HasIndex(x => x.Status, "ix_reconciliation_open").HasFilter("status IN ('Queued', 'Running')");
        }
    }
}

/// <summary>How far an asking is.</summary>
public enum ReconciliationStatus
{
    Queued,
    Running,
    Completed,
    Failed,
}
