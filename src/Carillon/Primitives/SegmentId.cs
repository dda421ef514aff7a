namespace Carillon.Primitives;

/// <summary>Names a segment.</summary>
public readonly record struct SegmentId(Guid Value) : IId<SegmentId>, IComparable<SegmentId>
{
    /// <inheritdoc/>
    public static SegmentId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(SegmentId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(SegmentId left, SegmentId right) => left.CompareTo(right) < 0;

    public static bool operator >(SegmentId left, SegmentId right) => left.CompareTo(right) > 0;

    public static bool operator <=(SegmentId left, SegmentId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SegmentId left, SegmentId right) => left.CompareTo(right) >= 0;
}
