using System.Globalization;
using Carillon.Primitives;
using Carillon.Server.Web.Problems;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Web.Api;

/// <summary>How a list is asked for; a handler takes it with <c>[AsParameters]</c>.</summary>
/// <param name="Limit">1 to 500; 50 when absent.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before.</param>
/// <param name="Count"><c>true</c>: the page says how many there are in all.</param>
public readonly record struct PageQuery(string? Limit, string? Cursor, string? Count)
{
    /// <summary>The most a page holds.</summary>
    public const int Most = 500;

    private const int Usual = 50;

    /// <summary>How many rows the page takes; read one more to know whether another follows. Notes what cannot be read of <see cref="Count"/> too.</summary>
    public int Take(InputErrors errors)
    {
        _ = errors.YesNo("count", Count);
        if (string.IsNullOrEmpty(Limit))
        {
            return Usual;
        }

        if (int.TryParse(Limit, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Most)
        {
            return limit;
        }

        errors.Add("limit", $"must be a whole number from 1 to {Most}");
        return Usual;
    }

    /// <summary>Whether the caller wants the total.</summary>
    public bool IsCounted => Count is "true";

    /// <summary>How many there are on all pages, if the caller wants to know.</summary>
    public async Task<int?> TotalAsync<T>(IQueryable<T> all, CancellationToken cancellationToken) => IsCounted ? await all.CountAsync(cancellationToken) : null;

    /// <summary>The place after which the page begins, in an order of instant and id; null: at the beginning.</summary>
    public TimeCursor<TId>? After<TId>(InputErrors errors)
        where TId : struct, IId<TId>
    {
        if (string.IsNullOrEmpty(Cursor))
        {
            return null;
        }

        if (TimeCursor<TId>.TryParse(Cursor, out var cursor))
        {
            return cursor;
        }

        errors.Add("cursor", NotOurs);
        return null;
    }

    /// <summary>The place after which the page begins, in an order of one text; null: at the beginning.</summary>
    public string? AfterText(InputErrors errors)
    {
        if (string.IsNullOrEmpty(Cursor))
        {
            return null;
        }

        if (CursorText.TryDecode(Cursor, out var text))
        {
            return text;
        }

        errors.Add("cursor", NotOurs);
        return null;
    }

    /// <summary>The name after which the page begins, in a list by name; null: at the beginning. What another list gave out is refused.</summary>
    /// <param name="list">What the list is of.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public string? AfterName(string list, InputErrors errors)
    {
        if (AfterText(errors) is not { } text)
        {
            return null;
        }

        if (text.StartsWith($"{list}:", StringComparison.Ordinal))
        {
            return text[(list.Length + 1)..];
        }

        errors.Add("cursor", NotOurs);
        return null;
    }

    /// <summary>The place behind a name, as <see cref="AfterName"/> reads it.</summary>
    public static string NameCursor(string list, string name) => CursorText.Encode($"{list}:{name}");

    private const string NotOurs = "is not a nextCursor of this list";
}
