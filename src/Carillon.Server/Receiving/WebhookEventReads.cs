using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Design;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving;

/// <summary>What the page of webhook events shows.</summary>
public sealed class WebhookEventReads(ProviderEventBook book)
{
    private const int OfAPage = 50;

    /// <summary>A page of events, newest first unless another order is asked for and few enough match.</summary>
    public async Task<WebhookEventsLook> ReadAsync(string? show, string? after, TableOrder? order, int page, CancellationToken cancellationToken)
    {
        var filter = FilterOf(show);
        var canSort = await book.Matching(filter).CanSortAsync(cancellationToken);
        if (order is { } by && canSort)
        {
            var (sorted, hasMore) = await Ordered(book.Matching(filter).AsNoTracking(), by).PageAsync(page, OfAPage, cancellationToken);
            return new WebhookEventsLook(sorted, null, true, hasMore);
        }

        (DateTimeOffset At, ProviderEventId Id)? from = TimeCursor<ProviderEventId>.TryParse(after ?? "", out var place) ? (place.At, place.Id) : null;
        var rows = await book.ListAsync(filter, from, OfAPage + 1, cancellationToken);
        var shown = rows.Take(OfAPage).ToList();
        return new WebhookEventsLook(shown, rows.Count > OfAPage ? new TimeCursor<ProviderEventId>(shown[^1].ReceivedAt, shown[^1].Id).ToString() : null, canSort, false);
    }

    /// <summary>What the page's address means; what it cannot mean narrows nothing.</summary>
    public static ProviderEventFilter FilterOf(string? show) => new(show == "failed", Enum.TryParse<EventStatus>(show, ignoreCase: true, out var status) ? status : null);

    private static IOrderedQueryable<ProviderEvent> Ordered(IQueryable<ProviderEvent> rows, TableOrder order) => ((order.Key, order.IsDown) switch
    {
        ("kind", false) => rows.OrderBy(row => row.Type),
        ("kind", true) => rows.OrderByDescending(row => row.Type),
        ("source", false) => rows.OrderBy(row => row.Source),
        ("source", true) => rows.OrderByDescending(row => row.Source),
        ("state", false) => rows.OrderBy(row => row.Status),
        ("state", true) => rows.OrderByDescending(row => row.Status),
        ("attempts", false) => rows.OrderBy(row => row.Attempts),
        ("attempts", true) => rows.OrderByDescending(row => row.Attempts),
        ("received", false) => rows.OrderBy(row => row.ReceivedAt),
        _ => rows.OrderByDescending(row => row.ReceivedAt),
    }).ThenByDescending(row => row.ReceivedAt).ThenBy(row => row.Id);
}

/// <summary>A page of events.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">The place of the next page by time; null: there is none.</param>
/// <param name="CanSort">Whether few enough match to be ordered otherwise.</param>
/// <param name="HasMore">Whether another page follows in that other order.</param>
public sealed record WebhookEventsLook(IReadOnlyList<ProviderEvent> Events, string? Next, bool CanSort, bool HasMore);
