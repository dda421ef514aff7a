namespace Carillon.Primitives;

/// <summary>Names one load of numbers that must not be texted.</summary>
public readonly record struct SuppressionImportId(Guid Value) : IId<SuppressionImportId>, IComparable<SuppressionImportId>
{
    /// <inheritdoc/>
    public static SuppressionImportId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(SuppressionImportId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(SuppressionImportId left, SuppressionImportId right) => left.CompareTo(right) < 0;

    public static bool operator >(SuppressionImportId left, SuppressionImportId right) => left.CompareTo(right) > 0;

    public static bool operator <=(SuppressionImportId left, SuppressionImportId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SuppressionImportId left, SuppressionImportId right) => left.CompareTo(right) >= 0;
}
