using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Carillon.Text.Inbound;

/// <summary>
/// Leaves of an inbound text what its writer wrote: not our own words that a phone quotes in a reaction, not quoted lines,
/// not signatures. Then composed forms (NFKC), without characters that take no room.
/// </summary>
internal static class InboundCleaning
{
    /// <summary>Of a longer text the beginning and the end are read.</summary>
    private const int Longest = 4000;

    /// <summary>Composed forms are refused with it.</summary>
    private const char NoCharacter = '\uFFFE';

    private const char SingleQuote = '‘';
    private const char ClosingSingleQuote = '’';
    private const string ClosingQuotes = "”\"»“";

    private static readonly SearchValues<char> OpeningQuotes = SearchValues.Create("“\"«„‟‘");

    private static readonly FrozenSet<string> Reactions = FrozenSet.ToFrozenSet(
    [
        "liked", "loved", "disliked", "laughed at", "emphasized", "emphasised", "questioned", "exclaimed", "hearted", "thumbed up", "gave a thumbs up to",
        "a aime", "a adore", "n a pas aime", "n'a pas aime", "a ri de", "a ri a", "a souligne", "a mis en evidence", "a mis l accent sur", "a mis l'accent sur",
        "a insiste sur", "a remis en question", "s est interroge sur", "s'est interroge sur", "s'interroge sur", "j'aime", "j aime", "j'adore", "j adore", "je n'aime pas",
        "le gusto", "le encanto", "no le gusto", "se rio de", "le dio risa", "le causo gracia", "le hizo gracia", "enfatizo", "destaco", "cuestiono", "pregunto por",
        "pregunto sobre", "puso en duda", "me gusta", "me encanta", "no me gusta", "me divierte", "me gusto", "me encanto", "te gusto", "te encanto", "te dio risa", "te gusta", "te encanta",
        "gostou de", "amou", "adorou", "nao gostou de", "riu de", "riu com", "enfatizou", "questionou",
    ]);

    private static readonly string[] ReactionBeginnings =
    [
        "reacted ", "removed ", "a reagi ", "a supprime ", "a retire ", "reacciono ", "ha reaccionado ", "elimino ", "quito ", "le dio ", "dio un ", "ha dado ", "a mis un ", "a ajoute ", "a ri ", "added a ", "gave a ", "reagiu ", "removeu ", "supprime ", "retire ",
    ];

    private static readonly string[] Signatures =
    [
        "sent from", "sent via", "sent with", "get outlook", "envoye de", "envoye depuis", "enviado desde", "enviado do", "enviado de mi", "gesendet von", "von meinem",
    ];

    /// <summary>The writer's own words; empty when there are none.</summary>
    public static string OwnWords(string text)
    {
        if (text.Length > Longest)
        {
            text = string.Concat(text.AsSpan(0, Longest * 3 / 4), "\n", text.AsSpan(text.Length - (Longest / 4)));
        }

        return WithoutQuotedLines(WithoutReaction(Visible(TextNormalisation.WithWholeCharacters(text).Replace(NoCharacter, ' ')).Trim())).Trim();
    }

    /// <summary>Small letters without accents.</summary>
    public static string Fold(string text)
    {
        var small = text.ToLowerInvariant();
        if (Ascii.IsValid(small))
        {
            return small;
        }

        var folded = new StringBuilder(small.Length);
        foreach (var character in small.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAscii(character) || CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(character is '’' or '‘' or 'ʼ' or '´' or '`' ? '\'' : character);
            }
        }

        return folded.ToString();
    }

    private static string Visible(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var visible = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormKC))
        {
            if (character is not (>= '\uFE00' and <= '\uFE0F') && CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.Format)
            {
                visible.Append(character);
            }
        }

        return visible.ToString();
    }

    /// <summary>A reaction quotes our own "Reply STOP"; what a person writes behind it is kept.</summary>
    private static string WithoutReaction(string text)
    {
        var open = text.AsSpan().IndexOfAny(OpeningQuotes);
        if (open <= 0 || !IsReaction(text[..open].Trim()))
        {
            return text;
        }

        var close = text[open] == SingleQuote ? text.LastIndexOf(ClosingSingleQuote) : text.AsSpan().LastIndexOfAny(ClosingQuotes);
        return close <= open ? "" : text[(close + 1)..];
    }

    private static bool IsReaction(string lead)
    {
        if (lead.Length > 60)
        {
            return false;
        }

        var folded = Fold(lead);
        return Reactions.Contains(folded)
            || ReactionBeginnings.Any(beginning => folded.StartsWith(beginning, StringComparison.Ordinal))
            || (!folded.Any(char.IsAsciiLetterOrDigit) && folded.Any(char.IsSurrogate))
            || ((folded.EndsWith(" to", StringComparison.Ordinal) || folded.EndsWith(" a", StringComparison.Ordinal))
                && !folded[..folded.LastIndexOf(' ')].Any(char.IsLetterOrDigit));
    }

    private static string WithoutQuotedLines(string text)
    {
        var kept = new StringBuilder(text.Length);
        var isFirst = true;
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith('>') || (!isFirst && IsSignature(trimmed)))
            {
                continue;
            }

            if (trimmed == "--")
            {
                break;
            }

            kept.Append(WithoutSignature(trimmed)).Append('\n');
            isFirst &= trimmed.Length == 0;
        }

        return kept.ToString();
    }

    /// <summary><c>Sent from my …</c>, or <c>- Name</c> below the message.</summary>
    private static bool IsSignature(string line)
    {
        if (line.Length > 80)
        {
            return false;
        }

        if (line.Length > 1 && line[0] is '-' or '–' or '—' && char.IsUpper(line[1..].TrimStart(' ', '-').FirstOrDefault()))
        {
            return IsName(line[1..]);
        }

        var folded = Fold(line);
        return Signatures.Any(signature => folded.StartsWith(signature, StringComparison.Ordinal));
    }

    /// <summary>Cuts a signature that stands on the line of the message itself: <c>STOP Sent from my iPhone</c>, <c>Stop - Ann Lee</c>.</summary>
    private static string WithoutSignature(string line)
    {
        foreach (var signature in (ReadOnlySpan<string>)["sent from my ", "sent via ", "get outlook for "])
        {
            var at = line.IndexOf(signature, StringComparison.OrdinalIgnoreCase);
            if (at > 0)
            {
                return line[..at];
            }
        }

        var dash = line.IndexOfAny(['-', '–', '—']);
        return dash > 0 && line[dash - 1] == ' ' && IsName(line[(dash + 1)..]) ? line[..dash] : line;
    }

    /// <summary>One to three words with capitals, none of them a keyword.</summary>
    private static bool IsName(string text)
    {
        var words = text.Split([' ', '-', '.', ','], StringSplitOptions.RemoveEmptyEntries);
        return words.Length is >= 1 and <= 3
            && Array.TrueForAll(words, word => char.IsUpper(word[0]) && (word.Length < 2 || char.IsLower(word[^1]))
                && InboundKeywords.Find(InboundKeywords.Meant(Fold(word))) is null && !InboundKeywords.IsFiller(Fold(word)));
    }
}
