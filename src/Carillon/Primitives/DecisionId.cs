namespace Carillon.Primitives;

/// <summary>Names a decision of the rules about one message.</summary>
public readonly record struct DecisionId(Guid Value) : IId<DecisionId>, IComparable<DecisionId>
{
    /// <inheritdoc/>
    public static DecisionId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(DecisionId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(DecisionId left, DecisionId right) => left.CompareTo(right) < 0;

    public static bool operator >(DecisionId left, DecisionId right) => left.CompareTo(right) > 0;

    public static bool operator <=(DecisionId left, DecisionId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DecisionId left, DecisionId right) => left.CompareTo(right) >= 0;
}
