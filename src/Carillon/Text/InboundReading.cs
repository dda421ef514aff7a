using Carillon.Text.Inbound;

namespace Carillon.Text;

/// <summary>
/// Reads what an inbound text asks for. A missed opt-out breaks the law and a false one is undone with START, so doubt
/// falls to opt-out, but not in ordinary conversation.
/// </summary>
/// <remarks>
/// Words are compared whole, never parts of words. Five looks, the first that answers wins: the message is a keyword; a
/// phrase says it; a sentence of it is a keyword; a person should read it; nothing. Before them, what is not the writer's
/// own is dropped (<see cref="InboundCleaning"/>), and a keyword behind a negation is no keyword ("don't stop").
/// </remarks>
public static class InboundReading
{
    /// <summary>The middle finger.</summary>
    private const string Insult = "\U0001F595";

    private static readonly InboundMeaning Nothing = new(InboundKind.None, InboundTier.None, null, "en", false);

    /// <summary>Reads one inbound text.</summary>
    /// <param name="text">As it came.</param>
    /// <param name="isDoubleOptInPending">A "reply YES" is open for this number, so that a yes is an opt-in.</param>
    public static InboundMeaning Read(string text, bool isDoubleOptInPending = false)
    {
        var own = InboundCleaning.OwnWords(text);
        if (own.Length == 0)
        {
            return Nothing;
        }

        var words = InboundWords.Split(own);
        if (IsStopSign(own, words))
        {
            return OptOut(InboundTier.Exact, "STOP", "en");
        }

        InboundNegations.Mark(words);
        return Exact(words, isDoubleOptInPending)
            ?? Phrase(words)
            ?? Sentence(words)
            ?? (ShoutsStop(words) || EndsInStop(words) ? OptOut(InboundTier.Phrase, "STOP", "en") : null)
            ?? Review(words, own)
            ?? Nothing;
    }

    private static InboundMeaning OptOut(InboundTier tier, string? keyword, string language, bool isWrongNumber = false) =>
        new(InboundKind.OptOut, tier, keyword, language, isWrongNumber);

    /// <summary>The whole message, without words of courtesy, is one keyword or several.</summary>
    private static InboundMeaning? Exact(List<InboundWord> words, bool isDoubleOptInPending)
    {
        var all = words.FindAll(word => !word.IsBreak);
        var left = Strong(words, 0, words.Count);
        if (left.Count == 0)
        {
            return isDoubleOptInPending && all.Exists(word => InboundKeywords.Yes.ContainsKey(word.Text)) && !all.Exists(word => word.Text == "no")
                ? new InboundMeaning(InboundKind.OptIn, InboundTier.Exact, "YES", Language(all), false)
                : null;
        }

        var found = Keywords(WithoutCount(left)) ?? (all.Count == 2 && InboundKeywords.Find(all[0].Text + all[1].Text) is { } joined ? [joined] : null);
        if (found is null)
        {
            return null;
        }

        if (found.Find(keyword => keyword.Kind == InboundKind.OptOut) is { } optOut)
        {
            return IsSpanishNegation(words)
                ? Nothing with { Tier = InboundTier.Review, Language = "es" }
                : OptOut(InboundTier.Exact, optOut.Word, optOut.Language);
        }

        var first = found[0];
        return first.Kind == InboundKind.Help && all.Count > 2
            ? null
            : new InboundMeaning(first.Kind, InboundTier.Exact, first.Word, first.Language, false);
    }

    private static InboundMeaning? Phrase(List<InboundWord> words)
    {
        var wrongNumber = InboundPhrases.WrongNumber.Find(words);
        if (wrongNumber is not null)
        {
            return OptOut(InboundTier.Phrase, null, wrongNumber.Language, isWrongNumber: true);
        }

        if (InboundPhrases.PrefersText.Find(words) is not null)
        {
            words = [.. words.Where(word => word.Text is not ("call" or "calls" or "calling" or "email" or "emails" or "mail" or "phone"))];
        }

        if (OptOutPhrases.All.Find(words) is { } phrase)
        {
            return OptOut(InboundTier.Phrase, phrase.Keyword, phrase.Language);
        }

        return null;
    }

    /// <summary>One sentence, or a part between commas, is nothing but a keyword.</summary>
    private static InboundMeaning? Sentence(List<InboundWord> words)
    {
        for (var start = 0; start < words.Count;)
        {
            var end = words.FindIndex(start, word => word.IsBreak);
            end = end < 0 ? words.Count : end;
            var isWhole = (start == 0 || words[start - 1].Text == InboundWords.End) && (end == words.Count || words[end].Text == InboundWords.End);
            if (Keywords(Strong(words, start, end)) is { } found
                && found.Find(keyword => keyword.Kind == InboundKind.OptOut && (isWhole ? keyword.IsStrong : keyword.IsUnmistakable)) is { } optOut)
            {
                return OptOut(InboundTier.Sentence, optOut.Word, optOut.Language);
            }

            start = end + 1;
        }

        return null;
    }

