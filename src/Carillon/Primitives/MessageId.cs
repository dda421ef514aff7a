namespace Carillon.Primitives;

/// <summary>Names one text, from us or to us.</summary>
public readonly record struct MessageId(Guid Value) : IId<MessageId>, IComparable<MessageId>
{
    /// <inheritdoc/>
    public static MessageId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(MessageId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(MessageId left, MessageId right) => left.CompareTo(right) < 0;

    public static bool operator >(MessageId left, MessageId right) => left.CompareTo(right) > 0;

    public static bool operator <=(MessageId left, MessageId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(MessageId left, MessageId right) => left.CompareTo(right) >= 0;
}
