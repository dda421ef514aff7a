namespace Carillon.Server.Web.Design;

/// <summary>The column that the viewer wants a table ordered by, as the address says it.</summary>
/// <param name="Key">The column's key.</param>
/// <param name="IsDown">From the greatest to the least.</param>
public readonly record struct TableOrder(string Key, bool IsDown)
{
    /// <summary>Rows that are ordered while somebody waits: more of them keep the order that their index has.</summary>
    public const int MostRows = 10_000;

    /// <summary>Reads an address's <c>sort</c>; null: as the page has it.</summary>
    /// <param name="sort">A key, with a minus for the other way round.</param>
    /// <param name="known">The keys that the page can order by.</param>
    public static TableOrder? Of(string? sort, params ReadOnlySpan<string> known)
    {
        var isDown = sort is ['-', ..];
        var key = isDown ? sort![1..] : sort; // it has a first letter
        return key is not null && known.Contains(key) ? new TableOrder(key, isDown) : null;
    }
}
