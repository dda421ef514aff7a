using NodaTime;

namespace Carillon.Compliance.QuietHours;

/// <summary>
/// When one recipient may be texted: every limit by every clock at once. Between two edges of the limits the answer is the same, so
/// looking at the edges finds what looking at every minute would find, to the second.
/// <para>
/// The hour that spring leaves out: an edge in it moves to the first moment after it. The hour that autumn repeats counts in both passes.
/// </para>
/// </summary>
public sealed class Timetable
{
    /// <summary>How far ahead an opening is looked for; a law that is closed for longer than any message lives.</summary>
    public static readonly TimeSpan Farthest = TimeSpan.FromDays(40);

    private readonly IReadOnlyList<HoursLimit> _limits;
    private Opening? _last;

    internal Timetable(IReadOnlyList<HoursLimit> limits) => _limits = limits;

    /// <summary>No limit at all.</summary>
    public static Timetable Always { get; } = new([]);

    /// <summary>Whether a message may start at an instant.</summary>
    public bool Allows(DateTimeOffset at) => _limits.Count == 0 || Next(at) is { } next && next.Earliest <= at;

    /// <summary>The rule that forbids an instant; null: none does.</summary>
    public string? Forbids(DateTimeOffset at)
    {
        var instant = Instant.FromDateTimeOffset(at);
        return _limits.FirstOrDefault(limit => !limit.Allows(instant))?.Rule;
    }

    /// <summary>The next time it is open, from an instant on; null: not within any message's life.</summary>
    public OpenTime? Next(DateTimeOffset from)
    {
        if (_limits.Count == 0)
        {
            return new OpenTime(from, null, null);
        }

        var instant = Instant.FromDateTimeOffset(from);
        var last = Volatile.Read(ref _last);
        if (last is null || instant < last.Since || instant >= last.Closes)
        {
            last = Find(instant);
            Volatile.Write(ref _last, last);
        }

        if (last.Opens is not { } opens)
        {
            return null;
        }

        return new OpenTime(
            instant >= opens ? from : opens.ToDateTimeOffset(), last.Closes.ToDateTimeOffset(), instant >= opens ? last.ClosingRule : last.HoldingRule);
    }

    private Opening Find(Instant from)
    {
        var holding = _limits.FirstOrDefault(limit => !limit.Allows(from))?.Rule;
        Instant? opens = holding is null ? from : null;
        var days = (int)Farthest.TotalDays;
        for (var day = 0; day < days; day++)
        {
            var start = from + Duration.FromDays(day);
            foreach (var edge in Edges(start, start + Duration.FromDays(1)))
            {
                var forbidding = _limits.FirstOrDefault(limit => !limit.Allows(edge));
                if (opens is null && forbidding is null)
                {
                    opens = edge;
                    holding = _limits.FirstOrDefault(limit => !limit.Allows(edge - Duration.FromSeconds(1)))?.Rule ?? holding;
                }
                else if (opens is not null && forbidding is not null)
                {
                    return new Opening(from, opens, edge, holding, forbidding.Rule);
                }
            }
        }

        return new Opening(from, opens, from + Duration.FromDays(days), holding, null);
    }

    private SortedSet<Instant> Edges(Instant after, Instant upTo)
    {
        var edges = new SortedSet<Instant>();
        foreach (var limit in _limits)
        {
            var last = upTo.InZone(limit.Zone).Date.PlusDays(1);
            for (var day = after.InZone(limit.Zone).Date.PlusDays(-1); day <= last; day = day.PlusDays(1))
            {
                edges.UnionWith(limit.Edges(day).Where(edge => edge > after && edge <= upTo));
            }
        }

        return edges;
    }

    /// <summary>A stretch of time whose answers are known: closed from <c>Since</c>, open from <c>Opens</c> to <c>Closes</c>.</summary>
    private sealed record Opening(Instant Since, Instant? Opens, Instant Closes, string? HoldingRule, string? ClosingRule);
}

/// <summary>A time at which messages may start.</summary>
/// <param name="Earliest">The first instant.</param>
/// <param name="Closes">The instant from which nothing may start any more, margin included; null: it does not close.</param>
/// <param name="Rule">What held it until then, or else what closes it; null: nothing limits it.</param>
public readonly record struct OpenTime(DateTimeOffset Earliest, DateTimeOffset? Closes, string? Rule)
{
    /// <summary>The last instant, to the second.</summary>
    public DateTimeOffset? Latest => Closes - TimeSpan.FromSeconds(1);
}
