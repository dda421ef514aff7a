using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Receiving.Conversations;

/// <summary>A call with a contact, as a provider told of it.</summary>
public sealed class CallRecord : IWorkspaceOwned
{
    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The account it came through.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>The provider's id.</summary>
    public required string ProviderCallId { get; init; }

    /// <summary>The person.</summary>
    public required ContactId ContactId { get; init; }

    /// <summary>Whether the person called us.</summary>
    public required bool IsIncoming { get; init; }

    /// <summary>Whether somebody answered.</summary>
    public required bool IsAnswered { get; init; }

    /// <summary>Seconds, if it was told.</summary>
    public int? Seconds { get; init; }

    /// <summary>When it was.</summary>
    public required DateTimeOffset At { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<CallRecord>
    {
        public void Configure(EntityTypeBuilder<CallRecord> builder)
        {
            builder.HasKey(x => new { x.AccountId, x.ProviderCallId });
            builder.Property(x => x.ProviderCallId).HasMaxLength(64);
            builder.HasIndex(x => new { x.WorkspaceId, x.ContactId, x.At });
        }
    }
}
