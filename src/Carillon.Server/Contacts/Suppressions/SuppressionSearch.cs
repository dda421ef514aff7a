using Carillon.Access;
using Carillon.Compliance;
using Carillon.Primitives;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Contacts.Suppressions;

/// <summary>Which suppressed numbers somebody looks for; the same for the list of the API, its page and both files.</summary>
/// <param name="Phone">One number; null: any.</param>
/// <param name="Reason">Why; null: whatever.</param>
public sealed record SuppressionSearch(PhoneNumber? Phone, SkipReason? Reason)
{
    /// <summary>Reads what was asked; a number without a country's code is one of the workspace's country.</summary>
    public static async Task<SuppressionSearch> ReadAsync(CarillonDb db, string? phone, string? reason, InputErrors errors, CancellationToken cancellationToken)
    {
        var region = await db.Set<Workspace>().Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).SingleAsync(cancellationToken);
        return new SuppressionSearch(errors.Phone("phone", phone, region), errors.OneOf<SkipReason>("reason", reason));
    }

    /// <summary>All that match, in no order.</summary>
    public IQueryable<Suppression> In(CarillonDb db)
    {
        var (number, why) = this;
        return db.Suppressions.AsNoTracking().Where(row => (number == null || row.Phone == number) && (why == null || row.Reason == why));
    }

    /// <summary>The newest first; the order of the index, so that a page costs a page.</summary>
    public static IOrderedQueryable<Suppression> NewestFirst(IQueryable<Suppression> rows) => rows.OrderByDescending(row => row.At).ThenBy(row => row.Phone).ThenBy(row => row.Reason);
}
