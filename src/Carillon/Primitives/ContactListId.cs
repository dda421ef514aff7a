namespace Carillon.Primitives;

/// <summary>Names a list of contacts.</summary>
public readonly record struct ContactListId(Guid Value) : IId<ContactListId>, IComparable<ContactListId>
{
    /// <inheritdoc/>
    public static ContactListId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ContactListId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(ContactListId left, ContactListId right) => left.CompareTo(right) < 0;

    public static bool operator >(ContactListId left, ContactListId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ContactListId left, ContactListId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ContactListId left, ContactListId right) => left.CompareTo(right) >= 0;
}
