using System.Security.Cryptography;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Compliance.Ledger;

/// <summary>One link of a workspace's chain: it seals one consent event, or all those that one batch of an import brought.</summary>
public sealed class LedgerEntry : IWorkspaceOwned
{
    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Its place in the chain, from 1 without a gap.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was sealed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many events it covers.</summary>
    public required int EventCount { get; init; }

    /// <summary>The digest of the events, in the order of their ids.</summary>
    public required byte[] Digest { get; init; }

    /// <summary>The hash of the entry before.</summary>
    public required byte[] Previous { get; init; }

    /// <summary>The hash of this one.</summary>
    public required byte[] Hash { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<LedgerEntry>
    {
        public void Configure(EntityTypeBuilder<LedgerEntry> builder)
        {
            builder.HasKey(x => new { x.WorkspaceId, x.Sequence });
            builder.Property(x => x.Digest).HasMaxLength(SHA256.HashSizeInBytes);
            builder.Property(x => x.Previous).HasMaxLength(SHA256.HashSizeInBytes);
            builder.Property(x => x.Hash).HasMaxLength(SHA256.HashSizeInBytes);
        }
    }
}
