namespace Carillon.Primitives;

/// <summary>Names a group of senders.</summary>
public readonly record struct PoolId(Guid Value) : IId<PoolId>, IComparable<PoolId>
{
    /// <inheritdoc/>
    public static PoolId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(PoolId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(PoolId left, PoolId right) => left.CompareTo(right) < 0;

    public static bool operator >(PoolId left, PoolId right) => left.CompareTo(right) > 0;

    public static bool operator <=(PoolId left, PoolId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PoolId left, PoolId right) => left.CompareTo(right) >= 0;
}
