namespace Carillon.Primitives;

/// <summary>Names one asking of a provider.</summary>
public readonly record struct ReconciliationId(Guid Value) : IId<ReconciliationId>, IComparable<ReconciliationId>
{
    /// <inheritdoc/>
    public static ReconciliationId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ReconciliationId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(ReconciliationId left, ReconciliationId right) => left.CompareTo(right) < 0;

    public static bool operator >(ReconciliationId left, ReconciliationId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ReconciliationId left, ReconciliationId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ReconciliationId left, ReconciliationId right) => left.CompareTo(right) >= 0;
}
