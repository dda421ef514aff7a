using System.Buffers;
using System.Globalization;

namespace Carillon.Contacts.Imports;

/// <summary>
/// Problems as lines of CSV. A cell that a spreadsheet would calculate gets an apostrophe before it; our own import takes
/// that away again.
/// </summary>
internal static class ProblemsCsv
{
    /// <summary>The first line.</summary>
    public const string Header = "row,column,value,code,message\r\n";

    private static readonly SearchValues<char> Calculating = SearchValues.Create("=+-@\t\r\n＝＋－＠");
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n\t;'");

    /// <summary>One problem.</summary>
    public static string Line(ImportProblem problem) =>
        $"{(problem.Row == 0 ? "" : problem.Row.ToString(CultureInfo.InvariantCulture))},{Cell(problem.Column)},{Cell(problem.Value)},{problem.Code},{Cell(problem.Message)}\r\n";

    /// <summary>A text as a cell.</summary>
    public static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = IsCalculated(text) ? "'" + text : text;
        return safe.AsSpan().ContainsAny(Quoted) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    /// <summary>The text that a cell of ours stood for.</summary>
    public static string Unguarded(string cell) => cell.Length > 1 && cell[0] == '\'' && IsCalculated(cell) ? cell[1..] : cell;

    /// <summary>Whether it would be calculated, or stands for something that would be.</summary>
    private static bool IsCalculated(string text)
    {
        var first = text.AsSpan().IndexOfAnyExcept('\'');
        return first >= 0 && Calculating.Contains(text[first]);
    }
}
