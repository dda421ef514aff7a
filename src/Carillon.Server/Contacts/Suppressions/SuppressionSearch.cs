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
/// <param name="Channel">The medium; null: any.</param>
/// <param name="Import">The file that brought them; null: whatever did.</param>
public sealed record SuppressionSearch(PhoneNumber? Phone, SkipReason? Reason, Channel? Channel, SuppressionImportId? Import)
{
    /// <summary>Reads what was asked; a number without a country's code is one of the workspace's country.</summary>
    public static async Task<SuppressionSearch> ReadAsync(CarillonDb db, SuppressionQuery asked, InputErrors errors, CancellationToken cancellationToken)
    {
        var region = await db.Set<Workspace>().Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).SingleAsync(cancellationToken);
        return new SuppressionSearch(
            errors.Phone("phone", asked.Phone, region), errors.OneOf<SkipReason>("reason", asked.Reason), errors.OneOf<Channel>("channel", asked.Channel),
            errors.Id<SuppressionImportId>("import", asked.Import));
    }

    /// <summary>All that match, in no order.</summary>
    public IQueryable<Suppression> In(CarillonDb db)
    {
        var (number, why, medium, import) = this;
        var rows = db.OfScope<Suppression>().AsNoTracking();
        return (number is null ? rows : rows.Where(row => row.Phone == number)).Where(row => (why == null || row.Reason == why) && (medium == null || row.Channel == medium)
            && (import == null || row.ImportId == import));
    }

    /// <summary>The newest first; the order of the index, so that a page costs a page.</summary>
    public static IOrderedQueryable<Suppression> NewestFirst(IQueryable<Suppression> rows) => rows.OrderByDescending(row => row.At).ThenBy(row => row.Phone).ThenBy(row => row.Reason);
}

/// <summary>What a list of suppressed numbers is narrowed by, as an address says it.</summary>
/// <param name="Phone">One number, in any human form.</param>
/// <param name="Reason">Why: <c>optedOut</c>, <c>doNotCall</c>, …</param>
/// <param name="Channel">The medium: <c>sms</c>, <c>email</c> or <c>voice</c>.</param>
/// <param name="Import">The id of the file that brought them.</param>
public readonly record struct SuppressionQuery(string? Phone, string? Reason, string? Channel, string? Import = null);
