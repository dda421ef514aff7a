using System.Collections.Frozen;

namespace Carillon.Text.Inbound;

/// <summary>
/// Whether a reply sounds as if its writer wants something from us now: a yes, a question, a call for a call. Only orders the inbox, so a wrong
/// guess costs a place in a list and nothing else.
/// </summary>
public static class WarmReply
{
    private static readonly FrozenSet<string> Words = FrozenSet.ToFrozenSet(
        [
            "yes", "yeah", "yep", "yup", "sure", "ok", "okay", "interested", "please", "absolutely", "definitely", "si", "sí", "oui",
            "book", "schedule", "appointment", "quote", "estimate", "price", "cost", "buy", "order", "reserve", "available", "when", "where", "how", "today", "tomorrow",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Phrases = ["call me", "sign me up", "count me in", "i want", "i'd like", "i would like", "more info", "more information", "tell me more", "keep one", "send me", "how much"];
    private static readonly FrozenSet<string> Cold = FrozenSet.ToFrozenSet(["no", "not", "never", "don't", "dont", "nope", "stop", "wrong", "already", "moved"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads one reply that is no keyword.</summary>
    public static bool Is(string text)
    {
        var words = text.Split([' ', '\n', '\t', ',', '.', '!', '?', ';', ':'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words.Any(Cold.Contains))
        {
            return false;
        }

        return text.Contains('?', StringComparison.Ordinal) || text.Contains("\U0001F44D", StringComparison.Ordinal)
            || words.Any(Words.Contains) || Phrases.Any(phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase));
    }
}
