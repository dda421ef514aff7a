namespace Carillon.Audiences.Filters;

/// <summary>A filter over people: a tree that was read and found sound.</summary>
public abstract record FilterNode
{
    private FilterNode()
    {
    }

    /// <summary>Whom every part names.</summary>
    public sealed record All(IReadOnlyList<FilterNode> Parts) : FilterNode;

    /// <summary>Whom at least one part names.</summary>
    public sealed record Any(IReadOnlyList<FilterNode> Parts) : FilterNode;

    /// <summary>Everybody else.</summary>
    public sealed record Not(FilterNode Inner) : FilterNode;

    /// <summary>One statement about a person; it holds or it does not, what is not known holds nothing.</summary>
    public sealed record Leaf(FilterTest Test) : FilterNode;
}
