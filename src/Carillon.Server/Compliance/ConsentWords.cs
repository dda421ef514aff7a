using Carillon.Compliance.Consent;
using Carillon.Compliance.Reviews;
using Carillon.Primitives;
using Carillon.Server.Web.Design;

namespace Carillon.Server.Compliance;

/// <summary>How consent is told to people.</summary>
internal static class ConsentWords
{
    public static string Of(ConsentEventKind kind) => kind switch
    {
        ConsentEventKind.OptOut => "Opted out",
        ConsentEventKind.OptIn => "Agreed",
        ConsentEventKind.Help => "Asked for help",
        ConsentEventKind.Revoked => "Taken back",
        ConsentEventKind.Imported => "Declared at an import",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static Tone ToneOf(ConsentEventKind kind) => kind switch
    {
        ConsentEventKind.OptOut => Tone.Bad,
        ConsentEventKind.OptIn => Tone.Good,
        ConsentEventKind.Revoked => Tone.Warn,
        ConsentEventKind.Help or ConsentEventKind.Imported => Tone.Plain,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Of(ReviewStatus status) => status switch
    {
        ReviewStatus.Open => "To be read",
        ReviewStatus.OptedOut => "Opt-out",
        ReviewStatus.Dismissed => "No opt-out",
        ReviewStatus.TimedOut => "Opt-out, undecided for a day",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Of(ConsentMethod method) => method switch
    {
        ConsentMethod.Keyword => "Keyword",
        ConsentMethod.Manual => "By hand",
        ConsentMethod.Api => "Program",
        ConsentMethod.WebForm => "Web page",
        ConsentMethod.Carrier => "Carrier",
        ConsentMethod.Import => "Import",
        _ => throw new ArgumentOutOfRangeException(nameof(method), method, null),
    };

    /// <summary>Why numbers are not texted, as a heading.</summary>
    public static string Of(SkipReason reason) => reason switch
    {
        SkipReason.OptedOut => "Opted out",
        SkipReason.DoNotCall => "Do not call",
        SkipReason.Complaint => "Complained",
        SkipReason.Unreachable => "Unreachable",
        SkipReason.Landline => "Landlines",
        SkipReason.Invalid => "Invalid",
        SkipReason.NoConsent => "No consent",
        SkipReason.NoNumber => "No number",
        SkipReason.Duplicate => "Doubled",
        SkipReason.RecentlyContacted => "Contacted lately",
        SkipReason.FrequencyCap => "Texted often enough",
        SkipReason.AgeUnverified => "Age not verified",
        SkipReason.Content => "Content",
        SkipReason.SenderInactive => "Sender not active",
        SkipReason.Holdout => "Held out",
        SkipReason.Expired => "Too late",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