    private static InboundMeaning? Review(List<InboundWord> words, string text)
    {
        var found = InboundPhrases.Review.Find(words);
        return found is not null || text.Contains(Insult, StringComparison.Ordinal)
            ? Nothing with { Tier = InboundTier.Review, Language = found?.Language ?? "en" }
            : null;
    }

    private static List<InboundWord> Strong(List<InboundWord> words, int start, int end) =>
        words.GetRange(start, end - start).FindAll(word => !word.IsBreak && !InboundKeywords.IsFiller(word.Text));

    /// <summary>"STOP 1", "stop #": a keyword with a number behind it is the keyword.</summary>
    private static List<InboundWord> WithoutCount(List<InboundWord> words) =>
        words.Count > 1 && InboundKeywords.Find(words[0].Text) is { IsUnmistakable: true }
            ? words.FindAll(word => word.Text is not (InboundWords.Digits or "number") && !word.Text.All(char.IsAsciiDigit))
            : words;

    /// <summary>The keywords these words are, each by itself or all joined; null when one of them is none.</summary>
    private static List<InboundKeyword>? Keywords(List<InboundWord> words)
    {
        if (words.Count is 0 or > 8)
        {
            return null;
        }

        var found = new List<InboundKeyword>(words.Count);
        foreach (var word in words)
        {
            if (InboundKeywords.Find(word.Text) is { } keyword)
            {
                found.Add(keyword);
            }
        }

        if (found.Count == words.Count)
        {
            return found;
        }

        return words.Count <= 4 && Joined(words) is { } joined ? [joined] : null;
    }

    /// <summary>"st op" is one keyword, and so is a slip with one letter apart: "sto p".</summary>
    private static InboundKeyword? Joined(List<InboundWord> words)
    {
        var joined = string.Concat(words.Select(word => word.Text));
        return InboundKeywords.Find(joined)
            ?? (words.Count == 2 && words[1].Text.Length == 1 ? InboundKeywords.Find(InboundKeywords.Meant(joined)) : null);
    }

    private static string Language(List<InboundWord> words) =>
        words.Select(word => InboundKeywords.Yes.GetValueOrDefault(word.Text)).FirstOrDefault(language => language is not null) ?? "en";

    /// <summary>"No cancelar" says the opposite; "No, cancelar" does not.</summary>
    private static bool IsSpanishNegation(List<InboundWord> words)
    {
        for (var i = 1; i < words.Count; i++)
        {
            if (words[i - 1].Text == "no" && InboundKeywords.Find(words[i].Text) is { Kind: InboundKind.OptOut, Language: "es" })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>STOP in capitals among small letters means the keyword.</summary>
    private static bool ShoutsStop(List<InboundWord> words)
    {
        if (!words.Exists(word => word.IsSmall))
        {
            return false;
        }

        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] is { Text: "stop", IsCapital: true }
                && !(i > 0 && InboundKeywords.BeforeNoun.Contains(words[i - 1].Text))
                && !(i + 1 < words.Count && InboundKeywords.BehindVisit.Contains(words[i + 1].Text)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"Whoever this is stop": said without a point before it, unless the words before make it a place or a verb.</summary>
    private static bool EndsInStop(List<InboundWord> words)
    {
        var last = words.FindLastIndex(word => !word.IsBreak);
        return last > 0 && words[last].Text is "stop" && !words[last - 1].IsBreak && words[last - 1].Text.Length <= InboundWords.MostSpelled
            && !words.Exists(word => InboundKeywords.Place.Contains(word.Text))
            && !InboundKeywords.Asking.Contains(words[0].Text)
            && !InboundKeywords.BeforeNoun.Contains(words[last - 1].Text)
            && !InboundKeywords.BeforeVerb.Contains(words[last - 1].Text);
    }

    /// <summary>Only stop signs, with or without words of courtesy.</summary>
    private static bool IsStopSign(string text, List<InboundWord> words)
    {
        var hasSign = false;
        for (var i = 0; i < text.Length; i++)
        {
            hasSign |= InboundWords.IsStopSign(text, i);
        }

        return hasSign && words.TrueForAll(word => word.IsBreak || word.Text == "stop" || InboundKeywords.IsFiller(word.Text));
    }
}

/// <summary>What an inbound text asks for.</summary>
public enum InboundKind
{
    None,
    OptOut,
    OptIn,
    Help,
}

/// <summary>How it was recognised.</summary>
public enum InboundTier
{
    /// <summary>Not at all: ordinary conversation.</summary>
    None,

    /// <summary>The whole message is the keyword.</summary>
    Exact,

    /// <summary>A phrase anywhere in it.</summary>
    Phrase,

    /// <summary>One of its sentences is the keyword.</summary>
    Sentence,

    /// <summary>It may be meant so; a person decides. Until then its kind is none.</summary>
    Review,
}

/// <summary>The reading of one inbound text.</summary>
/// <param name="Keyword">The keyword in capitals as lists and reports show it; null when a phrase said it in other words.</param>
/// <param name="Language">The language of the words recognised (ISO 639-1), in which to answer.</param>
/// <param name="IsWrongNumber">The number no longer belongs to the person we mean.</param>
public sealed record InboundMeaning(InboundKind Kind, InboundTier Tier, string? Keyword, string Language, bool IsWrongNumber);
