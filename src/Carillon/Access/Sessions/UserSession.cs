using Carillon.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Access.Sessions;

/// <summary>A browser in which a person signed in. The cookie carries 256 random bits, of which only the hash is stored; ending the row ends the session on every node within five seconds.</summary>
public sealed class UserSession
{
    /// <summary>Its id; opens nothing.</summary>
    public required SessionId Id { get; init; }

    /// <summary>Who.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The workspace the person is in.</summary>
    public required WorkspaceId Workspace { get; init; }

    /// <summary>SHA-256 of what the cookie carries.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What the cookie carried before it was changed; good for a minute more, for requests that were under way.</summary>
    public byte[]? PreviousHash { get; private set; }

    /// <summary>When the cookie was changed.</summary>
    public DateTimeOffset? RotatedAt { get; private set; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to five minutes.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the person last showed who it is.</summary>
    public required DateTimeOffset ProvedAt { get; init; }

    /// <summary>Where the sign-in came from; null: unknown.</summary>
    public string? Address { get; init; }

    /// <summary>What the browser calls itself; null: nothing.</summary>
    public string? Browser { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<UserSession>
    {
        public void Configure(EntityTypeBuilder<UserSession> builder)
        {
            builder.Property(x => x.Hash).HasMaxLength(32);
            builder.Property(x => x.PreviousHash).HasMaxLength(32);
            builder.Property(x => x.Address).HasMaxLength(64);
            builder.Property(x => x.Browser).HasMaxLength(256);
            builder.HasIndex(x => x.UserId);
        }
    }
}
