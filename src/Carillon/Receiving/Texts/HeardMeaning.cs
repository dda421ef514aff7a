using Carillon.Channels;
using Carillon.Text;

namespace Carillon.Receiving.Texts;

/// <summary>How a text to us reads: by its words, and by what the provider took it for.</summary>
internal static class HeardMeaning
{
    /// <summary>
    /// Reads it. Where the provider took it for an opt-out it is one, whatever the words: the number is blocked there (compliance.md §2.3).
    /// Words that opt out are never less because the provider took them for something else.
    /// </summary>
    public static InboundMeaning Of(ChannelEvent.InboundText text, bool isDoubleOptInPending = false)
    {
        var own = InboundReading.Read(text.Body, isDoubleOptInPending);
        return text.TakenFor is not { } kind || own.Kind == kind || own.Kind is InboundKind.OptOut
            ? own
            : new InboundMeaning(kind, InboundTier.Exact, Keyword(kind), own.Language, IsWrongNumber: false);
    }

    private static string? Keyword(InboundKind kind) => kind switch
    {
        InboundKind.OptOut => "STOP",
        InboundKind.OptIn => "START",
        InboundKind.Help => "HELP",
        InboundKind.None => null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
