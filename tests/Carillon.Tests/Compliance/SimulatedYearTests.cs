using AwesomeAssertions;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Primitives;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Tests.Compliance;

/// <summary>
/// A year of random campaigns over all area codes, judged message by message by a second reading of the rules that shares nothing with the gate but the
/// data: it looks at wall clocks and rows, not at timetables. <c>CARILLON_YEAR_PEOPLE</c> sets the size.
/// </summary>
public sealed class SimulatedYearTests(ITestOutputHelper output)
{
    private static readonly RulePack Pack = RulePack.BuiltIn;
    private static readonly Dictionary<string, int[]?> Rows = ReadRows();
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    [Fact]
    public void A_year_of_campaigns_breaks_no_rule()
    {
        var size = int.TryParse(Environment.GetEnvironmentVariable("CARILLON_YEAR_PEOPLE"), out var wanted) ? wanted : 8_000;
        var random = new Random(20_270_101);
        var people = Enumerable.Range(0, size).Select(_ => Person.Random(random)).ToList();
        var hours = new LegalHours(Pack, Margin);
        var told = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (accepted, decided, violations) = (0, 0, new List<string>());
        for (var day = 0; day < 365; day++)
        {
            var start = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day).AddMinutes(random.Next(1440));
            var campaign = new CampaignId(Guid.CreateVersion7(start));
            var purpose = random.Next(4) == 0 ? Purpose.Transactional : Purpose.Marketing;
            foreach (var person in people.Where(_ => random.Next(20) == 0))
            {
                if (random.Next(200) == 0)
                {
                    person.IsOptedOut = true;
                }

                var (at, ended, asked) = Send(person, start, campaign, purpose, hours, told, violations);
                decided += asked;
                if (ended)
                {
                    accepted++;
                    violations.AddRange(person.Judge(at, purpose, campaign));
                    person.Got.Add(new RecentMessage(at, purpose, campaign, false));
                }
            }
        }

        output.WriteLine($"{size} people, {decided} decisions, {accepted} accepted, {violations.Count} violations");
        foreach (var (rule, count) in told)
        {
            output.WriteLine($"{count,8} {rule}");
        }

