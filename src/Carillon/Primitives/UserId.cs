namespace Carillon.Primitives;

/// <summary>Names a person who signs in.</summary>
public readonly record struct UserId(Guid Value) : IId<UserId>, IComparable<UserId>
{
    /// <inheritdoc/>
    public static UserId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(UserId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(UserId left, UserId right) => left.CompareTo(right) < 0;

    public static bool operator >(UserId left, UserId right) => left.CompareTo(right) > 0;

    public static bool operator <=(UserId left, UserId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(UserId left, UserId right) => left.CompareTo(right) >= 0;
}
