using System.Text.Json;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Contacts.Imports;

/// <summary>One file load. Every data row is counted exactly once: created, updated, unchanged, skipped or invalid.</summary>
public sealed class ContactImport : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required ImportId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The file's name as the person knows it; never a path of ours.</summary>
    public required string FileName { get; init; }

    /// <summary>The list that its people join.</summary>
    public ContactListId? ListId { get; init; }

    /// <summary>How to read the file and what to do with known numbers, as JSON.</summary>
    public required string Options { get; init; }

    /// <summary>Whether it only counted and stored nobody.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Where it stands.</summary>
    public ImportStatus Status { get; private set; } = ImportStatus.Queued;

    /// <summary>Why it failed, for people.</summary>
    public string? Failure { get; private set; }

    /// <summary>Data rows in the file, when known.</summary>
    public long? RowsTotal { get; private set; }

    /// <summary>Data rows that are settled; where a restart goes on.</summary>
    public long RowsRead { get; private set; }

    /// <summary>New people.</summary>
    public long Created { get; private set; }

    /// <summary>People whose fields changed.</summary>
    public long Updated { get; private set; }

    /// <summary>People who were known just so.</summary>
    public long Unchanged { get; private set; }

    /// <summary>Rows left aside on purpose.</summary>
    public long Skipped { get; private set; }

    /// <summary>Rows that could not be taken.</summary>
    public long Invalid { get; private set; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When work began.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Where its undoing stands; null: nobody asked for it.</summary>
    public UndoStatus? UndoStatus { get; private set; }

    /// <summary>When it was undone.</summary>
    public DateTimeOffset? UndoneAt { get; private set; }

    /// <summary>People its undoing took away.</summary>
    public long UndoRemoved { get; private set; }

    /// <summary>People whose fields went back.</summary>
    public long UndoRestored { get; private set; }

    /// <summary>People it made who were used or changed since, and so stayed.</summary>
    public long UndoKept { get; private set; }

    /// <summary>The stored options.</summary>
    public ImportOptions ReadOptions() => JsonSerializer.Deserialize<ImportOptions>(Options, Conversions.Json)
        ?? throw new InvalidOperationException("An import without options.");

    private sealed class Mapping : IEntityTypeConfiguration<ContactImport>
    {
        public void Configure(EntityTypeBuilder<ContactImport> builder)
        {
            builder.Property(x => x.FileName).HasMaxLength(255);
            builder.Property(x => x.Failure).HasMaxLength(1000);
            builder.HasIndex(x => new { x.WorkspaceId, x.CreatedAt, x.Id });
            builder.HasIndex(x => x.Status);
        }
    }
}

/// <summary>Where an import stands.</summary>
public enum ImportStatus
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>Where the undoing of an import stands.</summary>
public enum UndoStatus
{
    Running,
    Completed,
}

/// <summary>A row that could not be taken as it stands, with the place and the reason.</summary>
public sealed class ImportProblem : IWorkspaceOwned
{
    /// <summary>The code of a note on the file: so many numbers of a batch, its value, were not checked, for the reason of its message.</summary>
    public const string NotChecked = "numbers-not-checked";

    /// <summary>The import.</summary>
    public required ImportId ImportId { get; init; }

    /// <summary>The file's line as people count them: the header is row 1.</summary>
    public required long Row { get; init; }

    /// <summary>Tells several problems of one row apart.</summary>
    public required int Position { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The column's header, or null for the whole row.</summary>
    public string? Column { get; init; }

    /// <summary>What stood there, shortened to 200 characters.</summary>
    public string? Value { get; init; }

    /// <summary>A stable word for programs.</summary>
    public required string Code { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Message { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<ImportProblem>
    {
        public void Configure(EntityTypeBuilder<ImportProblem> builder)
        {
            builder.HasKey(x => new { x.ImportId, x.Row, x.Position });
            builder.Property(x => x.Row).HasColumnName("file_row");
            builder.Property(x => x.Column).HasColumnName("column_name").HasMaxLength(200);
            builder.Property(x => x.Value).HasMaxLength(200);
            builder.Property(x => x.Code).HasMaxLength(40);
            builder.Property(x => x.Message).HasMaxLength(500);
        }
    }
}
