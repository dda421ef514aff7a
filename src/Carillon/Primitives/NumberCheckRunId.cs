namespace Carillon.Primitives;

/// <summary>Names a check of the numbers of stored people.</summary>
public readonly record struct NumberCheckRunId(Guid Value) : IId<NumberCheckRunId>, IComparable<NumberCheckRunId>
{
    /// <inheritdoc/>
    public static NumberCheckRunId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(NumberCheckRunId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(NumberCheckRunId left, NumberCheckRunId right) => left.CompareTo(right) < 0;

    public static bool operator >(NumberCheckRunId left, NumberCheckRunId right) => left.CompareTo(right) > 0;

    public static bool operator <=(NumberCheckRunId left, NumberCheckRunId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(NumberCheckRunId left, NumberCheckRunId right) => left.CompareTo(right) >= 0;
}
