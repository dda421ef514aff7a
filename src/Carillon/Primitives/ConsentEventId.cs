namespace Carillon.Primitives;

/// <summary>Names one piece of consent evidence.</summary>
public readonly record struct ConsentEventId(Guid Value) : IId<ConsentEventId>, IComparable<ConsentEventId>
{
    /// <inheritdoc/>
    public static ConsentEventId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ConsentEventId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(ConsentEventId left, ConsentEventId right) => left.CompareTo(right) < 0;

    public static bool operator >(ConsentEventId left, ConsentEventId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ConsentEventId left, ConsentEventId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ConsentEventId left, ConsentEventId right) => left.CompareTo(right) >= 0;
}
