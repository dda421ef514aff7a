namespace Carillon.Primitives;

/// <summary>Names a person we may write to.</summary>
public readonly record struct ContactId(Guid Value) : IId<ContactId>, IComparable<ContactId>
{
    /// <inheritdoc/>
    public static ContactId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ContactId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(ContactId left, ContactId right) => left.CompareTo(right) < 0;

    public static bool operator >(ContactId left, ContactId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ContactId left, ContactId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ContactId left, ContactId right) => left.CompareTo(right) >= 0;
}
