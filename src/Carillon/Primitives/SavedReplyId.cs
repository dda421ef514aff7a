namespace Carillon.Primitives;

/// <summary>Names a reply that is kept for use again.</summary>
public readonly record struct SavedReplyId(Guid Value) : IId<SavedReplyId>, IComparable<SavedReplyId>
{
    /// <inheritdoc/>
    public static SavedReplyId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(SavedReplyId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(SavedReplyId left, SavedReplyId right) => left.CompareTo(right) < 0;

    public static bool operator >(SavedReplyId left, SavedReplyId right) => left.CompareTo(right) > 0;

    public static bool operator <=(SavedReplyId left, SavedReplyId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SavedReplyId left, SavedReplyId right) => left.CompareTo(right) >= 0;
}
