using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Storage.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Receiving;

/// <summary>A provider's callback, verified and stored before it was answered (API: webhook-event).</summary>
public sealed class ProviderEvent : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required ProviderEventId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The account that was called.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>Whose callback it is.</summary>
    public required Provider Source { get; init; }

    /// <summary>The same for every delivery of one event; unique within an account.</summary>
    public required string EventKey { get; init; }

    /// <summary>The provider's word for the kind.</summary>
    public required string Type { get; init; }

    /// <summary>Where it is handled: texts and calls of one number in one place, in order; receipts in places of their own.</summary>
    public required int Partition { get; init; }

    /// <summary>The other side of a text or call, whose events wait for one another; null where order does not matter.</summary>
    public PhoneNumber? Number { get; init; }

    /// <summary>What it tells, as our own reading of it, JSON.</summary>
    public required string Content { get; init; }

    /// <summary>When it came; strictly rising within a node.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public EventStatus Status { get; private set; } = EventStatus.Pending;

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; private set; }

    /// <summary>When it is tried next.</summary>
    public required DateTimeOffset NextAttemptAt { get; init; }

    /// <summary>Why it failed last, for people.</summary>
    public string? LastError { get; private set; }

    /// <summary>When it was done with.</summary>
    public DateTimeOffset? ProcessedAt { get; private set; }

    /// <summary>A verified callback that waits to be handled.</summary>
    internal static ProviderEvent Waiting(NewProviderEvent entry, Provider source) => new()
    {
        Id = entry.Id,
        WorkspaceId = entry.Workspace,
        AccountId = entry.Account,
        Source = source,
        EventKey = entry.EventKey,
        Type = entry.Type,
        Partition = entry.Partition,
        Number = entry.Number,
        Content = entry.Content,
        ReceivedAt = entry.ReceivedAt,
        NextAttemptAt = entry.ReceivedAt,
    };

    private sealed class Mapping : IEntityTypeConfiguration<ProviderEvent>
    {
        public void Configure(EntityTypeBuilder<ProviderEvent> builder)
        {
            builder.Property(x => x.EventKey).HasMaxLength(120);
            builder.Property(x => x.Type).HasMaxLength(60);
            builder.Property(x => x.LastError).HasMaxLength(500);
            builder.HasIndex(x => new { x.AccountId, x.EventKey }).IsUnique();
            builder.HasIndex(x => new { x.Partition, x.NextAttemptAt, x.Id }, "ix_provider_event_waiting").HasFilter("status IN ('Pending', 'Retrying')");
            builder.HasIndex(x => new { x.Partition, x.Number }, "ix_provider_event_held").HasFilter("status = 'Retrying' AND number IS NOT NULL");
            builder.HasIndex(x => new { x.WorkspaceId, x.ReceivedAt, x.Id }, "ix_provider_event_failed").HasFilter("status IN ('Retrying', 'Dead')");
            builder.HasIndex(x => new { x.WorkspaceId, x.ReceivedAt, x.Id });
        }
    }
}

/// <summary>Where a stored callback stands.</summary>
public enum EventStatus
{
    Pending,
    Processed,
    Retrying,
    Dead,
}
