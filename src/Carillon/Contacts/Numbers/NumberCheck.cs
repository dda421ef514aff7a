using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Contacts.Numbers;

/// <summary>What a provider told of a number, kept for 30 days so that nobody pays twice for it.</summary>
public sealed class NumberCheck : IWorkspaceOwned
{
    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The number.</summary>
    public required PhoneNumber Phone { get; init; }

    /// <summary>Who told.</summary>
    public required NumberCheckKind Kind { get; init; }

    /// <summary>Whether it is a number at all.</summary>
    public required bool IsValid { get; init; }

    /// <summary>What kind of line it has.</summary>
    public required LineType LineType { get; init; }

    /// <summary>Who owns it.</summary>
    public string? Carrier { get; init; }

    /// <summary>ISO 3166-1.</summary>
    public string? Country { get; init; }

    /// <summary>When it was told.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<NumberCheck>
    {
        public void Configure(EntityTypeBuilder<NumberCheck> builder)
        {
            builder.HasKey(x => new { x.WorkspaceId, x.Phone, x.Kind });
            builder.Property(x => x.Carrier).HasMaxLength(120);
            builder.Property(x => x.Country).HasMaxLength(2);
        }
    }
}
