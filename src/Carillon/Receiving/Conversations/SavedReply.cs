using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Receiving.Conversations;

/// <summary>Words for answers that come up again, with the same placeholders as a campaign.</summary>
public sealed class SavedReply : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required SavedReplyId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>The template.</summary>
    public required string Body { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<SavedReply>
    {
        public void Configure(EntityTypeBuilder<SavedReply> builder)
        {
            builder.Property(x => x.Name).HasMaxLength(80);
            builder.Property(x => x.Body).HasMaxLength(1600);
            builder.HasIndex(x => new { x.WorkspaceId, x.Name }).IsUnique();
        }
    }
}
