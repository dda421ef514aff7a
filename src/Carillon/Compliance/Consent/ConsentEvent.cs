using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Compliance.Consent;

/// <summary>One append-only piece of evidence behind a consent or a suppression. Never changed, never removed.</summary>
public sealed class ConsentEvent : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required ConsentEventId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>When it happened, or was received.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whose number.</summary>
    public required PhoneNumber Phone { get; init; }

    /// <summary>The person known under the number at that time.</summary>
    public ContactId? ContactId { get; init; }

    /// <summary>The medium.</summary>
    public required Channel Channel { get; init; }

    /// <summary>What was wished.</summary>
    public required ConsentEventKind Kind { get; init; }

    /// <summary>How we learned of it.</summary>
    public required ConsentMethod Method { get; init; }

    /// <summary>The word that acted, in capitals.</summary>
    public string? Keyword { get; init; }

    /// <summary>The purpose agreed to; null where it touches all.</summary>
    public Purpose? Purpose { get; init; }

    /// <summary>The whole text that was received, or the reason or source given.</summary>
    public string? Text { get; init; }

    /// <summary>The evidence as it was given, JSON: a text, or an object of its parts.</summary>
    public string? Evidence { get; init; }

    /// <summary>The message of ours it answers, or theirs that brought it.</summary>
    public MessageId? MessageId { get; init; }

    /// <summary>The campaign it answers.</summary>
    public CampaignId? CampaignId { get; init; }

    /// <summary>Who recorded it: a user, a key, or <c>recipient</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>The entry of the ledger that seals it; null on events older than the chain.</summary>
    public long? LedgerSequence { get; set; }

    /// <summary>The digest it had before number and words were taken from it; null where it is whole.</summary>
    public byte[]? RedactedDigest { get; private set; }

    private sealed class Mapping : IEntityTypeConfiguration<ConsentEvent>
    {
        public void Configure(EntityTypeBuilder<ConsentEvent> builder)
        {
            builder.Property(x => x.Keyword).HasMaxLength(64);
            builder.Property(x => x.Text).HasMaxLength(4000);
            builder.Property(x => x.Actor).HasMaxLength(200);
            builder.HasIndex(x => new { x.WorkspaceId, x.Phone, x.At });
            builder.Property(x => x.Evidence).HasMaxLength(8000);
            builder.Property(x => x.RedactedDigest).HasMaxLength(32);
            builder.HasIndex(x => new { x.WorkspaceId, x.At, x.Id });
            builder.HasIndex(x => new { x.WorkspaceId, x.LedgerSequence });
        }
    }
}

/// <summary>What a consent event says.</summary>
public enum ConsentEventKind
{
    OptOut,
    OptIn,
    Help,
    Revoked,
    Imported,
}

/// <summary>How we learned of a wish.</summary>
public enum ConsentMethod
{
    Keyword,
    Manual,
    Api,
    WebForm,
    Carrier,
    Import,
}
