using Carillon.Contacts.Numbers;
using Carillon.Server.Web.Design;

namespace Carillon.Server.Contacts.Numbers;

/// <summary>How checks of numbers are told to people.</summary>
internal static class NumberCheckWords
{
    public static string Of(NumberCheckKind kind) => kind switch
    {
        NumberCheckKind.Offline => "The number's plan",
        NumberCheckKind.Numverify => "NumVerify",
        NumberCheckKind.TwilioLookup => "Twilio Lookup",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Of(NumberCheckStatus status) => status switch
    {
        NumberCheckStatus.Running => "Running",
        NumberCheckStatus.Completed => "Done",
        NumberCheckStatus.Stopped => "Stopped by the provider",
        NumberCheckStatus.Cancelled => "Stopped",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static Tone ToneOf(NumberCheckStatus status) => status switch
    {
        NumberCheckStatus.Running => Tone.Calm,
        NumberCheckStatus.Completed => Tone.Good,
        NumberCheckStatus.Stopped => Tone.Bad,
        NumberCheckStatus.Cancelled => Tone.Warn,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Of(NumberOutcome outcome) => outcome switch
    {
        NumberOutcome.Mobile => "Mobile",
        NumberOutcome.Landline => "Landline",
        NumberOutcome.Invalid => "Invalid",
        NumberOutcome.Unknown => "Not told",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    /// <summary>What came out, in one sentence.</summary>
    public static string Sentence(NumberCheckRun run) =>
        $"{run.Mobile:N0} mobile, {run.Landline + run.Invalid + run.Unknown:N0} others: {run.Landline:N0} {(run.Landline == 1 ? "landline" : "landlines")}, {run.Invalid:N0} invalid, {run.Unknown:N0} not told";
}
