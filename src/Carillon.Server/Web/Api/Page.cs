using System.Text.Json.Serialization;

namespace Carillon.Server.Web.Api;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">At most as many as asked for.</param>
/// <param name="NextCursor">Where the next page begins; null: this was the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor)
{
    /// <summary>How many there are in all; only where that is cheap or was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Total { get; init; }
}

/// <summary>Making pages.</summary>
public static class Page
{
    /// <summary>A page from rows of which one more was read than it takes.</summary>
    /// <param name="rows">At most <paramref name="limit"/> + 1 rows in the list's order.</param>
    /// <param name="limit">How many the page takes.</param>
    /// <param name="cursor">Where a row stands in the order.</param>
    /// <param name="total">All there are, if known.</param>
    public static Page<T> Of<T>(IReadOnlyList<T> rows, int limit, Func<T, string> cursor, int? total = null) => rows.Count > limit
        ? new Page<T>([.. rows.Take(limit)], cursor(rows[limit - 1])) { Total = total }
        : new Page<T>(rows, null) { Total = total };

    /// <summary>The same page with its rows as answers.</summary>
    public static Page<TOut> Select<TIn, TOut>(this Page<TIn> page, Func<TIn, TOut> answer) =>
        new([.. page.Items.Select(answer)], page.NextCursor) { Total = page.Total };
}
