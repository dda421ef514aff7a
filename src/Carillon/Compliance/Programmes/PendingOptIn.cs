using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Compliance.Programmes;

/// <summary>A "reply YES" that waits for its answer; only while it does is YES an opt-in.</summary>
public sealed class PendingOptIn : IWorkspaceOwned
{
    /// <summary>How long it waits.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromHours(24);

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Whose number.</summary>
    public required PhoneNumber Phone { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset AskedAt { get; set; }

    /// <summary>Until when an answer counts.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>What the person did first, JSON; becomes part of the evidence.</summary>
    public required string Evidence { get; set; }

    /// <summary>Where it came from, in a few words.</summary>
    public required string Source { get; set; }

    /// <summary>How it began.</summary>
    public required ConsentMethod Method { get; set; }

    /// <summary>The message that asked.</summary>
    public MessageId? MessageId { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<PendingOptIn>
    {
        public void Configure(EntityTypeBuilder<PendingOptIn> builder)
        {
            builder.HasKey(x => new { x.WorkspaceId, x.Phone });
            builder.Property(x => x.Evidence).HasMaxLength(6000);
            builder.Property(x => x.Source).HasMaxLength(500);
        }
    }
}
