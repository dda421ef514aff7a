using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Contacts.Erasure;

/// <summary>That a person was forgotten. It names nobody: the id meant one only as long as the contact was there.</summary>
public sealed class ContactErasure : IWorkspaceOwned
{
    /// <summary>The contact that was.</summary>
    public required ContactId ContactId { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When nothing was left; null while a message of theirs was just under way and is looked at again.</summary>
    public DateTimeOffset? CompletedAt { get; private set; }

    private sealed class Mapping : IEntityTypeConfiguration<ContactErasure>
    {
        public void Configure(EntityTypeBuilder<ContactErasure> builder)
        {
            builder.HasKey(x => x.ContactId);
            builder.HasIndex(x => x.At, "ix_contact_erasure_open").HasFilter("completed_at IS NULL");
        }
    }
}
