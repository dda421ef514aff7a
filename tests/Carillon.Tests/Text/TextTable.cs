using System.Text.RegularExpressions;

namespace Carillon.Tests.Text;

/// <summary>Reads a table of cases: one a line, columns between tabs, <c>#</c> before a remark, <c>\uXXXX</c> a code unit, <c>{x*9}</c> x nine times.</summary>
internal static partial class TextTable
{
    public static IReadOnlyList<string[]> Read(string file) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Text", file))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t').Select(Plain).ToArray()),
    ];

    private static string Plain(string written) => CodeUnit().Replace(
        Times().Replace(written, found => string.Concat(Enumerable.Repeat(found.Groups[1].Value, int.Parse(found.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)))),
        found => ((char)Convert.ToInt32(found.Groups[1].Value, 16)).ToString());

    [GeneratedRegex(@"\\u([0-9A-F]{4})")]
    private static partial Regex CodeUnit();

    [GeneratedRegex(@"\{(.+?)\*([0-9]+)\}")]
    private static partial Regex Times();
}
