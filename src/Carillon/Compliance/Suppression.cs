using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Compliance;

/// <summary>
/// A stored reason never to text a number, by number and not by person. It binds every sender of the workspace and whoever
/// gets the number later. Lifting one removes the row; the ledger of consent events keeps the story.
/// </summary>
public sealed class Suppression : IWorkspaceOwned
{
    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The number.</summary>
    public required PhoneNumber Phone { get; init; }

    /// <summary>The medium.</summary>
    public required Channel Channel { get; init; }

    /// <summary>Why: of the skip reasons <c>OptedOut</c>, <c>DoNotCall</c>, <c>Complaint</c>, <c>Landline</c>, <c>Invalid</c> or <c>Unreachable</c>.</summary>
    public required SkipReason Reason { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The file that brought it; null: another way.</summary>
    public SuppressionImportId? ImportId { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<Suppression>
    {
        public void Configure(EntityTypeBuilder<Suppression> builder)
        {
            builder.HasKey(x => new { x.WorkspaceId, x.Phone, x.Channel, x.Reason });
            builder.HasIndex(x => x.ImportId).HasFilter("import_id IS NOT NULL");
            builder.HasIndex(x => new { x.WorkspaceId, x.At, x.Phone });
        }
    }
}
