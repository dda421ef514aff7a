using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Contacts.Numbers;

/// <summary>A check of people who are stored already: their numbers in their order, in steps, going on where it was.</summary>
public sealed class NumberCheckRun : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required NumberCheckRunId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Who is asked.</summary>
    public required NumberCheckKind Kind { get; init; }

    /// <summary>Whose numbers: the people of this list; null: everybody's.</summary>
    public ContactListId? ListId { get; init; }

    /// <summary>Where it stands.</summary>
    public NumberCheckStatus Status { get; private set; } = NumberCheckStatus.Running;

    /// <summary>Why it stopped before its end, for people.</summary>
    public string? Failure { get; private set; }

    /// <summary>How many numbers there were when it began.</summary>
    public required long Total { get; init; }

    /// <summary>Up to whom it is done.</summary>
    public ContactId? DoneTo { get; private set; }

    /// <summary>How many numbers are done with.</summary>
    public long Done { get; private set; }

    /// <summary>How many the provider was asked about; each costs.</summary>
    public long Asked { get; private set; }

    /// <summary>Mobile lines and those over the internet: they take texts.</summary>
    public long Mobile { get; private set; }

    /// <summary>Fixed lines and others that take no texts.</summary>
    public long Landline { get; private set; }

    /// <summary>Numbers that do not exist.</summary>
    public long Invalid { get; private set; }

    /// <summary>Numbers of which nothing was told.</summary>
    public long Unknown { get; private set; }

    /// <summary>What one question costs by the account, in millionths; null: not said.</summary>
    public long? PriceMicros { get; init; }

    /// <summary>The price's currency.</summary>
    public string? Currency { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>What the asking cost so far; null: the account says no price.</summary>
    public Money? Cost => PriceMicros is { } micros && Currency is { } currency ? Money.Of(micros * Asked / 1_000_000m, currency) : null;

    private sealed class Mapping : IEntityTypeConfiguration<NumberCheckRun>
    {
        public void Configure(EntityTypeBuilder<NumberCheckRun> builder)
        {
            builder.Property(x => x.Failure).HasMaxLength(500);
            builder.Property(x => x.Currency).HasMaxLength(3);
            builder.HasIndex(x => new { x.WorkspaceId, x.CreatedAt, x.Id });
            builder.Ignore(x => x.Cost);
            builder.HasIndex(x => x.Status);
        }
    }
}

/// <summary>Where a check of stored people stands.</summary>
public enum NumberCheckStatus
{
    Running,
    Completed,
    Stopped,
    Cancelled,
}
