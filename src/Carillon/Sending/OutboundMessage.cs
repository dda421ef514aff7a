using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Sending;

/// <summary>
/// One text from us, and its recipient's place in a run. Rows are written by the launch or one at a time; after that only
/// <c>MessageFate</c> changes their status.
/// </summary>
public sealed class OutboundMessage : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required MessageId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The run it belongs to; <c>default</c> for single messages.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The campaign, if any.</summary>
    public CampaignId? CampaignId { get; init; }

    /// <summary>The person, if known.</summary>
    public ContactId? ContactId { get; init; }

    /// <summary>The sender, and so the lane.</summary>
    public required SenderId SenderId { get; init; }

    /// <summary>The number; null only on a row skipped for having none.</summary>
    public PhoneNumber? To { get; init; }

    /// <summary>The medium.</summary>
    public required Channel Channel { get; init; }

    /// <summary>Decides which consent is needed.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>What kind of text it is: answers to keywords pass a suppression, nothing else does.</summary>
    public required MessageKind Kind { get; init; }

    /// <summary>The variant of a campaign's words; empty where there is one text only.</summary>
    public required string Variant { get; init; }

    /// <summary>The exact words: set from the start on single messages, at the gate on a campaign's.</summary>
    public string? Body { get; private init; }

    /// <summary>Where it stands.</summary>
    public required MessageStatus Status { get; init; }

    /// <summary>Why it stands there: a skip reason, a failure reason, or <c>Review</c>; null where there is nothing to say.</summary>
    public string? Reason { get; private set; }

    /// <summary>The provider's code of a failure.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>The provider's words of a failure.</summary>
    public string? ErrorText { get; private set; }

    /// <summary>The provider's id, once accepted.</summary>
    public string? ProviderMessageId { get; private set; }

    /// <summary>Billing parts, once rendered.</summary>
    public int Segments { get; private set; }

    /// <summary>Calls made for it.</summary>
    public int Attempts { get; private set; }

    /// <summary>Calls that count against its tries; waiting for a rate limit does not.</summary>
    public int Spent { get; private set; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset QueuedAt { get; init; }

    /// <summary>The earliest instant it may leave.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The latest instant it may leave; null: no end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the provider took it.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>When it arrived.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>When its status last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>
    /// Whether it waits to leave: kept by the engine itself from the status, so that indexes of what waits change only when that does. An index that named
    /// the status would make PostgreSQL write each message's every index anew at each step of its way.
    /// </summary>
    public bool IsWaiting { get; private init; }

    /// <summary>Whether nobody knows what became of it; kept like <see cref="IsWaiting"/>.</summary>
    public bool IsInDoubt { get; private init; }

    /// <summary>Whether it is a single message that the provider took and has said nothing final about; kept like <see cref="IsWaiting"/>.</summary>
    public bool IsSingleUnderWay { get; private init; }

    /// <summary>A single message, ready to leave.</summary>
    public static OutboundMessage Single(
        MessageId id, WorkspaceId workspace, SenderId sender, ContactId? contact, PhoneNumber to, MessageKind kind, Purpose purpose, string body, int segments,
        DateTimeOffset now, DateTimeOffset? expiresAt = null) => new()
        {
            Id = id,
            WorkspaceId = workspace,
            RunId = default,
            ContactId = contact,
            SenderId = sender,
            To = to,
            Channel = Channel.Sms,
            Purpose = purpose,
            Kind = kind,
            Variant = "",
            Body = body,
            Segments = segments,
            Status = MessageStatus.Queued,
            QueuedAt = now,
            DueAt = now,
            ChangedAt = now,
            ExpiresAt = expiresAt,
        };

    private sealed class Mapping : IEntityTypeConfiguration<OutboundMessage>
    {
        public void Configure(EntityTypeBuilder<OutboundMessage> builder)
        {
            builder.Property(x => x.To).HasColumnName("recipient");
            builder.Property(x => x.Variant).HasMaxLength(16);
            builder.Property(x => x.Reason).HasMaxLength(24);
            builder.Property(x => x.ErrorCode).HasMaxLength(40);
            builder.Property(x => x.ErrorText).HasMaxLength(300);
            builder.Property(x => x.ProviderMessageId).HasMaxLength(64);
            builder.Property(x => x.IsWaiting).HasComputedColumnSql("status = 'Queued'", stored: true);
            builder.Property(x => x.IsInDoubt).HasComputedColumnSql("status = 'InDoubt'", stored: true);
            builder.Property(x => x.IsSingleUnderWay).HasComputedColumnSql("campaign_id IS NULL AND status IN ('Accepted', 'Sent')", stored: true);
            builder.HasIndex(x => new { x.RunId, x.To }).IsUnique().HasFilter("campaign_id IS NOT NULL").HasDatabaseName("ux_outbound_message_run_recipient");
            builder.HasIndex(x => new { x.RunId, x.SenderId, x.DueAt, x.Id }, "ix_outbound_message_waiting").HasFilter("is_waiting");
            builder.HasIndex(x => new { x.RunId, x.SenderId }, "ix_outbound_message_in_doubt").HasFilter("is_in_doubt");
            builder.HasIndex(x => new { x.WorkspaceId, x.To }, "ix_outbound_message_number");
            builder.HasIndex(x => new { x.WorkspaceId, x.ContactId, x.QueuedAt });
            builder.HasIndex(x => new { x.WorkspaceId, x.QueuedAt, x.Id });
            builder.HasIndex(x => new { x.RunId, x.QueuedAt, x.Id }, "ix_outbound_message_of_run").HasFilter("campaign_id IS NOT NULL");
            builder.HasIndex(x => new { x.SenderId, x.QueuedAt }, "ix_outbound_message_single_under_way").HasFilter("is_single_under_way");
        }
    }
}

/// <summary>What kind of text from us it is.</summary>
public enum MessageKind
{
    /// <summary>One of a campaign.</summary>
    Campaign,

    /// <summary>One written by hand or by a program.</summary>
    Direct,

    /// <summary>The lawful answer to a keyword; the only kind that passes an opt-out.</summary>
    KeywordAnswer,
}
