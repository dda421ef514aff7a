using Carillon.Compliance.QuietHours;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Pacing;

namespace Carillon.Campaigns.Planning;

/// <summary>
/// Foresees when the last message of a campaign would leave, by the limits that the engine keeps: the even pace of a second and the windows over
/// minutes, hours and days (<see cref="PaceRule"/>). Each sender has its own queue; logins and the campaign's own limits are shared. What others use up
/// of the same limits is not foreseen.
/// </summary>
internal sealed class PaceForecast
{
    /// <summary>Of a huge campaign at a tiny pace the hours are let go of at some time, so that the forecast ends.</summary>
    private const int MostMoves = 5_000_000;

    private readonly Dictionary<SenderId, Lane> _lanes = [];
    private readonly Lane _first;
    private readonly bool _isFree;
    private DateTimeOffset? _lastDue;
    private int _moves;

    /// <summary>Begins with nothing to send.</summary>
    /// <param name="plan">Whose senders and limits.</param>
    /// <param name="countsSegments">Whether a login's senders count billing parts.</param>
    public PaceForecast(CampaignPlan plan, Func<ProviderAccount, bool> countsSegments)
    {
        var run = plan.Terms.Run;
        List<Limit> shared = [.. Limit.Window(PacePeriod.Hour, run.PerHour, PaceUnit.Message, run.TimeZone ?? plan.TimeZone), .. Limit.Window(PacePeriod.Day, run.PerDay, PaceUnit.Message, run.TimeZone ?? plan.TimeZone)];
        var logins = plan.Senders.Select(sender => sender.Account).DistinctBy(account => account.Id)
            .ToDictionary(account => account.Id, account => Limit.Of(account.Limits, PaceUnit.Message, plan.TimeZone).ToList());
        foreach (var (sender, account) in plan.Senders)
        {
            // A pool's senders share the campaign's pace of a second evenly.
            var unit = countsSegments(account) ? PaceUnit.Segment : PaceUnit.Message;
            _lanes[sender.Id] = new Lane([.. Limit.Of(sender.Limits, unit, plan.TimeZone), .. Limit.Even(run.PerSecond / plan.Senders.Count, PaceUnit.Message), .. logins[account.Id], .. shared]);
        }

        _first = plan.Senders.Count > 0 ? _lanes[plan.Senders[0].Sender.Id] : new Lane([.. Limit.Even(run.PerSecond, PaceUnit.Message), .. shared]);
        _isFree = _first.IsFree && _lanes.Values.All(lane => lane.IsFree);
    }

    /// <summary>How many messages' time would be over before their turn; known after <see cref="Last"/>.</summary>
    public long Expired { get; private set; }

    /// <summary>One more is to be sent.</summary>
    public void Add(PlannedRecipient recipient, int segments)
    {
        var due = recipient.Open.Earliest;
        _lastDue = _lastDue > due ? _lastDue : due;
        if (!_isFree)
        {
            var lane = recipient.Sender is { } sender ? _lanes.GetValueOrDefault(sender, _first) : _first;
            lane.Queue.Enqueue(new Planned(recipient.Facts?.Hours ?? Timetable.Always, recipient.ExpiresAt, segments), due);
        }
    }

    /// <summary>When the last leaves; null: none does.</summary>
    public DateTimeOffset? Last()
    {
        if (_isFree)
        {
            return _lastDue;
        }

        DateTimeOffset? last = null;
        var now = DateTimeOffset.MinValue;
        PriorityQueue<Lane, DateTimeOffset> lanes = new();
        foreach (var lane in _lanes.Values.Append(_first).Distinct())
        {
            Line(lanes, lane, now);
        }

        while (lanes.TryDequeue(out var lane, out _))
        {
            var at = lane.Next(now);
            if (lanes.TryPeek(out _, out var other) && other < at)
            {
                // Others have used up what it shares with them: it is not its turn any more.
                lanes.Enqueue(lane, at);
                continue;
            }

            if (Leaves(lane, at))
            {
                last = now = at;
            }

            Line(lanes, lane, now);
        }

        return last;
    }

    private static void Line(PriorityQueue<Lane, DateTimeOffset> lanes, Lane lane, DateTimeOffset now)
    {
        if (lane.Queue.Count > 0)
        {
            lanes.Enqueue(lane, lane.Next(now));
        }
    }

