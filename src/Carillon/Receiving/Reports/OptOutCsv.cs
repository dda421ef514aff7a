using System.Globalization;
using System.Text;
using Carillon.Compliance.Consent;
using Carillon.Contacts.Imports;

namespace Carillon.Receiving.Reports;

/// <summary>The report as a file for a spreadsheet; no cell of it is calculated there.</summary>
public static class OptOutCsv
{
    /// <summary>Head, a line a group, and the total.</summary>
    public static string Of(OptOutFigures figures)
    {
        var methods = Enum.GetValues<ConsentMethod>();
        var text = new StringBuilder();
        text.Append(figures.GroupBy.ToString().ToLowerInvariant()).Append(",name,optOuts,sent,rate,rateLow,rateHigh");
        foreach (var method in methods)
        {
            text.Append(",by").Append(method); // a column of its own name: the first one may be the keyword
        }

        text.Append("\r\n");
        foreach (var group in figures.Items.Append(figures.Total))
        {
            text.Append(ProblemsCsv.Cell(group.Key)).Append(',').Append(ProblemsCsv.Cell(group.Name)).Append(',').Append(group.OptOuts).Append(',').Append(group.Sent)
                .Append(',').Append(Number(group.Rate)).Append(',').Append(Number(group.RateLow)).Append(',').Append(Number(group.RateHigh));
            foreach (var method in methods)
            {
                text.Append(',').Append(group.ByMethod.GetValueOrDefault(method));
            }

            text.Append("\r\n");
        }

        return text.ToString();
    }

    private static string Number(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
