using System.Globalization;
using Carillon.Contacts.Imports.Reading;
using Carillon.Storage;

namespace Carillon.Contacts.Imports;

/// <summary>What kind of values an own field has. Values are kept as they are written; the kind says how a filter may ask for them.</summary>
public enum AttributeType
{
    Text,
    Number,
    Date,
    YesNo,
}

/// <summary>Tells the kind of each own field from a file's first rows.</summary>
internal static class AttributeTypes
{
    private static readonly string[] YesAndNo = ["true", "false", "yes", "no"];

    /// <summary>The kinds by the own field's name.</summary>
    public static IReadOnlyDictionary<string, AttributeType> Of(FileLayout layout, IReadOnlyList<RawRow> rows)
    {
        var types = new Dictionary<string, AttributeType>();
        for (var column = 0; column < layout.Targets.Count; column++)
        {
            if (ColumnTarget.TryParse(layout.Targets[column], out var target) && target is { Field: ContactField.Attribute, Attribute: { } name })
            {
                types[name] = OfValues([.. rows.Select(row => row.Cell(column).Trim()).Where(value => value.Length > 0)]);
            }
        }

        return types;
    }

    private static AttributeType OfValues(List<string> values) => values switch
    {
        [] => AttributeType.Text,
        _ when values.TrueForAll(value => SqlTexts.Number(value) is not null && !(value.Length > 1 && value[0] == '0' && value[1] != '.')) => AttributeType.Number,
        _ when values.TrueForAll(IsDay) => AttributeType.Date,
        _ when values.TrueForAll(value => YesAndNo.Contains(value, StringComparer.OrdinalIgnoreCase)) => AttributeType.YesNo,
        _ => AttributeType.Text,
    };

    private static bool IsDay(string value) =>
        SqlTexts.Day(value) is { } day && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
