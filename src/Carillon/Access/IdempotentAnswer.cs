using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Access;

/// <summary>The first answer to an <c>Idempotency-Key</c>, given again for 24 hours.</summary>
public sealed class IdempotentAnswer : IWorkspaceOwned
{
    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The caller's key, 1–255 characters.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body: another request under the same key is refused.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>The HTTP status; null while the first request runs.</summary>
    public int? Status { get; private set; }

    /// <summary>The answer's content type.</summary>
    public string? ContentType { get; private set; }

    /// <summary>The answer's <c>Location</c>.</summary>
    public string? Location { get; private set; }

    /// <summary>The answer's body, sealed: it may hold a secret that is shown once.</summary>
    public string? SealedBody { get; private set; }

    /// <summary>When the first request came.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when the request that runs is believed to live; it moves this on while it does.</summary>
    public required DateTimeOffset RunsUntil { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<IdempotentAnswer>
    {
        public void Configure(EntityTypeBuilder<IdempotentAnswer> builder)
        {
            builder.HasKey(x => new { x.WorkspaceId, x.Key });
            builder.Property(x => x.Key).HasMaxLength(255);
            builder.Property(x => x.RequestHash).HasMaxLength(32);
            builder.HasIndex(x => x.CreatedAt);
        }
    }
}
