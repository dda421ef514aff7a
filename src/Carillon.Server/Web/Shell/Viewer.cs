namespace Carillon.Server.Web.Shell;

/// <summary>What the viewer's browser told about its place; goes along from the rendered page into its circuit.</summary>
public sealed class Viewer
{
    /// <summary>The cookie in which a page's script leaves the browser's time zone.</summary>
    public const string ZoneCookie = "carillon-zone";

    /// <summary>The cookie that remembers how far the news were read, in milliseconds since 1970.</summary>
    public const string SeenCookie = "carillon-seen";

    /// <summary>How the cookies begin in which a page's script leaves what columns the viewer wants of a table; the table's name follows.</summary>
    public const string ColumnsCookie = "carillon-columns-";

    /// <summary>Read where there is a request; elsewhere filled from the page.</summary>
    public Viewer(IHttpContextAccessor accessor)
    {
        if (accessor.HttpContext is { } context)
        {
            Zone = context.Request.Cookies[ZoneCookie] is { Length: > 0 and < 64 } zone ? Uri.UnescapeDataString(zone) : null;
            Seen = long.TryParse(context.Request.Cookies[SeenCookie], out var seen) ? seen : 0;
            Columns = context.Request.Cookies.Where(cookie => cookie.Key.StartsWith(ColumnsCookie, StringComparison.Ordinal))
                .ToDictionary(cookie => cookie.Key[ColumnsCookie.Length..], cookie => cookie.Value);
        }
    }

    /// <summary>The browser's zone of the IANA database as it said; null: it did not say.</summary>
    [Microsoft.AspNetCore.Components.PersistentState]
    public string? Zone { get; set; }

    /// <summary>How far the news were read.</summary>
    [Microsoft.AspNetCore.Components.PersistentState]
    public long Seen { get; set; }

    /// <summary>The columns of tables that the viewer wants otherwise than the page has them, by the table's name.</summary>
    [Microsoft.AspNetCore.Components.PersistentState]
    public Dictionary<string, string> Columns { get; set; } = [];
}
