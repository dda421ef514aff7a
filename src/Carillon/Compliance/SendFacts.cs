using Carillon.Compliance.Consent;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;

namespace Carillon.Compliance;

/// <summary>What the gate looks at: facts that the caller read in the transaction that starts the send.</summary>
public sealed record SendFacts
{
    /// <summary>The instant at which it would start.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>After this it is too late; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Decides which consent is needed and which caps count.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>The campaign; null: a single message.</summary>
    public CampaignId? Campaign { get; init; }

    /// <summary>Whether somebody let nothing leave: of the workspace, or at all (<see cref="SendingStop"/>).</summary>
    public bool IsStopped { get; init; }

    /// <summary>Whether the do-not-call list that the workspace's marketing relies on is too old, or was never loaded (<see cref="Suppressions.DoNotCallScrub"/>).</summary>
    public bool IsListOld { get; init; }

    /// <summary>Whether it is the lawful answer to a keyword.</summary>
    public bool IsKeywordAnswer { get; init; }

    /// <summary>Whether it brings a code that the person asked for (<see cref="Content.OneTimeCode"/>).</summary>
    public bool IsOneTimeCode { get; init; }

    /// <summary>Whether the carriers let the sender send.</summary>
    public bool IsSenderActive { get; init; } = true;

    /// <summary>Whether the person was erased or removed since.</summary>
    public bool IsPersonGone { get; init; }

    /// <summary>Reasons stored for the number and this medium.</summary>
    public required IReadOnlyCollection<SkipReason> Suppressions { get; init; }

    /// <summary>What the number's owner agreed to, for this purpose.</summary>
    public ConsentStatus Consent { get; init; }

    /// <summary>What a later rule says of the list or the words, with its id; null: nothing.</summary>
    public (SkipReason Reason, string Rule)? Objection { get; init; }

    /// <summary>Where the recipient may be.</summary>
    public required Whereabouts Place { get; init; }

    /// <summary>When the law and the campaign let it start.</summary>
    public required Timetable Hours { get; init; }

    /// <summary>Until when the recipient's carrier takes no more, with the cap's id; null: it does.</summary>
    public (DateTimeOffset Until, string Rule)? CarrierHold { get; init; }

    /// <summary>When marketing messages are due that wait for the number and stand before this one.</summary>
    public IReadOnlyList<DateTimeOffset> Pending { get; init; } = [];

    /// <summary>Until when a text of the number that may be an opt-out waits for a person; null: none does.</summary>
    public DateTimeOffset? ReviewUntil { get; init; }

    /// <summary>What the number got in the last thirty days, or may be getting now.</summary>
    public IReadOnlyList<RecentMessage> Recent { get; init; } = [];

    /// <summary>When the person last wrote; null: not lately.</summary>
    public DateTimeOffset? WroteAt { get; init; }
}

/// <summary>A message that a number got, or may be getting at this moment.</summary>
/// <param name="At">When the provider took it.</param>
/// <param name="Purpose">Its purpose.</param>
/// <param name="Campaign">Its campaign; null: a single message.</param>
/// <param name="IsReply">Whether it answered a person who had written in the day before; such count for no cap.</param>
public readonly record struct RecentMessage(DateTimeOffset At, Purpose Purpose, CampaignId? Campaign, bool IsReply);
