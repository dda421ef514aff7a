namespace Carillon.Primitives;

/// <summary>Names a change of many contacts at once.</summary>
public readonly record struct BulkChangeId(Guid Value) : IId<BulkChangeId>, IComparable<BulkChangeId>
{
    /// <inheritdoc/>
    public static BulkChangeId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(BulkChangeId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(BulkChangeId left, BulkChangeId right) => left.CompareTo(right) < 0;

    public static bool operator >(BulkChangeId left, BulkChangeId right) => left.CompareTo(right) > 0;

    public static bool operator <=(BulkChangeId left, BulkChangeId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(BulkChangeId left, BulkChangeId right) => left.CompareTo(right) >= 0;
}
