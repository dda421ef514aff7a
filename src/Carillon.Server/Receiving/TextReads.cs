using Carillon.Campaigns;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Design;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving;

/// <summary>What the page of texts shows.</summary>
public sealed class TextReads(CarillonDb db, TimeProvider time)
{
    private const int OfAPage = 50;

    /// <summary>A page of texts, those written last first unless another order is asked for and few enough match.</summary>
    public async Task<TextsLook> ReadAsync(TextFilter filter, string? after, TableOrder? order, int page, CancellationToken cancellationToken)
    {
        var found = await filter.InAsync(db, time.GetUtcNow(), cancellationToken);
        var known = await found.Take(TableOrder.MostRows + 1).CountAsync(cancellationToken);
        var canSort = known <= TableOrder.MostRows;
        if (order is { } by && canSort)
        {
            var (sorted, hasMore) = await Ordered(found, by).PageAsync(page, OfAPage, cancellationToken);
            return await LookAsync(sorted, null, known, hasMore, cancellationToken);
        }

        if (TimeCursor<MessageId>.TryParse(after ?? "", out var place))
        {
            var (at, last) = (place.At, place.Id);
            found = found.Where(row => row.QueuedAt <= at && (row.QueuedAt < at || row.Id < last));
        }

        var rows = await found.OrderByDescending(row => row.QueuedAt).ThenByDescending(row => row.Id).Take(OfAPage + 1).ToListAsync(cancellationToken);
        var shown = rows.Take(OfAPage).ToList();
        return await LookAsync(shown, rows.Count > OfAPage ? new TimeCursor<MessageId>(shown[^1].QueuedAt, shown[^1].Id).ToString() : null, known, false, cancellationToken);
    }

    private async Task<TextsLook> LookAsync(IReadOnlyList<OutboundMessage> rows, string? next, int known, bool hasMore, CancellationToken cancellationToken)
    {
        var people = rows.Select(row => row.ContactId).OfType<ContactId>().Distinct().ToList();
        var campaigns = rows.Select(row => row.CampaignId).OfType<CampaignId>().Distinct().ToList();
        var names = await db.Contacts.AsNoTracking().Where(row => people.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.DisplayName, cancellationToken);
        var titles = await db.Campaigns.AsNoTracking().Where(row => campaigns.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancellationToken);
        var senders = await db.Senders.AsNoTracking().ToDictionaryAsync(row => row.Id, row => row.Address, cancellationToken);
        return new TextsLook(
            [.. rows.Select(row => new TextLine(
                row, row.ContactId is { } person ? names.GetValueOrDefault(person) : null, row.CampaignId is { } campaign ? titles.GetValueOrDefault(campaign) : null,
                senders.GetValueOrDefault(row.SenderId)))],
            next, known, hasMore, senders);
    }

    private static IOrderedQueryable<OutboundMessage> Ordered(IQueryable<OutboundMessage> rows, TableOrder order) => ((order.Key, order.IsDown) switch
    {
        ("number", false) => rows.OrderBy(row => row.To),
        ("number", true) => rows.OrderByDescending(row => row.To),
        ("fate", false) => rows.OrderBy(row => row.Status).ThenBy(row => row.Reason),
        ("fate", true) => rows.OrderByDescending(row => row.Status).ThenByDescending(row => row.Reason),
        ("due", false) => rows.OrderBy(row => row.DueAt),
        ("due", true) => rows.OrderByDescending(row => row.DueAt),
        ("sent", false) => rows.OrderBy(row => row.SentAt),
        ("sent", true) => rows.OrderByDescending(row => row.SentAt),
        ("written", false) => rows.OrderBy(row => row.QueuedAt),
        _ => rows.OrderByDescending(row => row.QueuedAt),
    }).ThenByDescending(row => row.QueuedAt).ThenBy(row => row.Id);
}

/// <summary>A page of texts.</summary>
/// <param name="Lines">The texts.</param>
/// <param name="Next">The place of the next page by time; null: there is none.</param>
/// <param name="Known">How many match; one more than can be ordered: at least so many.</param>
/// <param name="HasMore">Whether another page follows in another order.</param>
/// <param name="Senders">Our numbers, by id.</param>
public sealed record TextsLook(IReadOnlyList<TextLine> Lines, string? Next, int Known, bool HasMore, IReadOnlyDictionary<SenderId, string> Senders)
{
    /// <summary>Whether so few match that they can be ordered while somebody waits.</summary>
    public bool CanSort => Known <= TableOrder.MostRows;
}

/// <summary>One text, with the names behind its ids.</summary>
public sealed record TextLine(OutboundMessage Message, string? Name, string? Campaign, string? From);
