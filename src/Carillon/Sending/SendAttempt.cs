using Carillon.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Sending;

/// <summary>One call to a provider for one message, committed before its first byte leaves.</summary>
public sealed class SendAttempt
{
    /// <summary>The message.</summary>
    public required MessageId MessageId { get; init; }

    /// <summary>1 for the first call.</summary>
    public required int Number { get; init; }

    /// <summary>The lane that made it.</summary>
    public required SenderId SenderId { get; init; }

    /// <summary>The right under which it was made.</summary>
    public required long Fence { get; init; }

    /// <summary>When it was committed.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>What came of it; null while nobody knows yet.</summary>
    public AttemptOutcome? Outcome { get; private set; }

    /// <summary>The provider's id of the message it took. One of its records binds to one attempt.</summary>
    public string? ProviderMessageId { get; private set; }

    /// <summary>The provider's code, or what was seen of an unknown outcome.</summary>
    public string? Detail { get; private set; }

    /// <summary>When the answer was known.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Not asked about again before this instant, where the provider's list could not be read; null: as soon as it is due.</summary>
    public DateTimeOffset? LookAt { get; private set; }

    private sealed class Mapping : IEntityTypeConfiguration<SendAttempt>
    {
        public void Configure(EntityTypeBuilder<SendAttempt> builder)
        {
            builder.HasKey(x => new { x.MessageId, x.Number });
            builder.Property(x => x.ProviderMessageId).HasMaxLength(64);
            builder.Property(x => x.Detail).HasMaxLength(200);
            builder.HasIndex(x => new { x.SenderId, x.StartedAt }, "ix_send_attempt_open").HasFilter("outcome IS NULL OR outcome = 'Unknown'");
            builder.HasIndex(x => new { x.ProviderMessageId, x.SenderId }).IsUnique().HasFilter("provider_message_id IS NOT NULL");
        }
    }
}

/// <summary>What came of a call to a provider.</summary>
public enum AttemptOutcome
{
    Accepted,
    Refused,
    Unknown,

    /// <summary>Never made: stopped between its commit and its first byte.</summary>
    Withdrawn,

    /// <summary>Reconciliation found that the provider never had it.</summary>
    NotSent,
}
