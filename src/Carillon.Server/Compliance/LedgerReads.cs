using Carillon.Access;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Compliance;

/// <summary>What the browser of the ledger shows.</summary>
public sealed class LedgerReads(CarillonDb db)
{
    private const int OfAPage = 50;

    /// <summary>A page of events, newest first; a number that cannot be read finds nothing.</summary>
    public async Task<LedgerLook> ReadAsync(string? phone, string? kind, string? since, string? after, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var region = await db.Set<Workspace>().Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).SingleAsync(cancellationToken);
        var number = errors.Phone("phone", phone, region);
        var from = errors.Instant("since", since);
        var place = new PageQuery(null, after, null).After<ConsentEventId>(errors);
        if (errors.Any)
        {
            return new LedgerLook([], null, null);
        }

        var wanted = Enum.TryParse<ConsentEventKind>(kind, out var read) ? read : (ConsentEventKind?)null;
        var rows = await db.ConsentEvents.AsNoTracking()
            .Where(row => (number == null || row.Phone == number) && (wanted == null || row.Kind == wanted) && (from == null || row.At >= from))
            .Where(row => place == null || row.At < place.Value.At || (row.At == place.Value.At && row.Id < place.Value.Id))
            .OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(OfAPage + 1).ToListAsync(cancellationToken);
        var shown = rows.Take(OfAPage).ToList();
        return new LedgerLook(shown, rows.Count > OfAPage ? new TimeCursor<ConsentEventId>(shown[^1].At, shown[^1].Id).ToString() : null, number);
    }
}

/// <summary>A page of the ledger.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">The place of the next page; null: there is none.</param>
/// <param name="Phone">The number asked for.</param>
public sealed record LedgerLook(IReadOnlyList<ConsentEvent> Events, string? Next, PhoneNumber? Phone);
