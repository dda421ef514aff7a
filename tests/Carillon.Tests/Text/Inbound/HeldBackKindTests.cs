using System.Text.RegularExpressions;
using AwesomeAssertions;
using Carillon.Text;

namespace Carillon.Tests.Text.Inbound;

/// <summary>The file of several hundred texts of the kind nobody tuned the reading for, with the bar of the rules.</summary>
public sealed partial class HeldBackKindTests
{
    private static readonly IReadOnlyList<(InboundKind Kind, string Text)> Examples = Read();

    [Fact]
    public void No_opt_out_is_missed() => string.Join(" | ", Wrong(InboundKind.OptOut)).Should().BeEmpty();

    [Fact]
    public void Opt_in_and_help_are_read_without_error()
    {
        string.Join(" | ", Wrong(InboundKind.OptIn)).Should().BeEmpty();
        string.Join(" | ", Wrong(InboundKind.Help)).Should().BeEmpty();
    }

    [Fact]
    public void At_most_two_of_a_hundred_ordinary_texts_are_taken_for_more()
    {
        var ordinary = Examples.Count(example => example.Kind == InboundKind.None);
        var wrong = Wrong(InboundKind.None);
        wrong.Count.Should().BeLessThanOrEqualTo(ordinary / 50, "of {0}: {1}", ordinary, string.Join(" | ", wrong));
    }

    private static List<string> Wrong(InboundKind kind) =>
        [.. Examples.Where(example => example.Kind == kind && InboundReading.Read(example.Text).Kind != kind).Select(example => example.Text)];

    private static List<(InboundKind Kind, string Text)> Read() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Text", "Inbound", "held-back-kind.tsv"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t', 2))
            .Select(parts => (Enum.Parse<InboundKind>(parts[0], ignoreCase: true), Plain(parts[1]))),
    ];

    private static string Plain(string written) =>
        CodeUnit().Replace(written, found => ((char)Convert.ToInt32(found.Groups[1].Value, 16)).ToString()).Replace("\\n", "\n", StringComparison.Ordinal);

    [GeneratedRegex(@"\\u([0-9A-F]{4})")]
    private static partial Regex CodeUnit();
}
