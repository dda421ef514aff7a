namespace Carillon.Primitives;

/// <summary>Names a text that a person has to read.</summary>
public readonly record struct ReviewId(Guid Value) : IId<ReviewId>, IComparable<ReviewId>
{
    /// <inheritdoc/>
    public static ReviewId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ReviewId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(ReviewId left, ReviewId right) => left.CompareTo(right) < 0;

    public static bool operator >(ReviewId left, ReviewId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ReviewId left, ReviewId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ReviewId left, ReviewId right) => left.CompareTo(right) >= 0;
}
