using Carillon.Primitives;

namespace Carillon.Contacts.Imports;

/// <summary>One sound row: a person as the file tells of them.</summary>
internal sealed class ImportedPerson
{
    public required PhoneNumber Phone { get; init; }

    /// <summary>What the number's plan tells of its line.</summary>
    public LineType LineType { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? Email { get; init; }

    public string? TimeZone { get; init; }

    public string? Region { get; init; }

    /// <summary>Words from a column of tags, each once.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Own fields that are not empty.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <summary>The person with further own fields; what is there already stays.</summary>
    public ImportedPerson With(IReadOnlyList<KeyValuePair<string, string>> attributes)
    {
        var further = attributes.Where(field => !Attributes.Any(own => own.Key == field.Key)).DistinctBy(field => field.Key).ToList();
        return further.Count == 0 ? this : new ImportedPerson
        {
            Phone = Phone,
            LineType = LineType,
            FirstName = FirstName,
            LastName = LastName,
            Email = Email,
            TimeZone = TimeZone,
            Region = Region,
            Tags = Tags,
            Attributes = [.. Attributes, .. further],
        };
    }
}

/// <summary>Why a row was not taken.</summary>
/// <param name="Column">The column's header; null for the whole row.</param>
/// <param name="Value">What stood there.</param>
/// <param name="Code">A stable word.</param>
/// <param name="Message">A sentence for people.</param>
internal sealed record RowProblem(string? Column, string? Value, string Code, string Message);

/// <summary>What became of one data row of the file.</summary>
/// <param name="Line">Where it begins in the file, from 1.</param>
/// <param name="Person">The person, when it is sound.</param>
/// <param name="Problems">All that is wrong with it; of a row that is taken, what of it was not.</param>
/// <param name="Others">Further people of the row, each with a number of their own.</param>
internal readonly record struct ReadRow(long Line, ImportedPerson? Person, IReadOnlyList<RowProblem> Problems, IReadOnlyList<ImportedPerson>? Others = null)
{
    /// <summary>All its people.</summary>
    public IEnumerable<ImportedPerson> People => Person is null ? [] : Others is null ? [Person] : [Person, .. Others];
}
