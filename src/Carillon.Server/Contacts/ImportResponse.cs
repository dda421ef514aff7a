using Carillon.Contacts.Imports;
using Carillon.Primitives;

namespace Carillon.Server.Contacts;

/// <summary>A file load. Every data row is counted once: the five counts add up to <c>rowsRead</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="FileName">The file's name.</param>
/// <param name="ListId">The list that its people join.</param>
/// <param name="DryRun">Whether it only counted and stored nobody.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="RowsRead">Rows that are settled.</param>
/// <param name="RowsTotal">About how many there are; exact once it is completed.</param>
/// <param name="Created">New people.</param>
/// <param name="Updated">People with changed fields.</param>
/// <param name="Unchanged">People known just so.</param>
/// <param name="Skipped">Rows left aside on purpose.</param>
/// <param name="Invalid">Rows that were not taken.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When work began.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="Undo">Where its undoing stands; null: nobody asked for it.</param>
/// <param name="NotChecked">Numbers that the provider should have checked and did not, with the reason; null: there are none.</param>
/// <param name="Problems">Why rows were not taken; the first 100 in the file's order.</param>
public sealed record ImportResponse(
    ImportId Id,
    string FileName,
    ContactListId? ListId,
    bool DryRun,
    ImportStatus Status,
    string? Failure,
    long RowsRead,
    long? RowsTotal,
    long Created,
    long Updated,
    long Unchanged,
    long Skipped,
    long Invalid,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    UndoView? Undo,
    NotCheckedView? NotChecked,
    IReadOnlyList<ImportProblemResponse> Problems)
{
    internal static ImportResponse Of(ImportView import) => new(
        import.Id,
        import.FileName,
        import.ListId,
        import.IsDryRun,
        import.Status,
        import.Failure,
        import.RowsRead,
        import.RowsTotal,
        import.Created,
        import.Updated,
        import.Unchanged,
        import.Skipped,
        import.Invalid,
        import.CreatedAt,
        import.StartedAt,
        import.FinishedAt,
        import.Undo,
        import.NotChecked,
        [.. import.Problems.Select(problem => new ImportProblemResponse(problem.Row, problem.Column, problem.Value, problem.Code, problem.Message))]);
}

/// <summary>Why a row was not taken.</summary>
/// <param name="Row">The file's line, the header being 1; null for the file as a whole.</param>
/// <param name="Column">The column's header; null for the whole row.</param>
/// <param name="Value">What stood there, shortened.</param>
/// <param name="Code">A stable word.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record ImportProblemResponse(long? Row, string? Column, string? Value, string Code, string Message);

/// <summary>How a file would be read.</summary>
/// <param name="Encoding">Its encoding.</param>
/// <param name="Delimiter">What stands between its cells.</param>
/// <param name="Headers">Its columns in their order.</param>
/// <param name="Mapping">The field that each column would fill; fit to be sent with the import.</param>
/// <param name="Rows">Its first 20 rows: cells by column.</param>
/// <param name="People">The same rows as they would be stored, or why they would not be.</param>
/// <param name="AttributeTypes">What kind of values its own fields have, by name.</param>
/// <param name="RowsTotal">How many data rows it has; blank lines are none.</param>
/// <param name="SavedMapping">What was said of the columns of the last file with this header; null: there was none.</param>
public sealed record ImportPreviewResponse(
    string Encoding,
    string Delimiter,
    IReadOnlyList<string> Headers,
    IReadOnlyDictionary<string, string> Mapping,
    IReadOnlyList<IReadOnlyDictionary<string, string>> Rows,
    IReadOnlyList<PreviewPerson> People,
    IReadOnlyDictionary<string, AttributeType> AttributeTypes,
    long RowsTotal,
    IReadOnlyDictionary<string, string>? SavedMapping)
{
    internal static ImportPreviewResponse Of(ImportPreview preview)
    {
        var headers = preview.Columns.Select(column => column.Header).ToList();
        return new ImportPreviewResponse(
            preview.Encoding,
            preview.Delimiter.ToString(),
            headers,
            preview.Columns.ToDictionary(column => column.Header, column => column.Target),
            [.. preview.Rows.Select(row => headers.Select((header, at) => (header, at)).ToDictionary(
                column => column.header,
                column => column.at < row.Count ? row[column.at] : ""))],
            preview.People,
            preview.AttributeTypes,
            preview.RowsTotal,
            preview.SavedMapping);
    }
}
