using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Contacts;

/// <summary>A person we may write to. A number belongs to one contact of a workspace; consent belongs to the number.</summary>
public sealed class Contact : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required ContactId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The number; null for a person known by e-mail only.</summary>
    public PhoneNumber? Phone { get; set; }

    /// <summary>The e-mail address as given.</summary>
    public string? Email { get; set; }

    /// <summary>First name.</summary>
    public string? FirstName { get; set; }

    /// <summary>Last name.</summary>
    public string? LastName { get; set; }

    /// <summary>Fields of the workspace's own, by name.</summary>
    public Dictionary<string, string> Attributes { get; set; } = [];

    /// <summary>Which of them were given as numbers or as yes or no and are shown so again; all others are texts.</summary>
    public Dictionary<string, AttributeKind> AttributeKinds { get; set; } = [];

    /// <summary>IANA zone, only as stated by the person.</summary>
    public string? TimeZone { get; set; }

    /// <summary>State of residence (ISO 3166-2, "US-FL"), only as stated.</summary>
    public string? Region { get; set; }

    /// <summary>Words put on the contact by hand.</summary>
    public List<string> Tags { get; set; } = [];

    /// <summary>Whether the number answers at all.</summary>
    public ContactStatus Status { get; set; } = ContactStatus.Active;

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a field last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>When the person last wrote.</summary>
    public DateTimeOffset? LastRepliedAt { get; private set; }

    /// <summary>What kind of line the number is, as far as its country's plan or a look-up tells; <see cref="LineType.Unknown"/> without either.</summary>
    public LineType LineType { get; set; } = LineType.Unknown;

    /// <summary>The import that made it; null: by hand, by a program or by writing to us.</summary>
    public ImportId? ImportId { get; init; }

    /// <summary>First and last name, or whatever is known.</summary>
    public string DisplayName => string.Join(' ', new[] { FirstName, LastName }.Where(part => !string.IsNullOrWhiteSpace(part))) is { Length: > 0 } name
        ? name
        : Phone?.E164 ?? Email ?? "Unknown";

    private sealed class Mapping : IEntityTypeConfiguration<Contact>
    {
        public void Configure(EntityTypeBuilder<Contact> builder)
        {
            builder.Property(x => x.Email).HasMaxLength(254);
            builder.Property(x => x.FirstName).HasMaxLength(120);
            builder.Property(x => x.LastName).HasMaxLength(120);
            builder.Property(x => x.TimeZone).HasMaxLength(64);
            builder.Property(x => x.Region).HasMaxLength(10);
            builder.Property(x => x.Attributes).HasJson();
            // Imports write texts only and leave this out.
            builder.Property(x => x.AttributeKinds).HasJson().HasDefaultValueSql("'{}'");
            builder.Property(x => x.Tags).HasJson();
            builder.Property(x => x.LineType).HasDefaultValue(LineType.Unknown).HasSentinel(LineType.Unknown);
            builder.Ignore(x => x.DisplayName);
            // The number first: it finds its one row whatever the engine believes of how many rows a workspace has.
            builder.HasIndex(x => new { x.Phone, x.WorkspaceId }).IsUnique();
            builder.HasIndex(x => new { x.WorkspaceId, x.CreatedAt, x.Id });
        }
    }
}

/// <summary>Whether a contact's number answers.</summary>
public enum ContactStatus
{
    Active,
    Unreachable,
}
