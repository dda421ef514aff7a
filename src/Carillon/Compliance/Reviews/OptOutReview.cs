using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Compliance.Reviews;

/// <summary>A text that may be meant as an opt-out: a person reads it. Marketing to the number rests meanwhile; undecided, it becomes an opt-out.</summary>
public sealed class OptOutReview : IWorkspaceOwned
{
    /// <summary>How long it waits for a person.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    /// <summary>Its id.</summary>
    public required ReviewId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Whose number.</summary>
    public required PhoneNumber Phone { get; init; }

    /// <summary>The medium.</summary>
    public required Channel Channel { get; init; }

    /// <summary>Whom we knew under it.</summary>
    public ContactId? ContactId { get; init; }

    /// <summary>The message that brought the text.</summary>
    public MessageId? MessageId { get; init; }

    /// <summary>The campaign it answers.</summary>
    public CampaignId? CampaignId { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it becomes an opt-out by itself.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Where it stands.</summary>
    public ReviewStatus Status { get; private set; } = ReviewStatus.Open;

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Who decided; <c>system</c> where nobody did in time.</summary>
    public string? DecidedBy { get; private set; }

    private sealed class Mapping : IEntityTypeConfiguration<OptOutReview>
    {
        public void Configure(EntityTypeBuilder<OptOutReview> builder)
        {
            builder.Property(x => x.Text).HasMaxLength(4000);
            builder.Property(x => x.DecidedBy).HasMaxLength(200);
            builder.HasIndex(x => new { x.WorkspaceId, x.Phone, x.Status });
            builder.HasIndex(x => new { x.WorkspaceId, x.At, x.Id });
            builder.HasIndex(x => new { x.Status, x.DueAt });
        }
    }
}

/// <summary>Where a review stands.</summary>
public enum ReviewStatus
{
    /// <summary>It waits for a person.</summary>
    Open,

    /// <summary>It was an opt-out.</summary>
    OptedOut,

    /// <summary>It was none.</summary>
    Dismissed,

    /// <summary>Nobody decided in time: it counts as an opt-out.</summary>
    TimedOut,
}
