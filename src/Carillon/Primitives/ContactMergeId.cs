namespace Carillon.Primitives;

/// <summary>Names a merge of two contacts.</summary>
public readonly record struct ContactMergeId(Guid Value) : IId<ContactMergeId>, IComparable<ContactMergeId>
{
    /// <inheritdoc/>
    public static ContactMergeId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ContactMergeId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(ContactMergeId left, ContactMergeId right) => left.CompareTo(right) < 0;

    public static bool operator >(ContactMergeId left, ContactMergeId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ContactMergeId left, ContactMergeId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ContactMergeId left, ContactMergeId right) => left.CompareTo(right) >= 0;
}
