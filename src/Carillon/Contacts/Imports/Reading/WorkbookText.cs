using System.Globalization;
using System.Text;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Carillon.Contacts.Imports.Reading;

/// <summary>
/// Writes a workbook's first sheet as delimited text, so that everything behind reads one form. A row of the sheet is one line
/// of the text, and so keeps its number: line breaks inside cells stand as <see cref="Break"/> until the cell is read.
/// </summary>
internal static class WorkbookText
{
    /// <summary>Stands for a line break inside a cell.</summary>
    public const char Break = '\u2028';

    private const int MostRows = 1_048_576;

    /// <summary>Writes the sheet; why it is not taken, otherwise null.</summary>
    /// <param name="workbook">The workbook.</param>
    /// <param name="text">Takes the text.</param>
    /// <param name="most">After how many rows to stop without a word.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public static FileFault? Write(Stream workbook, Stream text, int most, CancellationToken cancellationToken)
    {
        using var writer = new StreamWriter(text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 128 * 1024, leaveOpen: true);
        var settings = new OpenXmlConfiguration { EnableSharedStringCache = true, FillMergedCells = false, TrimColumnNames = false };
        var row = 0;
        foreach (IDictionary<string, object?> cells in MiniExcel.Query(workbook, useHeaderRow: false, excelType: ExcelType.XLSX, configuration: settings))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row == most)
            {
                return null;
            }

            if (++row > MostRows)
            {
                return new FileFault("too-many-rows", $"The sheet has more than {MostRows:N0} rows.", MostRows);
            }

            if (cells.Count > DelimitedReader.MostColumns && Width(cells) is > DelimitedReader.MostColumns and var width)
            {
                return new FileFault("too-many-columns", $"The file has {width} columns; {DelimitedReader.MostColumns} is the most.", row);
            }

            WriteRow(writer, cells);
        }

        return null;
    }

    /// <summary>Columns up to the last one that holds something.</summary>
    private static int Width(IDictionary<string, object?> cells) => cells.Values.Select((value, at) => value is null ? 0 : at + 1).DefaultIfEmpty().Max();

    private static void WriteRow(StreamWriter writer, IDictionary<string, object?> cells)
    {
        var width = Math.Min(Width(cells), DelimitedReader.MostColumns);
        var column = 0;
        foreach (var value in cells.Values.Take(width))
        {
            writer.Write(column++ == 0 ? "" : ",");
            WriteCell(writer, TextOf(value));
        }

        writer.Write('\n');
    }

    private static void WriteCell(StreamWriter writer, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        writer.Write('"');
        writer.Write(text.Replace("\"", "\"\"", StringComparison.Ordinal).ReplaceLineEndings(Break.ToString()));
        writer.Write('"');
    }

    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        bool yes => yes ? "true" : "false",
        DateTime at => at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
        double number => number == Math.Truncate(number) && Math.Abs(number) < 1e15
            ? number.ToString("F0", CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
