namespace Carillon.Primitives;

/// <summary>Names an address we send from; also the lane of that sender.</summary>
public readonly record struct SenderId(Guid Value) : IId<SenderId>, IComparable<SenderId>
{
    /// <inheritdoc/>
    public static SenderId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(SenderId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(SenderId left, SenderId right) => left.CompareTo(right) < 0;

    public static bool operator >(SenderId left, SenderId right) => left.CompareTo(right) > 0;

    public static bool operator <=(SenderId left, SenderId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SenderId left, SenderId right) => left.CompareTo(right) >= 0;
}
