using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Web.Design;

/// <summary>Pages of a table that is ordered as the viewer wants it.</summary>
internal static class TablePages
{
    /// <summary>Whether so few match that they can be ordered while somebody waits.</summary>
    public static async Task<bool> CanSortAsync<T>(this IQueryable<T> rows, CancellationToken cancellationToken) =>
        await rows.Take(TableOrder.MostRows + 1).CountAsync(cancellationToken) <= TableOrder.MostRows;

    /// <summary>One page, from 1 on, and whether another follows.</summary>
    public static async Task<(IReadOnlyList<T> Rows, bool HasMore)> PageAsync<T>(this IQueryable<T> ordered, int page, int size, CancellationToken cancellationToken)
    {
        var rows = await ordered.Skip((Math.Max(1, page) - 1) * size).Take(size + 1).ToListAsync(cancellationToken);
        return ([.. rows.Take(size)], rows.Count > size);
    }
}
