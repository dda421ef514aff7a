using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Compliance;

/// <summary>What the overview of compliance shows.</summary>
public sealed class ComplianceReads(CarillonDb db, TimeProvider time)
{
    /// <summary>Days of the overview.</summary>
    public const int Days = 30;

    /// <summary>One look.</summary>
    public async Task<ComplianceLook> ReadAsync(CancellationToken cancellationToken)
    {
        var from = time.GetUtcNow().AddDays(-Days);
        var suppressed = await db.OfScope<Suppression>().AsNoTracking().Where(row => row.Channel == Channel.Sms).GroupBy(row => row.Reason)
            .Select(group => new { group.Key, Count = group.LongCount() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        var kinds = await db.OfScope<ConsentEvent>().AsNoTracking().Where(row => row.At >= from).GroupBy(row => row.Kind)
            .Select(group => new { group.Key, Count = group.LongCount() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        var last = await db.OfScope<ConsentEvent>().AsNoTracking().OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(20).ToListAsync(cancellationToken);
        var trend = new List<double>();
        for (var day = Days - 1; day >= 0; day--)
        {
            var (begin, end) = (time.GetUtcNow().AddDays(-day - 1), time.GetUtcNow().AddDays(-day));
            trend.Add(await db.ConsentEvents.CountAsync(row => row.Kind == ConsentEventKind.OptOut && row.At >= begin && row.At < end, cancellationToken));
        }

        return new ComplianceLook(suppressed, kinds, last, trend, from);
    }
}

/// <summary>The state of consent in short.</summary>
/// <param name="Suppressed">Numbers that must not be texted, by reason.</param>
/// <param name="Events">What was said lately, by kind.</param>
/// <param name="Last">The last of it.</param>
/// <param name="OptOutTrend">Opt-outs of each of the last days, the oldest first.</param>
/// <param name="From">Since when they were counted.</param>
public sealed record ComplianceLook(
    IReadOnlyDictionary<SkipReason, long> Suppressed, IReadOnlyDictionary<ConsentEventKind, long> Events, IReadOnlyList<ConsentEvent> Last, IReadOnlyList<double> OptOutTrend, DateTimeOffset From);
