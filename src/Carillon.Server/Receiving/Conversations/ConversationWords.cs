using Carillon.Compliance.Consent;
using Carillon.Receiving.Conversations;

namespace Carillon.Server.Receiving.Conversations;

/// <summary>How consent and calls are told to people.</summary>
internal static class ConversationWords
{
    public static string Of(ConsentEvent said) => said.Kind switch
    {
        ConsentEventKind.OptOut => $"Opted out of texts{By(said)}",
        ConsentEventKind.OptIn => $"Agreed to texts{By(said)}",
        ConsentEventKind.Help => $"Asked for help{By(said)}",
        ConsentEventKind.Revoked => $"Consent was taken back{By(said)}",
        ConsentEventKind.Imported => said.Text is { Length: > 0 } source ? $"Consent declared at an import: {source}" : "Consent declared at an import",
        _ => throw new ArgumentOutOfRangeException(nameof(said), said.Kind, null),
    };

    public static string Of(CallRecord call) =>
        $"{(call.IsIncoming ? "Called you" : "You called")}, {(call.IsAnswered ? call.Seconds is { } seconds ? $"{seconds / 60}:{seconds % 60:00} minutes" : "answered" : "not answered")}";

    private static string By(ConsentEvent said) => said.Method switch
    {
        ConsentMethod.Keyword => said.Keyword is { } word ? $" by texting {word}" : " by text",
        ConsentMethod.Manual => ", recorded by hand",
        ConsentMethod.Api => ", recorded by a program",
        ConsentMethod.WebForm => " on a web page",
        ConsentMethod.Carrier => ", told by the carrier",
        ConsentMethod.Import => " at an import",
        _ => throw new ArgumentOutOfRangeException(nameof(said), said.Method, null),
    };
}
