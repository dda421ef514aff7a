namespace Carillon.Primitives;

/// <summary>Names a form by which people join.</summary>
public readonly record struct OptInFormId(Guid Value) : IId<OptInFormId>, IComparable<OptInFormId>
{
    /// <inheritdoc/>
    public static OptInFormId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(OptInFormId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(OptInFormId left, OptInFormId right) => left.CompareTo(right) < 0;

    public static bool operator >(OptInFormId left, OptInFormId right) => left.CompareTo(right) > 0;

    public static bool operator <=(OptInFormId left, OptInFormId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(OptInFormId left, OptInFormId right) => left.CompareTo(right) >= 0;
}
