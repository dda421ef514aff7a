using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Server.Web.Design;

namespace Carillon.Server.Sending;

/// <summary>How the fate of a message is told to people.</summary>
internal static class MessageWords
{
    public static string Of(MessageStatus status) => status switch
    {
        MessageStatus.Queued => "Waiting",
        MessageStatus.Sending => "Being sent",
        MessageStatus.InDoubt => "In doubt",
        MessageStatus.Accepted => "Taken by the provider",
        MessageStatus.Sent => "Sent",
        MessageStatus.Undelivered => "Undelivered",
        MessageStatus.Failed => "Failed",
        MessageStatus.Delivered => "Delivered",
        MessageStatus.Skipped => "Skipped",
        MessageStatus.Cancelled => "Cancelled",
        MessageStatus.Received => "Received",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static Tone ToneOf(MessageStatus status) => status switch
    {
        MessageStatus.Delivered or MessageStatus.Received => Tone.Good,
        MessageStatus.Sending or MessageStatus.Accepted or MessageStatus.Sent => Tone.Calm,
        MessageStatus.InDoubt => Tone.Warn,
        MessageStatus.Undelivered or MessageStatus.Failed => Tone.Bad,
        MessageStatus.Queued or MessageStatus.Skipped or MessageStatus.Cancelled => Tone.Plain,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string SignOf(MessageStatus status) => status switch
    {
        MessageStatus.Delivered or MessageStatus.Received => "check",
        MessageStatus.Queued => "clock",
        MessageStatus.Sending or MessageStatus.Accepted or MessageStatus.Sent => "send",
        MessageStatus.InDoubt => "warning",
        MessageStatus.Undelivered or MessageStatus.Failed => "cross",
        MessageStatus.Skipped or MessageStatus.Cancelled => "stop",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Of(SkipReason reason) => reason switch
    {
        SkipReason.OptedOut => "Opted out",
        SkipReason.NoConsent => "No consent",
        SkipReason.DoNotCall => "On a do-not-call list",
        SkipReason.Complaint => "Complained before",
        SkipReason.Unreachable => "Number does not answer",
        SkipReason.Landline => "Landline",
        SkipReason.Invalid => "Not a number that exists",
        SkipReason.NoNumber => "No phone number",
        SkipReason.Duplicate => "Same number as another contact",
        SkipReason.RecentlyContacted => "Texted too recently",
        SkipReason.FrequencyCap => "Got enough texts already",
        SkipReason.AgeUnverified => "Age not verified",
        SkipReason.Content => "No words, too long, or words that must not leave",
        SkipReason.SenderInactive => "Sender may not send",
        SkipReason.Holdout => "Held out to measure",
        SkipReason.Expired => "Too late",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    /// <summary>A stored reason: ours for skipping, ours for failing, or a review.</summary>
    public static string? Reason(string? reason, MessageStatus status) => reason switch
    {
        null => null,
        WaitReasons.QuietHours => "Waits for the hours in which it may arrive",
        WaitReasons.CarrierCap => "Waits because the carrier takes no more for now",
        WaitReasons.SendingStop => "Waits because somebody let nothing leave",
        WaitReasons.DoNotCallList => "Waits for a fresh do-not-call list",
        WaitReasons.OptOutReview => "Waits until somebody has read whether they opted out",
        "Review" => "The provider's answer is unclear; it is being asked, and nothing is sent twice",
        _ when status != MessageStatus.Skipped && Enum.TryParse<FailureReason>(reason, out var failure) => Of(failure),
        _ when Enum.TryParse<SkipReason>(reason, out var skip) => Of(skip),
        _ => reason,
    };

    private static string Of(FailureReason reason) => reason switch
    {
        FailureReason.InvalidNumber => "Nobody has this number",
        FailureReason.NotTextable => "Takes no texts",
        FailureReason.OptedOut => "Opted out at the provider",
        FailureReason.Unreachable => "Phone off or out of reach",
        FailureReason.Blocked => "Blocked by the person or the carrier",
        FailureReason.Filtered => "Stopped by a carrier's spam filter",
        FailureReason.Content => "Words refused",
        FailureReason.Sender => "Sender refused",
        FailureReason.Destination => "Country not enabled at the provider",
        FailureReason.RateLimited => "Too fast for the provider",
        FailureReason.Unauthorized => "Login refused",
        FailureReason.AccountBlocked => "Account out of credit or suspended",
        FailureReason.Connection => "Provider not reached",
        FailureReason.Temporary => "Passing trouble at the carrier",
        FailureReason.BadRequest => "Request not understood",
        FailureReason.Expired => "Waited too long",
        FailureReason.Unknown => "Unknown to us; see the provider's code",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
