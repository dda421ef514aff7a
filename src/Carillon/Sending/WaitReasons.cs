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
}
