using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Components;

namespace Carillon.Server.Web.Design;

/// <summary>Numbers as a drawing wants them, whatever language the viewer reads.</summary>
internal static class Drawing
{
    private static readonly double[] RoundSteps = [1, 2, 4, 5, 8, 10];

    /// <summary>A length or a share.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Points of a line.</summary>
    public static string Points(IEnumerable<(double X, double Y)> points) => string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"));

    /// <summary>Words in a drawing; Razor keeps the name of that element for itself.</summary>
    public static MarkupString Label(double x, double y, string anchor, string words) =>
        new($"<text x=\"{Number(x)}\" y=\"{Number(y)}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(words)}</text>");

    /// <summary>The end of an axis: the next round number above, so that its parts are round as well.</summary>
    public static double RoundUp(double value)
    {
        if (value <= 0)
        {
            return 1;
        }

        var step = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return RoundSteps.Select(factor => factor * step).First(end => end >= value * 0.999999);
    }
}
