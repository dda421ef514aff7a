using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Access;

/// <summary>A key that opens one workspace to a program. Only its hash is stored.</summary>
public sealed class ApiKey : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required ApiKeyId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do.</summary>
    public required ApiScope Scope { get; init; }

    /// <summary>SHA-256 of the key's text.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends by itself; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, to the minute; null: never.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    private sealed class Mapping : IEntityTypeConfiguration<ApiKey>
    {
        public void Configure(EntityTypeBuilder<ApiKey> builder)
        {
            builder.Property(x => x.Name).HasMaxLength(120);
            builder.Property(x => x.Hash).HasMaxLength(32);
            builder.HasIndex(x => x.Hash).IsUnique();
            builder.HasIndex(x => x.WorkspaceId);
        }
    }
}

/// <summary>What a key may do; each includes those before it.</summary>
public enum ApiScope
{
    Read,
    Write,
    Send,
    Admin,
}
