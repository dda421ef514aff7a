using Carillon.Contacts.Imports;

namespace Carillon.Server.Contacts.Imports;

/// <summary>A column of a file and what the person wants it to become.</summary>
public sealed class ColumnChoice(ImportColumn column, IReadOnlyList<IReadOnlyList<string>> rows, int position)
{
    /// <summary>Its name in the file.</summary>
    public string Header { get; } = column.Header;

    /// <summary>What it becomes, as a mapping names it.</summary>
    public string Target { get; set; } = column.Target;

    /// <summary>The first few values.</summary>
    public string Sample { get; } = string.Join(" · ", rows.Select(row => position < row.Count ? row[position] : "").Where(cell => !string.IsNullOrWhiteSpace(cell)).Distinct().Take(3));

    /// <summary>The own field that it would be.</summary>
    public string OwnField { get; } = column.Target.StartsWith("attributes.", StringComparison.Ordinal) ? column.Target : "attributes." + Name(column.Header);

    private static string Name(string header)
    {
        var letters = string.Concat(header.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')).Trim('_');
        return letters.Length == 0 || char.IsAsciiDigit(letters[0]) ? "field_" + letters : letters;
    }
}
