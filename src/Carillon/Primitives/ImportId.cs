namespace Carillon.Primitives;

/// <summary>Names one file load.</summary>
public readonly record struct ImportId(Guid Value) : IId<ImportId>, IComparable<ImportId>
{
    /// <inheritdoc/>
    public static ImportId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ImportId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(ImportId left, ImportId right) => left.CompareTo(right) < 0;

    public static bool operator >(ImportId left, ImportId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ImportId left, ImportId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ImportId left, ImportId right) => left.CompareTo(right) >= 0;
}
