namespace Carillon.Primitives;

/// <summary>Names one stored callback of a provider.</summary>
public readonly record struct ProviderEventId(Guid Value) : IId<ProviderEventId>, IComparable<ProviderEventId>
{
    /// <inheritdoc/>
    public static ProviderEventId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ProviderEventId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(ProviderEventId left, ProviderEventId right) => left.CompareTo(right) < 0;

    public static bool operator >(ProviderEventId left, ProviderEventId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ProviderEventId left, ProviderEventId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ProviderEventId left, ProviderEventId right) => left.CompareTo(right) >= 0;
}
