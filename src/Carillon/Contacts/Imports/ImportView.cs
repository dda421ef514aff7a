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

    /// <summary>Whether it only counted and stored nobody.</summary>
    public bool IsDryRun { get; init; }

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

    /// <summary>Where its undoing stands; null: nobody asked for it.</summary>
    public UndoView? Undo { get; init; }

    /// <summary>Numbers that the provider should have checked and did not; null: there are none.</summary>
    public NotCheckedView? NotChecked { get; init; }

    /// <summary>The first rows that were not taken, in the file's order.</summary>
    public IReadOnlyList<ImportProblemView> Problems { get; init; } = [];

    /// <summary>Whether nothing more will change.</summary>
    public bool IsFinished => Status is ImportStatus.Completed or ImportStatus.Failed or ImportStatus.Cancelled;
}

/// <summary>The undoing of an import.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Removed">People it took away.</param>
/// <param name="Restored">People whose fields went back.</param>
/// <param name="Kept">People the import made who were used or changed since, and stayed.</param>
/// <param name="At">When it was done.</param>
public sealed record UndoView(UndoStatus Status, long Removed, long Restored, long Kept, DateTimeOffset? At);

/// <summary>Numbers whose provider gave no answer; they were taken as they are, none is invalid for that.</summary>
/// <param name="Count">How many.</param>
/// <param name="Why">For people.</param>
public sealed record NotCheckedView(long Count, string Why);

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
/// <param name="People">The same rows as they would be stored.</param>
/// <param name="AttributeTypes">What kind of values its own fields have, by name.</param>
/// <param name="RowsTotal">How many data rows it has.</param>
public sealed record ImportPreview(
    string Encoding,
    char Delimiter,
    IReadOnlyList<ImportColumn> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    IReadOnlyList<PreviewPerson> People,
    IReadOnlyDictionary<string, AttributeType> AttributeTypes,
    long RowsTotal)
{
    /// <summary>What was said of the columns of the last file with this header; null: there was none.</summary>
    public IReadOnlyDictionary<string, string>? SavedMapping { get; init; }
}

/// <summary>A row as it would be stored, or why it would not be.</summary>
public sealed record PreviewPerson
{
    /// <summary>The file's line.</summary>
    public required long Row { get; init; }

    /// <summary>The number.</summary>
    public PhoneNumber? Phone { get; init; }

    /// <summary>What kind of line it is, as far as its plan tells.</summary>
    public LineType LineType { get; init; }

    /// <summary>First name.</summary>
    public string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    public string? LastName { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Time zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>State of residence.</summary>
    public string? Region { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Own fields.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>Further people of the row.</summary>
    public IReadOnlyList<PreviewPerson> Others { get; init; } = [];

    /// <summary>Why it would not be stored, or what of it would not.</summary>
    public IReadOnlyList<ImportProblemView> Problems { get; init; } = [];

    internal static PreviewPerson Of(ReadRow row)
    {
        var problems = row.Problems.Select(problem => new ImportProblemView(row.Line, problem.Column, problem.Value, problem.Code, problem.Message)).ToList();
        return row.Person is { } person
            ? Of(row.Line, person) with { Others = [.. (row.Others ?? []).Select(other => Of(row.Line, other))], Problems = problems }
            : new PreviewPerson { Row = row.Line, Problems = problems };
    }

    private static PreviewPerson Of(long line, ImportedPerson person) => new()
    {
        Row = line,
        Phone = person.Phone,
        LineType = person.LineType,
        FirstName = person.FirstName,
        LastName = person.LastName,
        Email = person.Email,
        TimeZone = person.TimeZone,
        Region = person.Region,
        Tags = person.Tags,
        Attributes = person.Attributes.DistinctBy(field => field.Key).ToDictionary(field => field.Key, field => field.Value),
    };
}

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