    /// <summary>Takes a lane's first message; whether it leaves now, and not when its hours come again or never.</summary>
    private bool Leaves(Lane lane, DateTimeOffset at)
    {
        var message = lane.Queue.Dequeue();
        var opensAt = _moves < MostMoves ? message.Hours.Next(at)?.Earliest ?? message.ExpiresAt : at;
        if (at >= message.ExpiresAt || opensAt >= message.ExpiresAt)
        {
            Expired++;
            return false;
        }

        if (opensAt > at)
        {
            _moves++;
            lane.Queue.Enqueue(message, opensAt);
            return false;
        }

        foreach (var limit in lane.Limits)
        {
            limit.Take(at, message.Segments);
        }

        return true;
    }

    private readonly record struct Planned(Timetable Hours, DateTimeOffset ExpiresAt, int Segments);

    private sealed record Lane(IReadOnlyList<Limit> Limits)
    {
        public PriorityQueue<Planned, DateTimeOffset> Queue { get; } = new();

        public bool IsFree => Limits.Count == 0;

        /// <summary>The earliest instant for its first message, from now on and as things stand.</summary>
        public DateTimeOffset Next(DateTimeOffset now)
        {
            Queue.TryPeek(out var message, out var due);
            return Limits.Aggregate(due > now ? due : now, (at, limit) => limit.Earliest(at, message.Segments) is var free && free > at ? free : at);
        }
    }

    /// <summary>One limit and what was used up of it. Instants of use never fall.</summary>
    private abstract class Limit(PaceUnit unit)
    {
        public abstract DateTimeOffset Earliest(DateTimeOffset at, int segments);

        public abstract void Take(DateTimeOffset at, int segments);

        public static IEnumerable<Limit> Of(Limits limits, PaceUnit unit, string zone) =>
            [.. Even(limits.PerSecond, unit), .. Window(PacePeriod.Minute, limits.PerMinute, unit, zone), .. Window(PacePeriod.Day, limits.PerDay, unit, zone)];

        public static IEnumerable<Limit> Even(double? perSecond, PaceUnit unit) => perSecond is { } rate ? [new EvenPace(rate, unit)] : [];

        public static IEnumerable<Limit> Window(PacePeriod period, int? limit, PaceUnit unit, string zone) =>
            limit is { } most ? [new PaceOfWindow(new PaceRule("", period, most, unit, "", zone))] : [];

        protected int Weight(int segments) => unit == PaceUnit.Segment ? Math.Max(1, segments) : 1;
    }

    private sealed class EvenPace(double perSecond, PaceUnit unit) : Limit(unit)
    {
        private DateTimeOffset _next;

        public override DateTimeOffset Earliest(DateTimeOffset at, int segments) => _next;

        public override void Take(DateTimeOffset at, int segments) => _next = at + TimeSpan.FromSeconds(Weight(segments) / perSecond);
    }

    private sealed class PaceOfWindow(PaceRule rule) : Limit(rule.Unit)
    {
        private readonly Queue<(long Part, DateTimeOffset FreeAt, long Used)> _full = [];
        private (long Part, DateTimeOffset FreeAt, long Used) _open;
        private long _used;

        public override DateTimeOffset Earliest(DateTimeOffset at, int segments)
        {
            // What is heavier than the whole window goes alone in it.
            var over = _used + Math.Min(Weight(segments), rule.Limit) - rule.Limit;
            if (over <= 0)
            {
                return at;
            }

            foreach (var (_, freeAt, used) in _full.Append(_open))
            {
                at = freeAt > at ? freeAt : at;
                over -= used;
                if (over <= 0)
                {
                    break;
                }
            }

            return at;
        }

        public override void Take(DateTimeOffset at, int segments)
        {
            while (_full.TryPeek(out var first) && first.FreeAt <= at)
            {
                _used -= _full.Dequeue().Used;
            }

            // The part of a day costs a look into its zone, so it is asked for when the day is over.
            var isOver = _open.FreeAt <= at;
            var part = rule.Period == PacePeriod.Day && !isOver ? _open.Part : rule.PartOf(at);
            if (part != _open.Part || isOver)
            {
                Close(isOver);
                _open = (part, rule.FreeAt(part, at) ?? DateTimeOffset.MaxValue, 0);
            }

            _open.Used += Weight(segments);
            _used += Weight(segments);
        }

        /// <summary>The newest part is complete; where its time is over too, it counts no longer.</summary>
        private void Close(bool isOver)
        {
            if (isOver)
            {
                _used -= _open.Used;
            }
            else
            {
                _full.Enqueue(_open);
            }
        }
    }
}
