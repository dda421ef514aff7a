using Carillon.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Access;

/// <summary>The one row that says what this installation began with. Its key lets one of several starting nodes begin it, and one person claim it.</summary>
public sealed class Installation
{
    /// <summary>The only id there is.</summary>
    public const int TheOne = 1;

    /// <summary>Always <see cref="TheOne"/>.</summary>
    public required int Id { get; init; }

    /// <summary>The workspace it began with; its admins may make others.</summary>
    public required WorkspaceId FirstWorkspaceId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its first administrator was made; null: nobody has claimed it yet.</summary>
    public DateTimeOffset? ClaimedAt { get; private set; }

    private sealed class Mapping : IEntityTypeConfiguration<Installation>
    {
        public void Configure(EntityTypeBuilder<Installation> builder) => builder.Property(x => x.Id).ValueGeneratedNever();
    }
}
