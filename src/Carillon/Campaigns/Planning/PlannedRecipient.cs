using Carillon.Compliance;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;

namespace Carillon.Campaigns.Planning;

/// <summary>What would become of one person of an audience, and why.</summary>
public sealed record PlannedRecipient
{
    /// <summary>The person.</summary>
    public required ContactId Contact { get; init; }

    /// <summary>The number; null: there is none.</summary>
    public required PhoneNumber? To { get; init; }

    /// <summary>Which words; empty where there is one text only.</summary>
    public required string Variant { get; init; }

    /// <summary>When the person's turn would be if no hours stood against it.</summary>
    public required DateTimeOffset FellDueAt { get; init; }

    /// <summary>After this it is too late.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The hours in which it may start.</summary>
    public OpenTime Open { get; init; }

    /// <summary>Where the person may be.</summary>
    public Whereabouts? Place { get; init; }

    /// <summary>The sender of the pool it would leave from; null: the campaign's own.</summary>
    public SenderId? Sender { get; init; }

    /// <summary>Why nothing is sent; null: something is.</summary>
    public SkipReason? Skip { get; init; }

    /// <summary>The rule that says so, or that gives the hours.</summary>
    public string? Rule { get; init; }

    /// <summary>What the rules were applied to; null where there was nothing to apply them to.</summary>
    public SendFacts? Facts { get; init; }

    /// <summary>What is known of the person, for the words.</summary>
    public required PersonFacts Person { get; init; }

    /// <summary>Whether hours put it off.</summary>
    public bool IsHeld => Skip is null && RestsUntil is null && Open.Earliest > FellDueAt;

    /// <summary>Until when a text of the person's that may be an opt-out waits for somebody to read it; null: none does, or not as long as hours hold it.</summary>
    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>The last instant of its hours, or of its life where that ends before.</summary>
    public DateTimeOffset Latest => Open.Latest is { } latest && latest < ExpiresAt ? latest : ExpiresAt;
}

/// <summary>What words may name of a person.</summary>
public sealed record PersonFacts(string? FirstName, string? LastName, string? Email, string? TimeZone, string? Region, IReadOnlyDictionary<string, string> Attributes);
