namespace Carillon.Primitives;

/// <summary>Names one running server: a process from its start to its end.</summary>
public readonly record struct NodeId(Guid Value) : IId<NodeId>, IComparable<NodeId>
{
    /// <inheritdoc/>
    public static NodeId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(NodeId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(NodeId left, NodeId right) => left.CompareTo(right) < 0;

    public static bool operator >(NodeId left, NodeId right) => left.CompareTo(right) > 0;

    public static bool operator <=(NodeId left, NodeId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(NodeId left, NodeId right) => left.CompareTo(right) >= 0;
}
