namespace Carillon.Primitives;

/// <summary>Names something an operator should look at.</summary>
public readonly record struct AlertId(Guid Value) : IId<AlertId>, IComparable<AlertId>
{
    /// <inheritdoc/>
    public static AlertId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(AlertId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(AlertId left, AlertId right) => left.CompareTo(right) < 0;

    public static bool operator >(AlertId left, AlertId right) => left.CompareTo(right) > 0;

    public static bool operator <=(AlertId left, AlertId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AlertId left, AlertId right) => left.CompareTo(right) >= 0;
}
