using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Storage;

/// <summary>
/// How often this database was started on, and where it stood then: the part that lies inside the data. What lies outside
/// (<see cref="EpochMarks"/>, the place itself) does not go back when the data does.
/// </summary>
public sealed class DataEpoch
{
    /// <summary>There is one row.</summary>
    public const int TheOne = 1;

    /// <summary>Always <see cref="TheOne"/>.</summary>
    public required int Id { get; init; }

    /// <summary>Names the database, so that a folder used with another one is not mistaken.</summary>
    public required string Name { get; init; }

    /// <summary>Rises at each start.</summary>
    public required long Epoch { get; init; }

    /// <summary>What tells this place from a copy of it.</summary>
    public required string Place { get; init; }

    /// <summary>When the data was last found to have gone back in time; null: never. What is older asks the provider before it sends.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>To which instant it went back: what left after it is not in the data.</summary>
    public DateTimeOffset? BackTo { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<DataEpoch>
    {
        public void Configure(EntityTypeBuilder<DataEpoch> builder)
        {
            builder.Property(x => x.Id).ValueGeneratedNever();
            builder.Property(x => x.Name).HasMaxLength(32);
            builder.Property(x => x.Place).HasMaxLength(200);
        }
    }
}
