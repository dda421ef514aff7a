using Carillon.Compliance.Consent;
using Carillon.Contacts;
using Carillon.Primitives;

namespace Carillon.Audiences.Filters;

/// <summary>One statement about a person. What is not there is equal to nothing, contains nothing and lies in no range.</summary>
public abstract record FilterTest
{
    private FilterTest()
    {
    }

    /// <summary>The text is one of these, letter by letter.</summary>
    public sealed record TextIs(TextSource Source, IReadOnlyList<string> Values) : FilterTest;

    /// <summary>The text has this part somewhere or at its start; small and capital ASCII letters are alike.</summary>
    public sealed record TextHas(TextSource Source, string Part, bool IsAtStart) : FilterTest;

    /// <summary>There is a text, and it is not empty.</summary>
    public sealed record TextExists(TextSource Source) : FilterTest;

    /// <summary>There is a number and it lies between these, ends included where said; null: open.</summary>
    public sealed record NumberRange(NumberSource Source, double? From, bool HasFrom, double? To, bool HasTo) : FilterTest;

    /// <summary>There is a number.</summary>
    public sealed record NumberExists(NumberSource Source) : FilterTest;

    /// <summary>An own field begins with a day (2026-11-27) between these, both included; null: open.</summary>
    public sealed record DayRange(string Attribute, string? From, string? To) : FilterTest;

    /// <summary>There is an instant, not before the one and before the other; null: open.</summary>
    public sealed record InstantRange(InstantField Field, DateTimeOffset? From, DateTimeOffset? Before) : FilterTest;

    /// <summary>The contact's number answers, or not.</summary>
    public sealed record StatusIs(IReadOnlyList<ContactStatus> Values) : FilterTest;

    /// <summary>The number's line is of one of these kinds.</summary>
    public sealed record LineIs(IReadOnlyList<LineType> Values) : FilterTest;

    /// <summary>Consent to marketing texts stands so.</summary>
    public sealed record ConsentIs(IReadOnlyList<ConsentStatus> Values) : FilterTest;

    /// <summary>Has one of these tags, letter by letter.</summary>
    public sealed record HasTag(IReadOnlyList<string> Tags) : FilterTest;

    /// <summary>Has any tag at all.</summary>
    public sealed record HasTags : FilterTest;

    /// <summary>Is on one of these lists.</summary>
    public sealed record OnList(IReadOnlyList<ContactListId> Lists) : FilterTest;

    /// <summary>Is one of these people.</summary>
    public sealed record OneOf(IReadOnlyList<ContactId> People) : FilterTest;

    /// <summary>A campaign's message was accepted for the person.</summary>
    public sealed record Received(CampaignId Campaign) : FilterTest;

    /// <summary>A campaign's message arrived.</summary>
    public sealed record Delivered(CampaignId Campaign) : FilterTest;

    /// <summary>The person answered a campaign.</summary>
    public sealed record Reacted(CampaignReaction Reaction, CampaignId Campaign) : FilterTest;
}

/// <summary>Where a text stands: in a field that every contact has, or in an own one.</summary>
/// <param name="Field">The field.</param>
/// <param name="Attribute">The own field's name, where <paramref name="Field"/> says so.</param>
public readonly record struct TextSource(TextField Field, string? Attribute = null);

/// <summary>Fields of a contact that are texts.</summary>
public enum TextField
{
    FirstName,
    LastName,
    Email,
    Phone,
    TimeZone,
    Region,
    Attribute,
}

/// <summary>Where a number stands: the engagement score (null), or an own field whose text is a number.</summary>
/// <param name="Attribute">The own field's name.</param>
public readonly record struct NumberSource(string? Attribute);

/// <summary>Instants of a contact.</summary>
public enum InstantField
{
    CreatedAt,
    LastContactedAt,
    LastRepliedAt,
}
