using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Compliance.Consent;

/// <summary>What a number's owner agreed to, for one medium and purpose. No row: unknown.</summary>
public sealed class ConsentState : IWorkspaceOwned
{
    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The number.</summary>
    public required PhoneNumber Phone { get; init; }

    /// <summary>The medium.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The purpose.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>The present state.</summary>
    public required ConsentStatus Status { get; set; }

    /// <summary>What an opt-out replaced, so that lifting it restores that and no more; null where no opt-out stands.</summary>
    public ConsentStatus? BeforeOptOut { get; set; }

    /// <summary>When it was last confirmed or changed.</summary>
    public required DateTimeOffset ConfirmedAt { get; set; }

    /// <summary>On what it rests.</summary>
    public ConsentBasis Basis { get; set; } = ConsentBasis.Express;

    /// <summary>When it runs out by itself; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Where it came from, in the words of whoever recorded it.</summary>
    public string? Source { get; set; }

    /// <summary>What stands at an instant: a consent whose end is past is none, whether or not that was written down already.</summary>
    public static ConsentStatus At(ConsentStatus status, DateTimeOffset? expiresAt, DateTimeOffset instant) =>
        status is ConsentStatus.Subscribed && expiresAt <= instant ? ConsentStatus.Unknown : status;

    private sealed class Mapping : IEntityTypeConfiguration<ConsentState>
    {
        public void Configure(EntityTypeBuilder<ConsentState> builder)
        {
            builder.HasKey(x => new { x.WorkspaceId, x.Phone, x.Channel, x.Purpose });
            builder.Property(x => x.Source).HasMaxLength(500);
            builder.Property(x => x.Basis).HasDefaultValue(ConsentBasis.Express);
            builder.HasIndex(x => x.ExpiresAt).HasFilter("expires_at IS NOT NULL");
            // Who said no: few among many, asked for by every filter on consent. Nothing else writes it.
            builder.HasIndex(x => new { x.WorkspaceId, x.Phone }).HasFilter("status = 'Unsubscribed'");
        }
    }
}

/// <summary>On what a consent rests.</summary>
public enum ConsentBasis
{
    /// <summary>The person said so.</summary>
    Express,

    /// <summary>Canada: the person bought something; 24 months.</summary>
    ImpliedPurchase,

    /// <summary>Canada: the person asked about something; 6 months.</summary>
    ImpliedInquiry,
}

/// <summary>The present state of consent.</summary>
public enum ConsentStatus
{
    Unknown,
    Subscribed,
    Unsubscribed,
}
