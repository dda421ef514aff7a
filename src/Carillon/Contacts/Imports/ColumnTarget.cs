namespace Carillon.Contacts.Imports;

/// <summary>What a column of a file becomes.</summary>
public readonly record struct ColumnTarget
{
    /// <summary>The most people that a row may name.</summary>
    public const int MostPeople = 9;

    private const string AttributePrefix = "attributes.";
    private const string PersonPrefix = "person";

    private ColumnTarget(ContactField field, string? attribute, int person = 1) => (Field, Attribute, Person) = (field, attribute, person);

    /// <summary>The contact's field.</summary>
    public ContactField Field { get; }

    /// <summary>The name among the contact's own fields, where <see cref="Field"/> says so.</summary>
    public string? Attribute { get; }

    /// <summary>Which of the row's people it speaks of, from 1; what is said of the first beside name, number and address is true of all.</summary>
    public int Person { get; }

    /// <summary>A column that is left out.</summary>
    public static ColumnTarget Ignored { get; } = new(ContactField.Ignore, null, 1);

    /// <summary>One of the fields that every contact has.</summary>
    public static ColumnTarget Of(ContactField field, int person = 1) => new(field, null, person);

    /// <summary>A field of the workspace's own.</summary>
    public static ColumnTarget OwnField(string name) => new(ContactField.Attribute, name);

    /// <summary>
    /// Reads a target as a mapping names it: <c>phone</c>, <c>attributes.roof_age</c>, <c>person2.phone</c>, <c>ignore</c>; false
    /// for anything else.
    /// </summary>
    public static bool TryParse(string? text, out ColumnTarget target)
    {
        target = Ignored;
        if (string.IsNullOrEmpty(text) || text is "ignore")
        {
            return true;
        }

        if (text.StartsWith(PersonPrefix, StringComparison.Ordinal))
        {
            var isPerson = text.Length > PersonPrefix.Length + 2 && text[PersonPrefix.Length] is >= '1' and <= '9' && text[PersonPrefix.Length + 1] == '.'
                && !text.AsSpan(PersonPrefix.Length + 2).StartsWith(PersonPrefix) && TryParse(text[(PersonPrefix.Length + 2)..], out target) && target != Ignored;
            target = isPerson ? new ColumnTarget(target.Field, target.Attribute, text[PersonPrefix.Length] - '0') : Ignored;
            return isPerson;
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
    public override string ToString() => (Person > 1 ? $"{PersonPrefix}{Person}." : "") + Name;

    private string Name => Field switch
    {
        ContactField.Attribute => AttributePrefix + Attribute,
        ContactField.Ignore or ContactField.Phone or ContactField.FirstName or ContactField.LastName or ContactField.FullName or ContactField.Email
            or ContactField.TimeZone or ContactField.Region or ContactField.Tags or ContactField.OtherPhone => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(Field.ToString()),
        _ => throw new InvalidOperationException($"No such field: {Field}."),
    };
}

/// <summary>The fields that a column can fill.</summary>
public enum ContactField
{
    Ignore,
    Phone,

    /// <summary>A further number of the same person: it stands in where the first is missing, and is else kept as an own field.</summary>
    OtherPhone,
    FirstName,
    LastName,
    FullName,
    Email,
    TimeZone,
    Region,
    Tags,
    Attribute,
}
