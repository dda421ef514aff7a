namespace Carillon.Primitives;

/// <summary>Names one run of a campaign; <c>default</c> is the run of single messages, which belong to no campaign.</summary>
public readonly record struct RunId(Guid Value) : IId<RunId>, IComparable<RunId>
{
    /// <inheritdoc/>
    public static RunId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(RunId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(RunId left, RunId right) => left.CompareTo(right) < 0;

    public static bool operator >(RunId left, RunId right) => left.CompareTo(right) > 0;

    public static bool operator <=(RunId left, RunId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RunId left, RunId right) => left.CompareTo(right) >= 0;
}
