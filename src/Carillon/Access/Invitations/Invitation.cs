using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Access.Invitations;

/// <summary>A link that lets one person into a workspace, once, within seven days. Only its hash is stored.</summary>
public sealed class Invitation : IWorkspaceOwned
{
    /// <summary>How long a link is good.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    /// <summary>Its id.</summary>
    public required InvitationId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The only address that may use it; null: any.</summary>
    public string? Email { get; init; }

    /// <summary>The place it gives.</summary>
    public required Role Role { get; init; }

    /// <summary>SHA-256 of the link's token.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it stops being good.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When somebody used it.</summary>
    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>When it was taken back.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    private sealed class Mapping : IEntityTypeConfiguration<Invitation>
    {
        public void Configure(EntityTypeBuilder<Invitation> builder)
        {
            builder.Property(x => x.Email).HasMaxLength(256);
            builder.Property(x => x.Hash).HasMaxLength(32);
            builder.HasIndex(x => x.Hash).IsUnique();
            builder.HasIndex(x => x.WorkspaceId);
        }
    }
}
