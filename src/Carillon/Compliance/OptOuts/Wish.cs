using Carillon.Compliance.Consent;
using Carillon.Primitives;

namespace Carillon.Compliance.OptOuts;

/// <summary>What a person wants from now on, and how we know.</summary>
public sealed record Wish
{
    /// <summary>To whom it was said.</summary>
    public required WorkspaceId Workspace { get; init; }

    /// <summary>By which number.</summary>
    public required PhoneNumber Phone { get; init; }

    /// <summary>For which medium.</summary>
    public Channel Channel { get; init; } = Channel.Sms;

    /// <summary>When it was said.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How we learned of it.</summary>
    public required ConsentMethod Method { get; init; }

    /// <summary>The word that acted, in capitals.</summary>
    public string? Keyword { get; init; }

    /// <summary>The whole text, reason or evidence; what is longer than the ledger holds is cut.</summary>
    public string? Text { get; init; }

    /// <summary>The evidence as it was given, JSON.</summary>
    public string? Evidence { get; init; }

    /// <summary>Whom we know under the number.</summary>
    public ContactId? ContactId { get; init; }

    /// <summary>The message of ours it answers, or theirs that brought it.</summary>
    public MessageId? MessageId { get; init; }

    /// <summary>The campaign it answers.</summary>
    public CampaignId? CampaignId { get; init; }

    /// <summary>Who recorded it.</summary>
    public required string Actor { get; init; }
}
