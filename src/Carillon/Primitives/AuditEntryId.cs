namespace Carillon.Primitives;

/// <summary>Names a record of the audit log.</summary>
public readonly record struct AuditEntryId(Guid Value) : IId<AuditEntryId>, IComparable<AuditEntryId>
{
    /// <inheritdoc/>
    public static AuditEntryId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(AuditEntryId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(AuditEntryId left, AuditEntryId right) => left.CompareTo(right) < 0;

    public static bool operator >(AuditEntryId left, AuditEntryId right) => left.CompareTo(right) > 0;

    public static bool operator <=(AuditEntryId left, AuditEntryId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AuditEntryId left, AuditEntryId right) => left.CompareTo(right) >= 0;
}
