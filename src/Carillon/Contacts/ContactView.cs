using Carillon.Compliance.Consent;
using Carillon.Primitives;

namespace Carillon.Contacts;

/// <summary>A contact as people and programs see it.</summary>
public sealed record ContactView
{
    /// <summary>Its id.</summary>
    public required ContactId Id { get; init; }

    /// <summary>Its number.</summary>
    public required PhoneNumber? Phone { get; init; }

    /// <summary>Its e-mail address.</summary>
    public required string? Email { get; init; }

    /// <summary>First name.</summary>
    public required string? FirstName { get; init; }

    /// <summary>Last name.</summary>
    public required string? LastName { get; init; }

    /// <summary>Own fields.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>Which of them are no texts.</summary>
    public IReadOnlyDictionary<string, AttributeKind> AttributeKinds { get; init; } = new Dictionary<string, AttributeKind>();

    /// <summary>IANA time zone, as stated.</summary>
    public required string? TimeZone { get; init; }

    /// <summary>State of residence, as stated.</summary>
    public required string? Region { get; init; }

    /// <summary>Tags.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The lists it is on.</summary>
    public required IReadOnlyList<ContactListId> Lists { get; init; }

    /// <summary>Whether the number answers.</summary>
    public required ContactStatus Status { get; init; }

    /// <summary>Consent to marketing by medium.</summary>
    public required ContactConsent Consent { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a message of ours was last accepted for it.</summary>
    public required DateTimeOffset? LastContactedAt { get; init; }

    /// <summary>When the person last wrote.</summary>
    public required DateTimeOffset? LastRepliedAt { get; init; }

    /// <summary>What kind of line the number is.</summary>
    public required LineType LineType { get; init; }

    /// <summary>How much the person answers, 0 to 100; null until it is reckoned.</summary>
    public required double EngagementScore { get; init; }

    /// <summary>First and last name, or whatever is known.</summary>
    public required string DisplayName { get; init; }
}

/// <summary>Consent to marketing by medium; a number that is suppressed by its owner's wish is unsubscribed.</summary>
public sealed record ContactConsent(ConsentStatus Sms, ConsentStatus Email, ConsentStatus Voice);
