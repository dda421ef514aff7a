using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Access;

/// <summary>One key of the ring that protects cookies and stored secrets; wrapped by the master key, so the table alone opens nothing.</summary>
public sealed class KeyRingElement
{
    /// <summary>The framework's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>The element, encrypted.</summary>
    public required string Xml { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<KeyRingElement>
    {
        public void Configure(EntityTypeBuilder<KeyRingElement> builder)
        {
            builder.HasKey(x => x.Name);
            builder.Property(x => x.Name).HasMaxLength(128);
        }
    }
}
