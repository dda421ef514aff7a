namespace Carillon.Primitives;

/// <summary>Names an invitation.</summary>
public readonly record struct InvitationId(Guid Value) : IId<InvitationId>, IComparable<InvitationId>
{
    /// <inheritdoc/>
    public static InvitationId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(InvitationId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(InvitationId left, InvitationId right) => left.CompareTo(right) < 0;

    public static bool operator >(InvitationId left, InvitationId right) => left.CompareTo(right) > 0;

    public static bool operator <=(InvitationId left, InvitationId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(InvitationId left, InvitationId right) => left.CompareTo(right) >= 0;
}
