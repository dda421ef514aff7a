namespace Carillon.Primitives;

/// <summary>Names an API key.</summary>
public readonly record struct ApiKeyId(Guid Value) : IId<ApiKeyId>, IComparable<ApiKeyId>
{
    /// <inheritdoc/>
    public static ApiKeyId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(ApiKeyId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(ApiKeyId left, ApiKeyId right) => left.CompareTo(right) < 0;

    public static bool operator >(ApiKeyId left, ApiKeyId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ApiKeyId left, ApiKeyId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ApiKeyId left, ApiKeyId right) => left.CompareTo(right) >= 0;
}
