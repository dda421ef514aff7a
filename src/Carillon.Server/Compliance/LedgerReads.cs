using Carillon.Access;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Carillon.Server.Compliance;

/// <summary>What the browser of the ledger shows.</summary>
public sealed class LedgerReads(CarillonDb db)
{
    private const int OfAPage = 50;

    /// <summary>A page of events, newest first; a number that cannot be read finds nothing.</summary>
    public async Task<LedgerLook> ReadAsync(LedgerSearch search, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var workspace = await db.Set<Workspace>().Where(row => row.Id == db.Workspace).Select(row => new { row.DefaultRegion, row.TimeZone }).SingleAsync(cancellationToken);
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(workspace.TimeZone) ?? DateTimeZone.Utc;
        var number = errors.Phone("phone", search.Phone, workspace.DefaultRegion);
        var from = WorkspaceDay.BeginOf(zone, search.Since) ?? errors.Instant("since", search.Since);
        var until = WorkspaceDay.BeginOf(zone, search.Until, daysLater: 1) ?? errors.Instant("until", search.Until);
        var (hasNoCampaign, hasNoKeyword) = (search.Campaign == ConsentGroups.NoCampaign, search.Keyword == ConsentGroups.OtherWords);
        var campaign = Id.TryParse<CampaignId>(search.Campaign, out var id) ? id : (CampaignId?)null;
        var keyword = hasNoKeyword || string.IsNullOrEmpty(search.Keyword) ? null : search.Keyword;
        var place = new PageQuery(null, search.After, null).After<ConsentEventId>(errors);
        if (errors.Any)
        {
            return new LedgerLook([], null, null);
        }

        var wanted = Enum.TryParse<ConsentEventKind>(search.Kind, out var read) ? read : (ConsentEventKind?)null;
        var rows = await db.ConsentEvents.AsNoTracking()
            .Where(row => (number == null || row.Phone == number) && (wanted == null || row.Kind == wanted) && (from == null || row.At >= from))
            .Where(row => (until == null || row.At < until) && (campaign == null || row.CampaignId == campaign) && (!hasNoCampaign || row.CampaignId == null))
            .Where(row => (keyword == null || row.Keyword == keyword) && (!hasNoKeyword || row.Keyword == null))
            .Where(row => place == null || row.At < place.Value.At || (row.At == place.Value.At && row.Id < place.Value.Id))
            .OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(OfAPage + 1).ToListAsync(cancellationToken);
        var shown = rows.Take(OfAPage).ToList();
        return new LedgerLook(shown, rows.Count > OfAPage ? new TimeCursor<ConsentEventId>(shown[^1].At, shown[^1].Id).ToString() : null, number);
    }
}

/// <summary>What is looked for in the ledger.</summary>
/// <param name="Phone">The number as somebody writes it.</param>
/// <param name="Kind">The kind of event.</param>
/// <param name="Since">The first instant, or a day of the workspace's zone.</param>
/// <param name="Until">The first instant after, or a day that is still meant.</param>
/// <param name="Campaign">Which campaign it answers; <c>none</c>: no campaign.</param>
/// <param name="Keyword">Which keyword; <c>other</c>: other words.</param>
/// <param name="After">The place to go on from.</param>
public sealed record LedgerSearch(string? Phone, string? Kind, string? Since, string? Until, string? Campaign, string? Keyword, string? After);

/// <summary>A page of the ledger.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">The place of the next page; null: there is none.</param>
/// <param name="Phone">The number asked for.</param>
public sealed record LedgerLook(IReadOnlyList<ConsentEvent> Events, string? Next, PhoneNumber? Phone);
