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

    /// <summary>The hour of the day, in the first workspace's zone, at which a backup is made; null: none is made by itself.</summary>
    public int? BackupHour { get; private set; }

    /// <summary>How many of the backups that were made by themselves stay.</summary>
    public int? BackupsKept { get; private set; }

    /// <summary>The next backup is made at the first such hour after this: the schedule's beginning, or that of the last run.</summary>
    public DateTimeOffset? BackupAfter { get; private set; }

    /// <summary>When the last run began; null: there was none.</summary>
    public DateTimeOffset? BackupBegunAt { get; private set; }

    /// <summary>When the last run ended; null: it goes on, or was cut short.</summary>
    public DateTimeOffset? BackupEndedAt { get; private set; }

    /// <summary>Why the last run made no backup, for people.</summary>
    public string? BackupFailure { get; private set; }

    private sealed class Mapping : IEntityTypeConfiguration<Installation>
    {
        public void Configure(EntityTypeBuilder<Installation> builder)
        {
            builder.Property(x => x.Id).ValueGeneratedNever();
            builder.Property(x => x.BackupFailure).HasMaxLength(200);
            builder.HasData(new { Id = TheOne });
        }
    }
}
