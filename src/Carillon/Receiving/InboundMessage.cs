using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Receiving;

/// <summary>One text to us.</summary>
public sealed class InboundMessage : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required MessageId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The account it came through.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>The provider's id.</summary>
    public required string ProviderMessageId { get; init; }

    /// <summary>The person who wrote.</summary>
    public required ContactId ContactId { get; init; }

    /// <summary>The sender it was written to, if it is one of ours.</summary>
    public SenderId? SenderId { get; init; }

    /// <summary>The writer's number.</summary>
    public required PhoneNumber From { get; init; }

    /// <summary>The number written to.</summary>
    public required PhoneNumber To { get; init; }

    /// <summary>The words.</summary>
    public required string Body { get; init; }

    /// <summary>Addresses of pictures.</summary>
    public List<string> MediaUrls { get; init; } = [];

    /// <summary>The campaign whose text it answers, if one went out to the number in the last 72 hours.</summary>
    public CampaignId? CampaignId { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<InboundMessage>
    {
        public void Configure(EntityTypeBuilder<InboundMessage> builder)
        {
            builder.Property(x => x.ProviderMessageId).HasMaxLength(64);
            builder.Property(x => x.From).HasColumnName("origin");
            builder.Property(x => x.MediaUrls).HasJson();
            builder.HasIndex(x => new { x.AccountId, x.ProviderMessageId }).IsUnique();
            builder.HasIndex(x => new { x.WorkspaceId, x.ContactId, x.ReceivedAt });
            builder.HasIndex(x => new { x.WorkspaceId, x.ReceivedAt, x.Id });
            builder.HasIndex(x => new { x.WorkspaceId, x.From, x.ReceivedAt });
            builder.HasIndex(x => new { x.WorkspaceId, x.CampaignId, x.ContactId });
        }
    }
}
