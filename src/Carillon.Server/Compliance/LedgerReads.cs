using System.Runtime.CompilerServices;
using Carillon.Access;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Design;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Carillon.Server.Compliance;

/// <summary>What the browser of the ledger shows.</summary>
public sealed class LedgerReads(CarillonDb db)
{
    private const int OfAPage = 50;

    /// <summary>A page of events, newest first unless another order is asked for and few enough match; a number that cannot be read finds nothing.</summary>
    public async Task<LedgerLook> ReadAsync(LedgerSearch search, TableOrder? order, int page, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var place = new PageQuery(null, search.After, null).After<ConsentEventId>(errors);
        var (found, number) = await FindAsync(search, errors, cancellationToken);
        if (errors.Any)
        {
            return new LedgerLook([], null, null, false, false);
        }

        var canSort = await found.CanSortAsync(cancellationToken);
        if (order is { } by && canSort)
        {
            var (sorted, hasMore) = await Ordered(found, by).PageAsync(page, OfAPage, cancellationToken);
            return new LedgerLook(sorted, null, number, true, hasMore);
        }

        var rows = await found
            .Where(row => place == null || row.At < place.Value.At || (row.At == place.Value.At && row.Id < place.Value.Id))
            .OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(OfAPage + 1).ToListAsync(cancellationToken);
        var shown = rows.Take(OfAPage).ToList();
        return new LedgerLook(shown, rows.Count > OfAPage ? new TimeCursor<ConsentEventId>(shown[^1].At, shown[^1].Id).ToString() : null, number, canSort, false);
    }

    /// <summary>All events that are looked for, the oldest first, read while they are asked for.</summary>
    public async IAsyncEnumerable<ConsentEvent> AllAsync(LedgerSearch search, InputErrors errors, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (found, _) = await FindAsync(search, errors, cancellationToken);
        await foreach (var row in found.OrderBy(row => row.At).ThenBy(row => row.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return row;
        }
    }

    private async Task<(IQueryable<ConsentEvent> Found, PhoneNumber? Number)> FindAsync(LedgerSearch search, InputErrors errors, CancellationToken cancellationToken)
    {
        var workspace = await db.Set<Workspace>().Where(row => row.Id == db.Workspace).Select(row => new { row.DefaultRegion, row.TimeZone }).SingleAsync(cancellationToken);
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(workspace.TimeZone) ?? DateTimeZone.Utc;
        var number = errors.Phone("phone", search.Phone, workspace.DefaultRegion);
        var from = WorkspaceDay.BeginOf(zone, search.Since) ?? errors.Instant("since", search.Since);
        var until = WorkspaceDay.BeginOf(zone, search.Until, daysLater: 1) ?? errors.Instant("until", search.Until);
        var (hasNoCampaign, hasNoKeyword) = (search.Campaign == ConsentGroups.NoCampaign, search.Keyword == ConsentGroups.OtherWords);
        var campaign = Id.TryParse<CampaignId>(search.Campaign, out var id) ? id : (CampaignId?)null;
        var keyword = hasNoKeyword || string.IsNullOrEmpty(search.Keyword) ? null : search.Keyword;
        var wanted = Enum.TryParse<ConsentEventKind>(search.Kind, out var read) ? read : (ConsentEventKind?)null;
        var how = Enum.TryParse<ConsentMethod>(search.Method, ignoreCase: true, out var method) ? method : (ConsentMethod?)null;
        var isAny = !errors.Any;
        return (
            db.ConsentEvents.AsNoTracking()
                .Where(row => isAny && (number == null || row.Phone == number) && (wanted == null || row.Kind == wanted) && (from == null || row.At >= from))
                .Where(row => (until == null || row.At < until) && (campaign == null || row.CampaignId == campaign) && (!hasNoCampaign || row.CampaignId == null))
                .Where(row => (keyword == null || row.Keyword == keyword) && (!hasNoKeyword || row.Keyword == null) && (how == null || row.Method == how)),
            number);
    }

    private static IOrderedQueryable<ConsentEvent> Ordered(IQueryable<ConsentEvent> rows, TableOrder order) => ((order.Key, order.IsDown) switch
    {
        ("number", false) => rows.OrderBy(row => row.Phone),
        ("number", true) => rows.OrderByDescending(row => row.Phone),
        ("what", false) => rows.OrderBy(row => row.Kind),
        ("what", true) => rows.OrderByDescending(row => row.Kind),
        ("how", false) => rows.OrderBy(row => row.Method).ThenBy(row => row.Keyword),
        ("how", true) => rows.OrderByDescending(row => row.Method).ThenByDescending(row => row.Keyword),
        ("when", false) => rows.OrderBy(row => row.At),
        _ => rows.OrderByDescending(row => row.At),
    }).ThenByDescending(row => row.At).ThenBy(row => row.Id);
}

/// <summary>What is looked for in the ledger.</summary>
/// <param name="Phone">The number as somebody writes it.</param>
/// <param name="Kind">The kind of event.</param>
/// <param name="Since">The first instant, or a day of the workspace's zone.</param>
/// <param name="Until">The first instant after, or a day that is still meant.</param>
/// <param name="Campaign">Which campaign it answers; <c>none</c>: no campaign.</param>
/// <param name="Keyword">Which keyword; <c>other</c>: other words.</param>
/// <param name="After">The place to go on from.</param>
/// <param name="Method">How it was told.</param>
public readonly record struct LedgerSearch(string? Phone, string? Kind, string? Since, string? Until, string? Campaign, string? Keyword, string? After, string? Method = null);

/// <summary>A page of the ledger.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">The place of the next page; null: there is none.</param>
/// <param name="Phone">The number asked for.</param>
/// <param name="CanSort">Whether few enough match to be ordered otherwise.</param>
/// <param name="HasMore">Whether another page follows in that other order.</param>
public sealed record LedgerLook(IReadOnlyList<ConsentEvent> Events, string? Next, PhoneNumber? Phone, bool CanSort, bool HasMore);
