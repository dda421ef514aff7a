using System.Collections.Frozen;
using System.Text;

namespace Carillon.Text.Inbound;

/// <summary>A word of an inbound text, small and without accents, or a break between sentences or parts of one.</summary>
/// <param name="IsCapital">Written in capitals only (two or more).</param>
/// <param name="IsSmall">Written with small letters.</param>
/// <param name="IsName">A person's name, as far as one can tell.</param>
/// <param name="IsTitle">Begins with a capital.</param>
internal readonly record struct InboundWord(string Text, bool IsCapital = false, bool IsSmall = false, bool IsName = false, bool IsTitle = false)
{
    public bool IsBreak => Text is InboundWords.End or InboundWords.Comma;
}

/// <summary>Cuts an inbound text into words, mends known slips and joins what belongs together.</summary>
internal static class InboundWords
{
    /// <summary>The break between two sentences.</summary>
    public const string End = ".";

    /// <summary>The break between two parts of a sentence.</summary>
    public const string Comma = ",";

    /// <summary>Stands for a row of three and more digits: part of a phone number.</summary>
    public const string Digits = "#n";

    /// <summary>More single letters in a row spell no word.</summary>
    public const int MostSpelled = 20;

    private static readonly FrozenSet<string> Elisions = Set("l d m t s n j c qu");

    private static readonly FrozenSet<string> GrownTogether =
        Set("all texting messaging calling sending spamming contacting emailing texts messages calls spam now please it this that me plz pls");

