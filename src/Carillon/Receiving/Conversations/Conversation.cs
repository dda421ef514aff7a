using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Receiving.Conversations;

/// <summary>The head of everything between one contact and us: what a list of conversations shows.</summary>
public sealed class Conversation : IWorkspaceOwned
{
    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The person.</summary>
    public required ContactId ContactId { get; init; }

    /// <summary>The sender the person last wrote to, which answers leave from.</summary>
    public SenderId? SenderId { get; set; }

    /// <summary>The last text of the person's.</summary>
    public required string LastText { get; set; }

    /// <summary>When the person last wrote.</summary>
    public required DateTimeOffset LastAt { get; set; }

    /// <summary>Texts that nobody has read.</summary>
    public int UnreadCount { get; set; }

    /// <summary>A text of it may be an opt-out, which a person has to decide.</summary>
    public bool NeedsReview { get; set; }

    /// <summary>The person seems to want something from us, and nobody has answered.</summary>
    public bool IsHot { get; set; }

    /// <summary>Whose it is to answer; null: anybody's.</summary>
    public UserId? AssignedTo { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<Conversation>
    {
        public void Configure(EntityTypeBuilder<Conversation> builder)
        {
            builder.HasKey(x => new { x.WorkspaceId, x.ContactId });
            builder.HasIndex(x => new { x.WorkspaceId, x.LastAt, x.ContactId });
            builder.HasIndex(x => new { x.WorkspaceId, x.LastAt }, "ix_conversation_needs").HasFilter("needs_review OR is_hot OR unread_count > 0");
        }
    }
}
