using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Compliance.Suppressions;

/// <summary>One load of numbers that must not be texted: a list of one's own, or a do-not-call list with its date. Every row is counted once.</summary>
public sealed class SuppressionImport : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required SuppressionImportId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>When it was loaded.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who loaded it.</summary>
    public required string Actor { get; init; }

    /// <summary>What it says of its numbers.</summary>
    public required SkipReason Reason { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string Source { get; init; }

    /// <summary>The day it was drawn from a do-not-call list; null: it is none.</summary>
    public DateOnly? ListedOn { get; init; }

    /// <summary>Whether people who agreed in writing were spared.</summary>
    public bool SparesConsented { get; init; }

    /// <summary>Rows of the file.</summary>
    public int RowsRead { get; set; }

    /// <summary>Numbers that are suppressed since.</summary>
    public int Added { get; set; }

    /// <summary>Numbers that were suppressed for this reason before, or stand twice in the file.</summary>
    public int Already { get; set; }

    /// <summary>Numbers left alone, because their people agreed in writing.</summary>
    public int Spared { get; set; }

    /// <summary>Rows without a readable number.</summary>
    public int Invalid { get; set; }

    /// <summary>The first rows that were not taken.</summary>
    public List<SuppressionProblem> Problems { get; set; } = [];

    /// <summary>When it was taken back; null: it stands.</summary>
    public DateTimeOffset? UndoneAt { get; private set; }

    /// <summary>How many numbers were freed by that.</summary>
    public int? Freed { get; private set; }

    /// <summary>It was a mistake.</summary>
    public void Undo(DateTimeOffset now, int freed) => (UndoneAt, Freed) = (now, freed);

    private sealed class Mapping : IEntityTypeConfiguration<SuppressionImport>
    {
        public void Configure(EntityTypeBuilder<SuppressionImport> builder)
        {
            builder.Property(x => x.Actor).HasMaxLength(200);
            builder.Property(x => x.Source).HasMaxLength(300);
            builder.Property(x => x.Problems).HasJson();
            builder.HasIndex(x => new { x.WorkspaceId, x.At, x.Id });
        }
    }
}

/// <summary>A row that was not taken.</summary>
/// <param name="Row">The line of the file.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Code">Why, in a stable word.</param>
/// <param name="Message">Why, for people.</param>
public sealed record SuppressionProblem(long Row, string Value, string Code, string Message);
