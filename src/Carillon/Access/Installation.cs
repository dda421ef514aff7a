using Carillon.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Access;

/// <summary>
/// The one row that says what this installation began with; the migration puts it there. Whoever fills a column that was empty has won: one of several
/// starting nodes begins the installation, one person claims it.
/// </summary>
public sealed class Installation
{
    /// <summary>The only id there is.</summary>
    public const int TheOne = 1;

    /// <summary>Always <see cref="TheOne"/>.</summary>
    public required int Id { get; init; }

    /// <summary>The workspace it began with, whose admins may make others; null before the first start is through.</summary>
    public WorkspaceId? FirstWorkspaceId { get; private set; }

    /// <summary>When its first administrator was made; null: nobody has claimed it yet.</summary>
    public DateTimeOffset? ClaimedAt { get; private set; }

    private sealed class Mapping : IEntityTypeConfiguration<Installation>
    {
        public void Configure(EntityTypeBuilder<Installation> builder)
        {
            builder.Property(x => x.Id).ValueGeneratedNever();
            builder.HasData(new { Id = TheOne });
        }
    }
}
