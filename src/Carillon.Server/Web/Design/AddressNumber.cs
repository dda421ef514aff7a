using System.Globalization;

namespace Carillon.Server.Web.Design;

/// <summary>A number in a page's address, which anybody can write: what is none is as if it were not there.</summary>
public static class AddressNumber
{
    /// <summary>Reads it; null: there is none.</summary>
    public static long? Of(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Reads the number of a page of a table, from 1 to the last that there may be; 1 where none is said.</summary>
    public static int PageOf(string? text, int last) => (int)Math.Clamp(Of(text) ?? 1, 1, last);
}
