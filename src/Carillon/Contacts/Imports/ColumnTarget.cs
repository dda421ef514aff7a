namespace Carillon.Contacts.Imports;

/// <summary>What a column of a file becomes.</summary>
public readonly record struct ColumnTarget
{
    private const string AttributePrefix = "attributes.";

    private ColumnTarget(ContactField field, string? attribute) => (Field, Attribute) = (field, attribute);

    /// <summary>The contact's field.</summary>
    public ContactField Field { get; }

    /// <summary>The name among the contact's own fields, where <see cref="Field"/> says so.</summary>
    public string? Attribute { get; }

    /// <summary>A column that is left out.</summary>
    public static ColumnTarget Ignored { get; } = new(ContactField.Ignore, null);

    /// <summary>One of the fields that every contact has.</summary>
    public static ColumnTarget Of(ContactField field) => new(field, null);

    /// <summary>A field of the workspace's own.</summary>
    public static ColumnTarget OwnField(string name) => new(ContactField.Attribute, name);

    /// <summary>Reads a target as a mapping names it: <c>phone</c>, <c>attributes.roof_age</c>, <c>ignore</c>; false for anything else.</summary>
    public static bool TryParse(string? text, out ColumnTarget target)
    {
        target = Ignored;
        if (string.IsNullOrEmpty(text) || text is "ignore")
        {
            return true;
        }

        if (text.StartsWith(AttributePrefix, StringComparison.Ordinal))
        {
            target = OwnField(text[AttributePrefix.Length..]);
            return ContactRules.IsAttributeName(text[AttributePrefix.Length..]);
        }

        var isKnown = Enum.TryParse<ContactField>(text, ignoreCase: true, out var field) && field is not (ContactField.Attribute or ContactField.Ignore)
            && !char.IsAsciiDigit(text[0]);
        target = isKnown ? Of(field) : Ignored;
        return isKnown;
    }

    /// <summary>As a mapping names it.</summary>
    public override string ToString() => Field switch
    {
        ContactField.Attribute => AttributePrefix + Attribute,
        ContactField.Ignore or ContactField.Phone or ContactField.FirstName or ContactField.LastName or ContactField.FullName or ContactField.Email
            or ContactField.TimeZone or ContactField.Region or ContactField.Tags => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(Field.ToString()),
        _ => throw new InvalidOperationException($"No such field: {Field}."),
    };
}

/// <summary>The fields that a column can fill.</summary>
public enum ContactField
{
    Ignore,
    Phone,
    FirstName,
    LastName,
    FullName,
    Email,
    TimeZone,
    Region,
    Tags,
    Attribute,
}