        violations.Should().BeEmpty();
        accepted.Should().BeGreaterThan(size / 4);
        decided.Should().BeGreaterThan(size * 20);
        told.Keys.Should().Contain(["held quiet-hours-us-ri", "refused consent", "refused frequency-day", "refused suppression", "held quiet-hours-unknown", "held quiet-hours-ca"]);
    }

    /// <summary>As the engine does: asks, waits as long as it is told, asks again. Each no is judged as each yes is.</summary>
    private static (DateTimeOffset At, bool IsAccepted, int Asked) Send(
        Person person, DateTimeOffset start, CampaignId campaign, Purpose purpose, LegalHours hours, SortedDictionary<string, int> told, List<string> violations)
    {
        var (at, asked) = (start, 0);
        while (true)
        {
            asked++;
            var facts = person.Facts(at, start.AddDays(7), campaign, purpose, hours);
            switch (SendGate.Decide(facts, Pack))
            {
                case GateDecision.Allow:
                    return (at, true, asked);
                case GateDecision.Hold hold:
                    told[$"held {hold.Rule}"] = told.GetValueOrDefault($"held {hold.Rule}") + 1;
                    violations.AddRange(person.JudgeHold(at, hold));
                    at = hold.Until;
                    break;
                case GateDecision.Refuse refuse:
                    told[$"refused {refuse.Rule}"] = told.GetValueOrDefault($"refused {refuse.Rule}") + 1;
                    violations.AddRange(person.JudgeRefusal(at, refuse));
                    return (at, false, asked);
            }
        }
    }

    private sealed record Person(PhoneNumber Number, string? Zone, string? Region, ConsentStatus Consent)
    {
        private static readonly string[] Areas = [.. Enumerable.Range(200, 800).Select(code => $"{code}").Where(code => DialingPlan.Of($"1{code}").Regions.Count > 0), "800", "888", "555"];
        private static readonly string[] Zones = ["America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "Pacific/Honolulu", "America/St_Johns", "Europe/London"];
        private static readonly string[] States = [.. Regions.All.Where(region => region.Length > 2)];

        public bool IsOptedOut { get; set; }

        public List<RecentMessage> Got { get; } = [];

        public static Person Random(Random random) => new(
            PhoneNumber.FromStored($"+1{Areas[random.Next(Areas.Length)]}555{random.Next(10_000):0000}"),
            random.Next(5) == 0 ? Zones[random.Next(Zones.Length)] : null,
            random.Next(5) == 0 ? States[random.Next(States.Length)] : null,
            random.Next(10) == 0 ? ConsentStatus.Unknown : ConsentStatus.Subscribed);

        public SendFacts Facts(DateTimeOffset at, DateTimeOffset expires, CampaignId campaign, Purpose purpose, LegalHours hours)
        {
            var place = Whereabouts.Of(Number, Zone, Region);
            return new SendFacts
            {
                At = at,
                ExpiresAt = expires,
                Purpose = purpose,
                Campaign = campaign,
                Suppressions = IsOptedOut ? [SkipReason.OptedOut] : [],
                Consent = Consent,
                Place = place,
                Hours = hours.Of(place, new HoursWish(purpose == Purpose.Marketing ? QuietHoursRule.Strictest : null, null, "America/New_York")),
                Recent = [.. Got.Where(sent => sent.At > at.AddDays(-31))],
            };
        }

        public IEnumerable<string> Judge(DateTimeOffset at, Purpose purpose, CampaignId campaign)
        {
            if (IsOptedOut)
            {
                yield return $"{this} at {at}: opted out";
            }

            if (purpose != Purpose.Marketing)
            {
                yield break;
            }

            if (Consent != ConsentStatus.Subscribed)
            {
                yield return $"{this} at {at}: no consent";
            }

            if (Got.Any(sent => sent.Purpose == Purpose.Marketing && at - sent.At < TimeSpan.FromHours(24)) || Got.Count(sent => sent.Purpose == Purpose.Marketing && at - sent.At < TimeSpan.FromDays(30)) >= 10)
            {
                yield return $"{this} at {at}: too often ({campaign})";
            }

            foreach (var wrong in Clocks(at).Concat(Clocks(at + Margin)))
            {
                yield return wrong;
            }
        }

        /// <summary>A hold is right where the instant is closed, and so is the last second before the one it names, and that one is open.</summary>
        public IEnumerable<string> JudgeHold(DateTimeOffset at, GateDecision.Hold hold)
        {
            if (!IsClosed(at))
            {
                yield return $"{this} at {at}: held by {hold.Rule}, and it is open";
            }

            if (!IsClosed(hold.Until.AddSeconds(-1)))
            {
                yield return $"{this} at {at}: held by {hold.Rule} until {hold.Until}, longer than needed";
            }

            if (IsClosed(hold.Until))
            {
                yield return $"{this} at {at}: held by {hold.Rule} until {hold.Until}, and that is closed";
            }
        }

        /// <summary>A refusal is right where its reason is there.</summary>
        public IEnumerable<string> JudgeRefusal(DateTimeOffset at, GateDecision.Refuse refuse)
        {
            var marketing = Got.Where(sent => sent.Purpose == Purpose.Marketing).ToList();
            var isRight = refuse.Rule switch
            {
                SendGate.SuppressionRule => IsOptedOut,
                SendGate.ConsentRule => Consent != ConsentStatus.Subscribed,
                "frequency-day" => marketing.Exists(sent => at - sent.At < TimeSpan.FromHours(24)),
                "frequency-month" => marketing.Count(sent => at - sent.At < TimeSpan.FromDays(30)) >= 10,
                _ => refuse.Reason == SkipReason.Expired && IsClosed(at),
            };
            if (!isRight)
            {
                yield return $"{this} at {at}: refused by {refuse.Rule} for nothing";
            }
        }

        /// <summary>Whether a clock or a holiday forbids an instant, or closes within the margin.</summary>
        private bool IsClosed(DateTimeOffset at) => Clocks(at).Any() || Clocks(at + Margin).Any();

        private IEnumerable<string> Clocks(DateTimeOffset at)
        {
            var number = DialingPlan.Of(DialingPlan.PrefixOf(Number));
            var zones = Zone is not null && number.Zones.Contains(Zone) ? [Zone] : number.Zones.Concat(Zone is null ? [] : [Zone]).ToList();
            var regions = Region is not null && number.Regions.Contains(Region) ? [Region] : number.Regions.Concat(Region is null ? [] : [Region]).ToList();
            if (Zone is null && Region is not null && !number.Regions.Contains(Region))
            {
                zones = [.. zones.Union(DialingPlan.ZonesOf(Region))];
            }

            if (zones.Count == 0)
            {
                var eastern = Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb["America/New_York"]).TimeOfDay;
                if (eastern.Hour is < 14 or >= 20)
                {
                    yield return $"{this} at {at}: unknown, {eastern} Eastern";
                }
            }

            foreach (var zone in regions.Contains("US-MS") ? zones.Append("America/Chicago").Distinct() : zones)
            {
                var local = Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb[zone]).LocalDateTime;
                foreach (var region in regions.DefaultIfEmpty("US").Where(region => region == "US-MS" || zone != "America/Chicago" || zones.Contains(zone)))
                {
                    if (Pack.RulesOf(region).Any(rule => rule.Holidays?.Covers(local.Date) == true))
                    {
                        yield return $"{this} at {at}: {local.Date} is a holiday of {region}";
                    }

                    var row = Rows.GetValueOrDefault(region.StartsWith("CA-", StringComparison.Ordinal) ? "CA" : region, [480, 1260, 480, 1260, 480, 1260])!;
                    var part = local.DayOfWeek == IsoDayOfWeek.Saturday ? 2 : local.DayOfWeek == IsoDayOfWeek.Sunday ? 4 : 0;
                    var minute = (local.Hour * 60) + local.Minute;
                    if (minute < row[part] || minute >= row[part + 1])
                    {
                        yield return $"{this} at {at}: {local} in {zone} for {region}";
                    }
                }
            }
        }
    }

    /// <summary>The rows of the law as the data file of the edges has them.</summary>
    private static Dictionary<string, int[]?> ReadRows() => File
        .ReadLines(Path.Combine(AppContext.BaseDirectory, "Compliance", "QuietHours", "rows.tsv")).Where(line => !line.StartsWith('#'))
        .Append("US-SD\t+16055550100\t-\t09:00-21:00\t09:00-21:00\t-") // its only area code has three zones, so the edges leave it out
        .Select(line => line.Split('\t'))
        .GroupBy(cells => cells[0].StartsWith("CA-", StringComparison.Ordinal) ? "CA" : cells[0])
        .ToDictionary(group => group.Key, group => (int[]?)[.. group.First().Skip(3).SelectMany(Minutes)]);

    private static int[] Minutes(string hours) => hours == "-" ? [0, 0] : [.. hours.Split('-').Select(clock => LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(clock).Value).Select(time => (time.Hour * 60) + time.Minute)];
}
