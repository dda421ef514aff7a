using System.Text.Json;
using Carillon.Primitives;

namespace Carillon.Audiences;

/// <summary>Whom a campaign points at: lists, segments, a filter and people by name, minus the excluded.</summary>
public sealed record Audience
{
    /// <summary>Members of any of these.</summary>
    public IReadOnlyList<ContactListId> Lists { get; init; } = [];

    /// <summary>Whom any of these means at launch.</summary>
    public IReadOnlyList<SegmentId> Segments { get; init; } = [];

    /// <summary>These people as well.</summary>
    public IReadOnlyList<ContactId> ContactIds { get; init; } = [];

    /// <summary>Whom this filter means at launch, as it was given; found sound before it was kept.</summary>
    public JsonElement? Filter { get; init; }

    /// <summary>But nobody of these lists.</summary>
    public IReadOnlyList<ContactListId> ExcludeLists { get; init; } = [];

    /// <summary>And nobody of these segments.</summary>
    public IReadOnlyList<SegmentId> ExcludeSegments { get; init; } = [];

    /// <summary>Whoever got a message of ours in so many days is skipped; null: nobody for that.</summary>
    public int? MinDaysSinceContact { get; init; }

    /// <summary>Whether numbers that are known to be no mobile ones are skipped.</summary>
    public bool IsMobileOnly { get; init; }

    /// <summary>At most so many people; null: all.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether it names nobody.</summary>
    public bool IsEmpty => Lists.Count == 0 && Segments.Count == 0 && ContactIds.Count == 0 && Filter is null;
}
