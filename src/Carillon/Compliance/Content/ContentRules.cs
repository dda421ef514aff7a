using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Carillon.Text.Inbound;

namespace Carillon.Compliance.Content;

/// <summary>What words, links and forms a text may not or should not have: data of the rule pack, read once.</summary>
public sealed class ContentRules
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter<ContentWeight>(JsonNamingPolicy.CamelCase) },
    };

    private readonly FrozenDictionary<string, ContentWeight> _weights;
    private readonly SearchValues<string> _forbidden;
    private readonly (AgeGate Gate, WordTable Words)[] _ages;

    private ContentRules(Written written)
    {
        Version = written.Version;
        Source = written.Source;
        _weights = written.Weights.ToFrozenDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        Shorteners = written.Shorteners.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        OptOutWords = new WordTable(written.OptOutWords.Select(words => (words, "opt-out", ContentWeight.Warn)));
        Urgency = new WordTable(written.Urgency.Select(words => (words, "urgency", ContentWeight.Warn)));
        var forbidden = written.Words.Where(group => group.Weight is ContentWeight.Block).SelectMany(group => group.Words)
            .Select(words => FoldedWords.Of(InboundCleaning.Fold(words)).MaxBy(word => word.Length).Text).Distinct().ToArray();
        _forbidden = SearchValues.Create(forbidden, StringComparison.OrdinalIgnoreCase);
        _ages =
        [
            .. from @group in written.Words
               let age = @group.Age
               where age is not null
               select (new AgeGate(@group.Category, age.Value), new WordTable(@group.Words.Select(words => (words, @group.Category, @group.Weight)))),
        ];
        Categories = new WordTable(written.Words.SelectMany(group => group.Words.Select(words => (words, group.Category, group.Weight))));
    }

    /// <summary>The rules that the program brings.</summary>
    public static ContentRules Shipped { get; } = ReadShipped();

    /// <summary>Their version.</summary>
    public string Version { get; }

    /// <summary>Where they come from.</summary>
    public string Source { get; }

    internal FrozenSet<string> Shorteners { get; }

    internal WordTable OptOutWords { get; }

    internal WordTable Urgency { get; }

    internal WordTable Categories { get; }

    /// <summary>How heavy a rule weighs.</summary>
    public ContentWeight WeightOf(string rule) => _weights.GetValueOrDefault(rule, ContentWeight.Warn);

    /// <summary>The age that the words of a text ask of whoever gets it; null: none.</summary>
    public AgeGate? AgeGateOf(string text)
    {
        var words = FoldedWords.Of(text);
        return Array.Find(_ages, age => age.Words.FindAll(words).Any()).Gate;
    }

    /// <summary>Whether a text may hold forbidden words: a quick look that finds too much and never too little.</summary>
    internal bool MayBlock(string text) => text.AsSpan().ContainsAny(_forbidden) || !Ascii.IsValid(text);

    private static ContentRules ReadShipped()
    {
        using var stream = typeof(ContentRules).Assembly.GetManifestResourceStream("content-rules.json")
            ?? throw new InvalidOperationException("The program was built without its content rules.");
        var written = JsonSerializer.Deserialize<Written>(stream, Json) ?? throw new InvalidOperationException("The content rules are empty.");
        return new ContentRules(written);
    }

    private sealed record Written(
        string Version,
        string Source,
        IReadOnlyDictionary<string, ContentWeight> Weights,
        IReadOnlyList<string> OptOutWords,
        IReadOnlyList<string> Shorteners,
        IReadOnlyList<WordGroup> Words,
        IReadOnlyList<string> Urgency);

    private sealed record WordGroup(string Category, ContentWeight Weight, IReadOnlyList<string> Words, int? Age = null);

    /// <summary>Words and rows of words by their first word; compared small, without accents.</summary>
    internal sealed class WordTable
    {
        private readonly FrozenDictionary<string, (string[] Words, string Category, ContentWeight Weight)[]> _byFirst;

        public WordTable(IEnumerable<(string Words, string Category, ContentWeight Weight)> rows) => _byFirst = rows
            .Select(row => (Words: FoldedWords.Of(InboundCleaning.Fold(row.Words)).Select(word => word.Text).ToArray(), row.Category, row.Weight))
            .GroupBy(row => row.Words[0])
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());

        /// <summary>All of them that stand in a text.</summary>
        public IEnumerable<(int At, int Length, string Category, ContentWeight Weight)> FindAll(IReadOnlyList<FoldedWord> text)
        {
            for (var i = 0; i < text.Count; i++)
            {
                foreach (var (words, category, weight) in _byFirst.GetValueOrDefault(text[i].Text) ?? [])
                {
                    var last = i + words.Length - 1;
                    if (last < text.Count && !words.Where((word, offset) => text[i + offset].Text != word).Any())
                    {
                        yield return (text[i].At, text[last].At + text[last].Length - text[i].At, category, weight);
                    }
                }
            }
        }
    }
}

/// <summary>What a finding does.</summary>
public enum ContentWeight
{
    /// <summary>It is told.</summary>
    Warn,

    /// <summary>Nothing starts with it.</summary>
    Block,
}

/// <summary>A word of a text, small and without accents, and where it stands.</summary>
internal readonly record struct FoldedWord(string Text, int At, int Length);

/// <summary>Cuts a text into words.</summary>
internal static class FoldedWords
{
    public static List<FoldedWord> Of(string text)
    {
        var words = new List<FoldedWord>();
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                continue;
            }

            var end = i + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '\u0301' or '\u0300'))
            {
                end++;
            }

            words.Add(new FoldedWord(InboundCleaning.Fold(text[i..end]), i, end - i));
            i = end;
        }

        return words;
    }
}
