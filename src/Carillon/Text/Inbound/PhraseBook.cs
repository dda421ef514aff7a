using System.Collections.Frozen;

namespace Carillon.Text.Inbound;

/// <summary>A phrase found.</summary>
internal sealed record FoundPhrase(string Language, string? Keyword);

/// <summary>
/// Phrases as sequences of whole words, looked up by their first word. A phrase is written <c>stop @gap*4 @message</c>:
/// a word, words with <c>/</c> between them, or a set named with <c>@</c>; <c>?</c> makes it optional, <c>*n</c> repeats it up to n
/// times; <c>^</c> and <c>$</c> are the beginning and end of a part between breaks, <c>$$</c> the end of the message; <c>!a/b</c> in
/// front: the word before is none of these; <c>-a/b</c>: the word that follows here is none of these; <c>_</c> is any word, <c>%</c> a
/// person's name, <c>…ing</c> a word that ends so. A phrase never goes over a break.
/// </summary>
internal sealed class PhraseBook
{
    private readonly Dictionary<string, FrozenSet<string>> _sets;
    private readonly FrozenDictionary<string, Phrase[]> _byFirstWord;

    public PhraseBook(IReadOnlyDictionary<string, string> sets, params IEnumerable<(string Language, string? Keyword, string Phrases)> groups)
    {
        _sets = sets.ToDictionary(set => set.Key, set => Expand(set.Value, sets).ToFrozenSet(StringComparer.Ordinal));
        var byFirst = new Dictionary<string, List<Phrase>>(StringComparer.Ordinal);
        foreach (var (language, keyword, phrases) in groups)
        {
            foreach (var line in phrases.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var phrase = Read(line, new FoundPhrase(language, keyword));
                foreach (var first in FirstWords(phrase))
                {
                    if (!byFirst.TryGetValue(first, out var list))
                    {
                        byFirst[first] = list = [];
                    }

                    list.Add(phrase);
                }
            }
        }

        _byFirstWord = byFirst.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The first phrase that stands anywhere in these words; null when none does.</summary>
    public FoundPhrase? Find(List<InboundWord> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if ((FindAt(words, i, words[i].Text) ?? (words[i].IsName ? FindAt(words, i, "%") : null)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private FoundPhrase? FindAt(List<InboundWord> words, int at, string first)
    {
        if (_byFirstWord.TryGetValue(first, out var phrases))
        {
            foreach (var phrase in phrases)
            {
                if (IsAllowedAt(phrase, words, at) && Matches(phrase, 0, words, at))
                {
                    return phrase.Found;
                }
            }
        }

        return null;
    }

    /// <summary>The words it may begin with: those of its first step, and of the next where that may be left out.</summary>
    private static HashSet<string> FirstWords(Phrase phrase)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in phrase.Steps.Where(step => !step.IsBarrier))
        {
            words.UnionWith(step.Set.Words);
            if (step.Least > 0)
            {
                break;
            }
        }

        return words;
    }

    private static bool IsAllowedAt(Phrase phrase, List<InboundWord> words, int at)
    {
        var before = at == 0 || words[at - 1].IsBreak ? null : words[at - 1].Text;
        return (!phrase.IsAtStart || before is null) && (before is null || !phrase.NotBehind.Contains(before));
    }

    private static bool Matches(Phrase phrase, int step, List<InboundWord> words, int at)
    {
        if (step == phrase.Steps.Length)
        {
            return phrase.Ending switch
            {
                Ending.Part => at == words.Count || words[at].IsBreak,
                Ending.Message => words.FindIndex(at, word => !word.IsBreak) < 0,
                Ending.None or _ => true,
            };
        }

        var (set, least, most, isBarrier) = phrase.Steps[step];
        if (isBarrier)
        {
            return (at >= words.Count || !IsOneOf(set, words[at])) && Matches(phrase, step + 1, words, at);
        }

        for (var taken = 0; ; taken++)
        {
            if (taken >= least && Matches(phrase, step + 1, words, at + taken))
            {
                return true;
            }

            if (taken == most || at + taken >= words.Count || !IsOneOf(set, words[at + taken]))
            {
                return false;
            }
        }
    }

    private static bool IsOneOf(WordSet set, InboundWord word) =>
        set.Words.Contains(word.Text) || (!word.IsBreak && (set.IsAny || (set.IsName && word.IsName) || Array.Exists(set.Endings, ending => word.Text.EndsWith(ending, StringComparison.Ordinal))));

    private Phrase Read(string line, FoundPhrase found)
    {
        var steps = new List<Step>();
        var notBehind = FrozenSet<string>.Empty;
        var (isAtStart, ending) = (false, Ending.None);
        foreach (var piece in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (piece)
            {
                case "^":
                    isAtStart = true;
                    break;
                case "$":
                    ending = Ending.Part;
                    break;
                case "$$":
                    ending = Ending.Message;
                    break;
                case ['-', .. var barred]:
                    steps.Add(new Step(Set(barred), 0, 0, IsBarrier: true));
                    break;
                case ['!', .. var rest]:
                    notBehind = Words(rest);
                    break;
                default:
                    steps.Add(ReadStep(piece));
                    break;
            }
        }

        return new Phrase([.. steps], notBehind, isAtStart, ending, found);
    }

    private Step ReadStep(string piece)
    {
        if (piece[^1] == '?')
        {
            return new Step(Set(piece[..^1]), 0, 1);
        }

        var star = piece.IndexOf('*', StringComparison.Ordinal);
        return star < 0 ? new Step(Set(piece), 1, 1) : new Step(Set(piece[..star]), 0, piece[star + 1] - '0');
    }

    private WordSet Set(string piece)
    {
        var words = Words(piece);
        return new WordSet(words, words.Contains("_"), words.Contains("%"), [.. words.Where(word => word[0] == '…').Select(word => word[1..])]);
    }

    private FrozenSet<string> Words(string piece) =>
        piece.Split('/').SelectMany(word => word[0] == '@' ? (IEnumerable<string>)_sets[word[1..]] : [word]).ToFrozenSet(StringComparer.Ordinal);

    private static IEnumerable<string> Expand(string words, IReadOnlyDictionary<string, string> sets) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(word => word[0] == '@' ? Expand(sets[word[1..]], sets) : [word]);

    private enum Ending
    {
        None,
        Part,
        Message,
    }

    private sealed record Phrase(Step[] Steps, FrozenSet<string> NotBehind, bool IsAtStart, Ending Ending, FoundPhrase Found);

    private sealed record Step(WordSet Set, int Least, int Most, bool IsBarrier = false);

    private sealed record WordSet(FrozenSet<string> Words, bool IsAny, bool IsName, string[] Endings);
}
