using System.Globalization;
using System.Text.Json;
using Carillon.Access;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Statistics;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Carillon.Receiving.Reports;

/// <summary>Who opted out in a span of time, by day, campaign, keyword or method, beside the texts that went out.</summary>
public sealed class OptOutReport(CarillonDb db, Database database)
{
    /// <summary>The zone whose days are counted: the workspace's.</summary>
    public async Task<DateTimeZone> ZoneAsync(CancellationToken cancellationToken) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(await db.Set<Workspace>().Where(row => row.Id == db.Workspace).Select(row => row.TimeZone).SingleAsync(cancellationToken)) ?? DateTimeZone.Utc;

    /// <summary>Counts them. A person counts once in a group, however often they said so.</summary>
    /// <param name="from">The first instant.</param>
    /// <param name="to">The first instant after.</param>
    /// <param name="by">How to group.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<OptOutFigures> CountAsync(DateTimeOffset from, DateTimeOffset to, OptOutGrouping by, CancellationToken cancellationToken)
    {
        var zone = await ZoneAsync(cancellationToken);
        var said = await db.OfScope<ConsentEvent>().AsNoTracking()
            .Where(row => row.Kind == ConsentEventKind.OptOut && row.At >= from && row.At < to)
            .Select(row => new Said(row.At, row.Phone, row.Method, row.CampaignId, row.Keyword))
            .ToListAsync(cancellationToken);
        var quarters = await database.Dialect.CountSentByQuarterAsync(db.Workspace, from, to, cancellationToken);
        var sent = quarters.Sum(quarter => quarter.Count);
        var groups = by switch
        {
            OptOutGrouping.Day => ByDay(said, quarters, zone, from, to),
            OptOutGrouping.Campaign => await ByCampaignAsync(said, from, to, cancellationToken),
            OptOutGrouping.Keyword => [.. said.GroupBy(row => row.Keyword ?? ConsentGroups.OtherWords).Select(group => Figures(group.Key, null, group, sent)).OrderByDescending(group => group.OptOuts).ThenBy(group => group.Key)],
            OptOutGrouping.Method => [.. said.GroupBy(row => row.Method).Select(group => Figures(JsonNamingPolicy.CamelCase.ConvertName(group.Key.ToString()), null, group, sent)).OrderByDescending(group => group.OptOuts).ThenBy(group => group.Key)],
            _ => throw new ArgumentOutOfRangeException(nameof(by), by, null),
        };
        return new OptOutFigures(from, to, by, zone.Id, groups, Figures("total", null, said, sent));
    }

    private static List<OptOutGroup> ByDay(List<Said> said, IReadOnlyList<(long Quarter, long Count)> quarters, DateTimeZone zone, DateTimeOffset from, DateTimeOffset to)
    {
        var saidOn = said.ToLookup(row => DayOf(row.At, zone));
        var sentOn = quarters.GroupBy(quarter => DayOf(DateTimeOffset.UnixEpoch.AddMinutes(15 * quarter.Quarter), zone)).ToDictionary(day => day.Key, day => day.Sum(quarter => quarter.Count));
        var days = new List<OptOutGroup>();
        for (var day = DayOf(from, zone); day <= DayOf(to.AddTicks(-1), zone); day = day.PlusDays(1))
        {
            days.Add(Figures(day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture), null, saidOn[day], sentOn.GetValueOrDefault(day)));
        }

        return days;
    }

    private async Task<List<OptOutGroup>> ByCampaignAsync(List<Said> said, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var sent = await db.OutboundMessages.AsNoTracking()
            .Where(row => row.CampaignId != null && row.SentAt >= from && row.SentAt < to)
            .GroupBy(row => row.CampaignId)
            .Select(group => new { Campaign = group.Key, Count = group.LongCount() })
            .ToListAsync(cancellationToken);
        var counts = sent.ToDictionary(row => row.Campaign!.Value, row => row.Count); // not null by the condition above
        var ids = counts.Keys.Union(said.Select(row => row.Campaign).OfType<CampaignId>()).ToList();
        var names = await db.Set<Campaigns.Campaign>().AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancellationToken);
        var groups = ids.ConvertAll(id => Figures(id.ToString(), names.GetValueOrDefault(id), said.Where(row => row.Campaign == id), counts.GetValueOrDefault(id)));
        if (said.Exists(row => row.Campaign is null))
        {
            groups.Add(Figures(ConsentGroups.NoCampaign, null, said.Where(row => row.Campaign is null), 0));
        }

        return [.. groups.OrderByDescending(group => group.OptOuts).ThenBy(group => group.Key)];
    }

    private static OptOutGroup Figures(string key, string? name, IEnumerable<Said> said, long sent)
    {
        var rows = said as IReadOnlyCollection<Said> ?? [.. said];
        var people = rows.Select(row => row.Phone).Distinct().LongCount();
        var interval = WilsonInterval.Of(Math.Min(people, sent), sent);
        return new OptOutGroup(
            key, name, people, sent, interval?.Rate, interval?.Low, interval?.High,
            rows.GroupBy(row => row.Method).OrderBy(group => group.Key).ToDictionary(group => group.Key, group => group.Select(row => row.Phone).Distinct().LongCount()));
    }

    private static LocalDate DayOf(DateTimeOffset at, DateTimeZone zone) => Instant.FromDateTimeOffset(at).InZone(zone).Date;

    private sealed record Said(DateTimeOffset At, PhoneNumber Phone, ConsentMethod Method, CampaignId? Campaign, string? Keyword);
}

/// <summary>How opt-outs are grouped.</summary>
public enum OptOutGrouping
{
    Day,
    Campaign,
    Keyword,
    Method,
}

/// <summary>The report.</summary>
/// <param name="From">The first instant.</param>
/// <param name="To">The first instant after.</param>
/// <param name="GroupBy">How it is grouped.</param>
/// <param name="TimeZone">The zone of its days.</param>
/// <param name="Items">The groups.</param>
/// <param name="Total">All together; a person counts once.</param>
public sealed record OptOutFigures(DateTimeOffset From, DateTimeOffset To, OptOutGrouping GroupBy, string TimeZone, IReadOnlyList<OptOutGroup> Items, OptOutGroup Total);

/// <summary>One group of it.</summary>
/// <param name="Key">The day, the campaign's id or <c>none</c>, the keyword or <c>other</c>, the method.</param>
/// <param name="Name">The campaign's name.</param>
/// <param name="OptOuts">People who opted out.</param>
/// <param name="Sent">Texts that providers took in the same span; of a keyword or method, all of them.</param>
/// <param name="Rate">Opt-outs a text; null where nothing was sent.</param>
/// <param name="RateLow">The lower limit of its 95 % interval (Wilson).</param>
/// <param name="RateHigh">The upper limit.</param>
/// <param name="ByMethod">People by how we learned of it.</param>
public sealed record OptOutGroup(
    string Key, string? Name, long OptOuts, long Sent, double? Rate, double? RateLow, double? RateHigh, IReadOnlyDictionary<ConsentMethod, long> ByMethod);
