using Carillon.Primitives;

namespace Carillon.Contacts.Imports;

/// <summary>An import as people and programs see it.</summary>
public sealed record ImportView
{
    /// <summary>Its id.</summary>
    public required ImportId Id { get; init; }

    /// <summary>The file's name as the person knows it.</summary>
    public required string FileName { get; init; }

    /// <summary>The list that its people join.</summary>
    public required ContactListId? ListId { get; init; }

    /// <summary>Where it stands.</summary>
    public required ImportStatus Status { get; init; }

    /// <summary>Why it failed, for people.</summary>
    public required string? Failure { get; init; }

    /// <summary>Data rows that are settled.</summary>
    public required long RowsRead { get; init; }

    /// <summary>About how many there are; exact once it is completed.</summary>
    public required long? RowsTotal { get; init; }

    /// <summary>New people.</summary>
    public required long Created { get; init; }

    /// <summary>Changed ones.</summary>
    public required long Updated { get; init; }

    /// <summary>Known just so.</summary>
    public required long Unchanged { get; init; }

    /// <summary>Left aside on purpose.</summary>
    public required long Skipped { get; init; }

    /// <summary>Not taken.</summary>
    public required long Invalid { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When work began.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The first rows that were not taken, in the file's order.</summary>
    public IReadOnlyList<ImportProblemView> Problems { get; init; } = [];

    /// <summary>Whether nothing more will change.</summary>
    public bool IsFinished => Status is ImportStatus.Completed or ImportStatus.Failed or ImportStatus.Cancelled;
}

/// <summary>Why a row was not taken.</summary>
/// <param name="Row">The file's line, the header being 1; null for the file as a whole.</param>
/// <param name="Column">The column's header; null for the whole row.</param>
/// <param name="Value">What stood there, shortened.</param>
/// <param name="Code">A stable word.</param>
/// <param name="Message">A sentence.</param>
public sealed record ImportProblemView(long? Row, string? Column, string? Value, string Code, string Message);

/// <summary>How a file would be read.</summary>
/// <param name="Encoding">Its encoding's name.</param>
/// <param name="Delimiter">What stands between its cells.</param>
/// <param name="Columns">Its columns with what each would become.</param>
/// <param name="Rows">Its first rows, cell by cell.</param>
/// <param name="RowsTotal">About how many rows it has.</param>
public sealed record ImportPreview(string Encoding, char Delimiter, IReadOnlyList<ImportColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, long RowsTotal);

/// <summary>A column of a file.</summary>
/// <param name="Header">Its name.</param>
/// <param name="Target">What it would become, as a mapping names it.</param>
public sealed record ImportColumn(string Header, string Target);

/// <summary>What became of a request about imports.</summary>
public abstract record ImportOutcome
{
    private ImportOutcome()
    {
    }

    /// <summary>It was accepted.</summary>
    /// <param name="Import">The import as it is now.</param>
    public sealed record Accepted(ImportView Import) : ImportOutcome;

    /// <summary>There is no such import here.</summary>
    public sealed record NotFound : ImportOutcome;

    /// <summary>It has ended; nothing can be cancelled.</summary>
    /// <param name="Import">The import as it is.</param>
    public sealed record Finished(ImportView Import) : ImportOutcome;

    /// <summary>The file is larger than what is taken.</summary>
    /// <param name="MostBytes">The most that is taken.</param>
    public sealed record TooLarge(long MostBytes) : ImportOutcome;

    /// <summary>The options or the file cannot be taken as given.</summary>
    /// <param name="Errors">By the path at the edge, what is wrong.</param>
    public sealed record Invalid(FieldErrors Errors) : ImportOutcome;

    /// <summary>A look at the file, nothing stored.</summary>
    /// <param name="Preview">How it would be read.</param>
    public sealed record Detected(ImportPreview Preview) : ImportOutcome;
}