    public static List<InboundWord> Split(string text)
    {
        var words = new List<InboundWord>(32);
        var word = new StringBuilder();
        for (var i = 0; i <= text.Length; i++)
        {
            var character = i < text.Length ? text[i] : '\n';
            if (char.IsLetterOrDigit(character) || (IsApostrophe(character) && word.Length > 0))
            {
                word.Append(character);
                continue;
            }

            AddWord(words, word);
            if (IsStopSign(text, i))
            {
                words.Add(new InboundWord("stop"));
            }
            else if (character == '#' && (i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1])))
            {
                words.Add(new InboundWord("number"));
            }
            else if (character == '.' && words.Count > 0 && words[^1].Text is "mr" or "mrs" or "ms" or "dr")
            {
                continue;
            }
            else if (character is '.' or '!' or '?' or ';' or '\n' or '…' && !IsSpelled(text, i))
            {
                AddBreak(words, End);
            }
            else if (character is ',' or ':' or '(' or ')' || (character is '-' or '–' or '—' && i > 0 && text[i - 1] == ' '))
            {
                AddBreak(words, Comma);
            }
        }

        return Joined(words);
    }

    private static void AddWord(List<InboundWord> words, StringBuilder buffer)
    {
        if (buffer.Length == 0)
        {
            return;
        }

        var written = buffer.ToString();
        buffer.Clear();
        if (written.Length > 2 && written.All(char.IsAsciiDigit))
        {
            words.Add(new InboundWord(Digits));
            return;
        }

        var isCapital = written.Length > 1 && written.All(char.IsUpper);
        var isSmall = !isCapital && written.Any(char.IsLower);
        var folded = Shortened(InboundCleaning.Fold(written)).Trim('\'');
        var apostrophe = folded.IndexOf('\'', StringComparison.Ordinal);
        if (apostrophe > 0 && Elisions.Contains(folded[..apostrophe]))
        {
            words.Add(new InboundWord(folded[..apostrophe]));
            folded = folded[(apostrophe + 1)..];
        }

        var isName = IsName(words, folded, written);
        folded = folded.Replace("'", "", StringComparison.Ordinal);
        if (folded.Length > 0)
        {
            // A single letter may be part of a spelled word yet: Joined mends it.
            var meant = folded.Length == 1 ? folded : InboundKeywords.Meant(folded);
            words.Add(new InboundWord(meant, isCapital && meant == folded, isSmall, isName, char.IsUpper(written[0])));
        }
    }

    /// <summary>Behind a word without a capital, another name or a title, a capital makes a name.</summary>
    private static bool IsName(List<InboundWord> before, string folded, string written)
    {
        var name = folded.EndsWith("'s", StringComparison.Ordinal) ? folded[..^2] : folded;
        var isInside = before.Count > 0 && before[^1] is { IsBreak: false } last && (!last.IsTitle || last.IsName || last.Text is "mr" or "mrs" or "ms" or "dr");
        return GivenNames.Has(name, written[..Math.Min(written.Length, name.Length)], isInside);
    }

    private static void AddBreak(List<InboundWord> words, string kind)
    {
        if (words.Count == 0)
        {
            return;
        }

        if (!words[^1].IsBreak)
        {
            words.Add(new InboundWord(kind));
        }
        else if (kind == End)
        {
            words[^1] = new InboundWord(End);
        }
    }

    /// <summary>Three and more equal letters are one: "stoooop".</summary>
    private static string Shortened(string word)
    {
        var shorter = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length;)
        {
            var end = i + 1;
            while (end < word.Length && word[end] == word[i])
            {
                end++;
            }

            shorter.Append(word[i], end - i == 2 || char.IsAsciiDigit(word[i]) ? end - i : 1);
            i = end;
        }

        return shorter.ToString();
    }

    /// <summary>A point between single letters: S.T.O.P.</summary>
    private static bool IsSpelled(string text, int at) =>
        at > 0 && at + 1 < text.Length && char.IsLetter(text[at - 1]) && (at == 1 || !char.IsLetterOrDigit(text[at - 2]))
        && char.IsLetter(text[at + 1]) && (at + 2 == text.Length || !char.IsLetterOrDigit(text[at + 2]));

    private static List<InboundWord> Joined(List<InboundWord> words)
    {
        var joined = new List<InboundWord>(words.Count);
        for (var i = 0; i < words.Count; i++)
        {
            var letters = i;
            while (IsLetter(words, letters) || (letters > i && words[letters - 1].Text.Length == 1 && letters < words.Count && words[letters].Text == Comma && IsLetter(words, letters + 1)))
            {
                letters++;
            }

            if (letters - i >= 3)
            {
                var spelled = string.Concat(words.GetRange(i, letters - i).Where(word => !word.IsBreak).Select(word => word.Text));
                AddParted(joined, new InboundWord(InboundKeywords.Meant(spelled.Length <= MostSpelled ? Shortened(spelled) : spelled)));
                i = letters - 1;
                continue;
            }

            var (text, taken) = Pair(words, i);
            if (taken > 1)
            {
                joined.Add(new InboundWord(text, words[i].IsCapital, words[i].IsSmall));
            }
            else
            {
                AddParted(joined, words[i].Text.Length == 1 && !words[i].IsBreak ? words[i] with { Text = InboundKeywords.Meant(words[i].Text) } : words[i]);
            }

            i += taken - 1;
        }

        return joined;
    }

    private static bool IsLetter(List<InboundWord> words, int at) => at < words.Count && words[at].Text.Length == 1 && (char.IsAsciiLetter(words[at].Text[0]) || words[at].Text == "0");

    /// <summary>Words that are one: opt out, do not, non stop.</summary>
    private static (string Text, int Taken) Pair(List<InboundWord> words, int at)
    {
        var second = at + 1 < words.Count ? words[at + 1].Text : "";
        var third = at + 2 < words.Count ? words[at + 2].Text : "";
        return (words[at].Text, second, third) switch
        {
            ("opt" or "opts" or "opted" or "opting" or "op" or "otp", "out", _) or ("opt", "outt" or "ot" or "oit" or "oout" or "ouy" or "oyt", _) => ("optout", 2),
            ("opt" or "opts" or "opted" or "opting", "me" or "us" or "this", "out") => ("optout", 3),
            ("opt", "in", _) => ("optin", 2),
            ("opt", "me", "in") => ("optin", 3),
            ("stop", "by", _) => ("stopby", 2),
            ("stop", "over", _) => ("stopover", 2),
            ("un", "subscribe" or "subscribed", _) => ("unsubscribe", 2),
            ("do", "not" or "nto" or "no" or "noy", _) or ("don", "t", _) => ("dont", 2),
            ("did", "not", _) or ("didn", "t", _) => ("didnt", 2),
            ("can", "not", _) or ("can", "t", _) => ("cant", 2),
            ("will", "not", _) or ("won", "t", _) => ("wont", 2),
            ("non", "stop", _) or ("none", "stop", _) => ("nonstop", 2),
            _ => (words[at].Text, 1),
        };
    }

    /// <summary>"stoptexting" is two words; so is "removeme".</summary>
    private static void AddParted(List<InboundWord> words, InboundWord word)
    {
        if (word.Text.Length > 5 && word.Text.StartsWith("stop", StringComparison.Ordinal) && GrownTogether.Contains(word.Text[4..]) && word.Text != "stopall")
        {
            words.Add(word with { Text = "stop" });
            words.Add(word with { Text = InboundKeywords.Meant(word.Text[4..]) });
            return;
        }

        if (word.Text.EndsWith("me", StringComparison.Ordinal) && word.Text[..^2] is "remove" or "text" or "call" or "texting" or "calling" or "messaging" or "contacting" or "sending")
        {
            words.Add(word with { Text = word.Text[..^2] });
            words.Add(word with { Text = "me" });
            return;
        }

        if (word.Text.Length > 11 && word.Text[0] == 'u' && word.Text.EndsWith("me", StringComparison.Ordinal) && InboundKeywords.Meant(word.Text[..^2]) == "unsubscribe")
        {
            words.Add(word with { Text = "unsubscribe" });
            words.Add(word with { Text = "me" });
            return;
        }

        if (word.Text == "wrongnumber")
        {
            words.Add(word with { Text = "wrong" });
            words.Add(word with { Text = "number" });
            return;
        }

        words.Add(word);
    }

    /// <summary>🛑, ⛔ or 🚫 begins here: the word for it.</summary>
    public static bool IsStopSign(string text, int at) =>
        at < text.Length && (text[at] == '⛔' || (text[at] is '\uD83D' && at + 1 < text.Length && text[at + 1] is '\uDED1' or '\uDEAB'));

    private static bool IsApostrophe(char character) => character is '\'' or '’' or '‘' or 'ʼ' or '´' or '`';

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
