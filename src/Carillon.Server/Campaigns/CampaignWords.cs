using Carillon.Access.Audit;
using Carillon.Campaigns;
using Carillon.Campaigns.Planning;
using Carillon.Server.Sending;
using Carillon.Server.Web.Design;

namespace Carillon.Server.Campaigns;

/// <summary>How campaigns are told to people.</summary>
internal static class CampaignWords
{
    public static string Of(CampaignStatus status) => status switch
    {
        CampaignStatus.Draft => "Draft",
        CampaignStatus.Scheduled => "Scheduled",
        CampaignStatus.Running => "Running",
        CampaignStatus.Paused => "Paused",
        CampaignStatus.Completed => "Completed",
        CampaignStatus.Cancelled => "Cancelled",
        CampaignStatus.Archived => "Archived",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static Tone ToneOf(CampaignStatus status) => status switch
    {
        CampaignStatus.Draft or CampaignStatus.Cancelled or CampaignStatus.Archived => Tone.Plain,
        CampaignStatus.Scheduled or CampaignStatus.Running => Tone.Calm,
        CampaignStatus.Paused => Tone.Warn,
        CampaignStatus.Completed => Tone.Good,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string SignOf(CampaignStatus status) => status switch
    {
        CampaignStatus.Draft => "pencil",
        CampaignStatus.Scheduled => "clock",
        CampaignStatus.Running => "play",
        CampaignStatus.Paused => "pause",
        CampaignStatus.Completed => "check",
        CampaignStatus.Cancelled => "stop",
        CampaignStatus.Archived => "archive",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>What somebody did with it.</summary>
    public static string OfAction(string action) => action switch
    {
        AuditActions.CampaignStarted => "Started",
        AuditActions.CampaignScheduled => "Scheduled",
        AuditActions.CampaignNotStarted => "Could not begin when its time came",
        AuditActions.CampaignPaused => "Paused",
        AuditActions.CampaignResumed => "Resumed",
        AuditActions.CampaignCancelled => "Cancelled",
        AuditActions.CampaignArchived => "Archived",
        AuditActions.CampaignRestored => "Brought back",
        AuditActions.Exported => "Exported",
        _ => action,
    };

    public static string SignOfAction(string action) => action switch
    {
        AuditActions.CampaignStarted or AuditActions.CampaignResumed => "play",
        AuditActions.CampaignScheduled => "clock",
        AuditActions.CampaignNotStarted => "warning",
        AuditActions.CampaignPaused => "pause",
        AuditActions.CampaignCancelled => "stop",
        AuditActions.CampaignArchived or AuditActions.CampaignRestored => "archive",
        _ => "dot",
    };

    /// <summary>Why it stands still or waits.</summary>
    public static string Of(StatusReason reason) => reason switch
    {
        StatusReason.User => "Someone paused it. Nothing leaves until it is resumed.",
        StatusReason.Errors => "Too many messages failed, so it paused itself. Look at the failed recipients before you resume it.",
        StatusReason.InDoubt => "For too many messages the provider's answer is unclear. They are being asked about; nothing is sent twice.",
        StatusReason.OptOuts => "Unusually many people opted out, so it paused itself. Look at the words and the list.",
        StatusReason.Filtered => "Carriers stop too many of its messages as spam. Look at the words.",
        StatusReason.SpendCap => "The spending limit is reached.",
        StatusReason.Canary => "The first messages went badly, so the rest waits.",
        StatusReason.Account => "Its account is stopped. Test the account's login; everything that waits stays queued.",
        StatusReason.Restored => "The data was restored from a backup. Check what was sent before you resume it.",
        StatusReason.Limit => "A limit of the sender or the account is reached; it goes on by itself.",
        StatusReason.Incomplete => "Its time came, but it could not begin, so it is a draft again. \"Review and send\" says what it lacks.",
        StatusReason.DoNotCallList => "The do-not-call list it relies on has grown too old. Load a fresh one, then resume it.",
        StatusReason.QuietHours => "It waits for the hours in which texts may be sent.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    /// <summary>A figure of the proof, as the title of its rows.</summary>
    public static string Of(ProofPart part) => part switch
    {
        ProofPart.Planned => "everybody planned",
        ProofPart.Accepted => "taken by the provider",
        ProofPart.Held => "held, waiting or just being sent",
        ProofPart.Refused => "refused by the provider",
        ProofPart.Skipped => "skipped on purpose",
        ProofPart.Cancelled => "cancelled while they waited",
        ProofPart.InDoubt => "in doubt",
        ProofPart.UnderReview => "a person has to settle",
        ProofPart.AcceptedTwice => "taken twice",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
    };

    /// <summary>A part of an audience before the start, as the title of its rows.</summary>
    public static string Of(AudienceSlice slice) => slice.Part switch
    {
        AudiencePart.In => "Get it",
        AudiencePart.Held => "Get it, and wait for their hours",
        AudiencePart.Out when slice.Reasons.Count is 0 or > 2 => "Left out",
        AudiencePart.Out => "Left out: " + string.Join(", ", slice.Reasons.Select(MessageWords.Of)),
        AudiencePart.ByChoice => "Excluded by you",
        AudiencePart.BeyondLimit => "Beyond the limit",
        _ => throw new ArgumentOutOfRangeException(nameof(slice), slice, null),
    };

    /// <summary>An amount of millionths.</summary>
    public static string Cost(long micros, string currency) => currency == "USD" ? $"${micros / 1_000_000m:N2}" : $"{micros / 1_000_000m:N2} {currency}";

    /// <summary>A share in per cent, never rounded up to all or down to none.</summary>
    public static string Percent(long part, long whole)
    {
        if (whole == 0 || part == 0)
        {
            return "0%";
        }

        var share = part * 100m / whole;
        return part == whole ? "100%" : share >= 99.9m ? "99.9%" : share < 0.1m ? "<0.1%" : $"{Math.Round(share, 1, MidpointRounding.ToZero):0.#}%";
    }
}
