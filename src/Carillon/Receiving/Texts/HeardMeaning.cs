using Carillon.Channels;
using Carillon.Compliance.Programmes;
using Carillon.Primitives;
using Carillon.Storage;
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

    /// <summary>The reading, where the workspace's own words for leaving count as well. They can only add an opt-out: a text that says something by law says that.</summary>
    /// <param name="read">How it reads without them.</param>
    public static async Task<InboundMeaning> WithOwnWordsAsync(CarillonDb db, WorkspaceId workspace, string text, InboundMeaning read, CancellationToken cancellationToken) =>
        MayBeOwnWord(text, read) && await ProgrammeBook.FindAsync(db, workspace, text, cancellationToken) is { IsOptOut: true } own
            ? new InboundMeaning(InboundKind.OptOut, InboundTier.Exact, own.Keyword, read.Language, IsWrongNumber: false)
            : read;

    /// <summary>Whether a text can be a word of the workspace's own: one word that says nothing by law.</summary>
    public static bool MayBeOwnWord(string text, InboundMeaning read) => read.Kind is InboundKind.None && ProgrammeBook.WordOf(text) is not null;

    private static string? Keyword(InboundKind kind) => kind switch
    {
        InboundKind.OptOut => "STOP",
        InboundKind.OptIn => "START",
        InboundKind.Help => "HELP",
        InboundKind.None => null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
