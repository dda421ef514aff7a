namespace Carillon.Primitives;

/// <summary>Names one customer's separate world.</summary>
public readonly record struct WorkspaceId(Guid Value) : IId<WorkspaceId>, IComparable<WorkspaceId>
{
    /// <inheritdoc/>
    public static WorkspaceId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(WorkspaceId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(WorkspaceId left, WorkspaceId right) => left.CompareTo(right) < 0;

    public static bool operator >(WorkspaceId left, WorkspaceId right) => left.CompareTo(right) > 0;

    public static bool operator <=(WorkspaceId left, WorkspaceId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(WorkspaceId left, WorkspaceId right) => left.CompareTo(right) >= 0;
}
