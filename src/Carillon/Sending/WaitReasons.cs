using Carillon.Compliance;

namespace Carillon.Sending;

/// <summary>Why a queued message waits beside its turn, as it stands in its reason.</summary>
public static class WaitReasons
{
    /// <summary>The law's hours, or the campaign's own.</summary>
    public const string QuietHours = "QuietHours";

    /// <summary>A carrier takes no more for now.</summary>
    public const string CarrierCap = "CarrierCap";

    /// <summary>Somebody has to read whether its recipient opted out.</summary>
    public const string OptOutReview = "OptOutReview";

    /// <summary>Somebody let nothing leave.</summary>
    public const string SendingStop = "SendingStop";

    /// <summary>The do-not-call list is too old.</summary>
    public const string DoNotCallList = "DoNotCallList";

    /// <summary>The reason that tells of a rule which holds a message.</summary>
    /// <param name="rule">The rule's id.</param>
    /// <param name="carrierRule">The carrier's cap that is in question; null: none is.</param>
    public static string Of(string rule, string? carrierRule) => rule switch
    {
        SendGate.StopRule => SendingStop,
        SendGate.ListRule => DoNotCallList,
        SendGate.ReviewRule => OptOutReview,
        _ when rule == carrierRule => CarrierCap,
        _ => QuietHours,
    };
}
