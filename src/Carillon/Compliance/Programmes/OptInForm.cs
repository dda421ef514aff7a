using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Compliance.Programmes;

/// <summary>A page on which people agree to texts. Nothing is published without the disclosures that law and carriers want.</summary>
public sealed class OptInForm : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required OptInFormId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Its place in the public address; not to be guessed.</summary>
    public required string Slug { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>The page's title.</summary>
    public required string Heading { get; set; }

    /// <summary>The words beside the box: what exactly people agree to.</summary>
    public required string Wording { get; set; }

    /// <summary>Counts changes of heading and wording, from 1.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The terms of the programme.</summary>
    public string? TermsUrl { get; set; }

    /// <summary>The privacy policy.</summary>
    public string? PrivacyUrl { get; set; }

    /// <summary>The sender that asks "reply YES", and welcomes.</summary>
    public SenderId? SenderId { get; set; }

    /// <summary>The list that people join.</summary>
    public ContactListId? ListId { get; set; }

    /// <summary>Whether a "reply YES" comes first.</summary>
    public bool IsDoubleOptIn { get; set; } = true;

    /// <summary>Whether the public may see it.</summary>
    public bool IsPublished { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>What is missing before it may be published.</summary>
    /// <param name="brand">The seller's name.</param>
    public IReadOnlyList<string> Missing(string? brand)
    {
        var missing = new List<string>(Disclosures.Missing(Wording, brand));
        if (TermsUrl is null)
        {
            missing.Add("Link the terms of the programme.");
        }

        if (PrivacyUrl is null)
        {
            missing.Add("Link the privacy policy.");
        }

        if (SenderId is null)
        {
            missing.Add(IsDoubleOptIn ? "Choose the sender that asks for the YES." : "Choose the sender that confirms.");
        }

        return missing;
    }

    private sealed class Mapping : IEntityTypeConfiguration<OptInForm>
    {
        public void Configure(EntityTypeBuilder<OptInForm> builder)
        {
            builder.Property(x => x.Slug).HasMaxLength(32);
            builder.Property(x => x.Name).HasMaxLength(120);
            builder.Property(x => x.Heading).HasMaxLength(200);
            builder.Property(x => x.Wording).HasMaxLength(2000);
            builder.Property(x => x.TermsUrl).HasMaxLength(500);
            builder.Property(x => x.PrivacyUrl).HasMaxLength(500);
            builder.HasIndex(x => x.Slug).IsUnique();
        }
    }
}
