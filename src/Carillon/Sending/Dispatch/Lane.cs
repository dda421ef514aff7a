using Carillon.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Sending.Dispatch;

/// <summary>The right to work a sender's queue. The fence rises at each activation and stands in every write, so an older right is void.</summary>
public sealed class Lane
{
    /// <summary>The sender whose queue it is.</summary>
    public required SenderId SenderId { get; init; }

    /// <summary>The newest right.</summary>
    public required long Fence { get; init; }

    /// <summary>Who holds it, for people.</summary>
    public required string Node { get; init; }

    /// <summary>Since when, by the database's clock.</summary>
    public required DateTimeOffset ActivatedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<Lane>
    {
        public void Configure(EntityTypeBuilder<Lane> builder)
        {
            builder.HasKey(x => x.SenderId);
            builder.Property(x => x.Node).HasMaxLength(120);
        }
    }
}
