using AwesomeAssertions;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Primitives;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Tests.Compliance.QuietHours;

/// <summary>When a recipient may be texted, at every edge of every row.</summary>
public sealed class HoursTests
{
    private static readonly LocalDate[] FirstDays = [new(2027, 1, 11), new(2027, 7, 12)];
    private static readonly LocalDate[] ClockChanges = [new(2027, 3, 14), new(2027, 11, 7)];

    public static TheoryData<string, string, string, string, string, string> Rows => Table("rows.tsv", cells => (cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]));

    public static TheoryData<string, string, string, string, string, string, string, string> Cases => Table("cases.tsv", cells => (cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], cells[7]));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_row_holds_at_its_four_edges(string region, string number, string zone, string weekdays, string saturday, string sunday)
    {
        var place = Whereabouts.Of(PhoneNumber.FromStored(number), null, null);
        place.Regions.Should().Equal([region]);
        foreach (var margin in new[] { 0, 5 })
        {
            var table = new LegalHours(RulePack.BuiltIn, TimeSpan.FromMinutes(margin)).Of(place, new HoursWish(QuietHoursRule.Strictest, null, "America/New_York"));
            foreach (var day in FirstDays.SelectMany(first => Enumerable.Range(0, 7).Select(first.PlusDays)).Concat(ClockChanges))
            {
                var text = day.DayOfWeek == IsoDayOfWeek.Saturday ? saturday : day.DayOfWeek == IsoDayOfWeek.Sunday ? sunday : weekdays;
                if (!LocalHours.TryParse(text, out var hours))
                {
                    Enumerable.Range(0, 24).Should().AllSatisfy(hour => table.Allows(At(day, hour * 60, zone)).Should().BeFalse($"{region} {day} {hour}"));
                    continue;
                }

                table.Allows(At(day, hours.Open - 1, zone)).Should().BeFalse($"{region} {day} before {text}");
                table.Allows(At(day, hours.Open, zone)).Should().BeTrue($"{region} {day} at the opening of {text}");
                table.Allows(At(day, hours.Close - margin - 1, zone)).Should().BeTrue($"{region} {day} just inside {text}");
                table.Allows(At(day, hours.Close - margin, zone)).Should().BeFalse($"{region} {day} at the close of {text} with {margin}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void All_that_is_known_is_kept_at_once(string number, string zone, string region, string law, string from, string earliest, string closes, string shows)
    {
        var clock = from[17..];
        var place = Whereabouts.Of(PhoneNumber.FromStored(number), Known(zone), Known(region));
        var hours = new LegalHours(RulePack.BuiltIn, TimeSpan.Zero);
        var table = hours.Of(place, new HoursWish(Enum.Parse<QuietHoursRule>(law, ignoreCase: true), null, "America/New_York"));

        var next = table.Next(At(from[..16], clock))!.Value;

        next.Earliest.Should().Be(At(earliest, clock), shows);
        next.Closes.Should().Be(At(closes, clock), shows);
        next.Latest.Should().Be(At(closes, clock).AddSeconds(-1), shows);
        table.Allows(next.Latest!.Value).Should().BeTrue(shows);
        table.Allows(next.Closes!.Value).Should().BeFalse(shows);
    }

    [Fact]
    public void Looking_at_edges_finds_what_looking_at_every_minute_finds()
    {
        string[] numbers = ["+18505550100", "+19285550100", "+18675550100", "+14015550100", "+18005550100", "+14165550100", "+12125550100"];
        DateTimeOffset[] starts = [new(2027, 3, 13, 0, 0, 0, TimeSpan.Zero), new(2027, 11, 6, 0, 0, 0, TimeSpan.Zero), new(2026, 12, 24, 0, 0, 0, TimeSpan.Zero)];
        foreach (var (margin, window) in new[] { (0, null), (5, (SendingWindow?)null), (5, new SendingWindow(new LocalHours(90, 165), SendingWindow.EveryDay, "America/New_York")) })
        {
            var hours = new LegalHours(RulePack.BuiltIn, TimeSpan.FromMinutes(margin));
            foreach (var number in numbers)
            {
                var wish = new HoursWish(window is null ? QuietHoursRule.Strictest : null, window, "America/New_York");
                var table = hours.Of(Whereabouts.Of(PhoneNumber.FromStored(number), null, null), wish);
                foreach (var start in starts)
                {
                    var minutes = Enumerable.Range(0, 3 * 24 * 60).Select(minute => start.AddMinutes(minute)).ToList();
                    var allowed = minutes.ConvertAll(minute => table.Forbids(minute) is null);
                    for (var i = 0; i < minutes.Count; i += 7)
                    {
                        var first = allowed.IndexOf(true, i);
                        if (first >= 0)
                        {
                            table.Next(minutes[i])!.Value.Earliest.Should().Be(minutes[first], $"{number} from {minutes[i]}");
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public void A_window_whose_edge_spring_leaves_out_opens_at_the_next_minute_there_is()
    {
        var table = Window("02:30-04:00");

        table.Next(At("2027-03-14 00:00", "America/New_York"))!.Value.Earliest.Should().Be(At("2027-03-14 03:00", "America/New_York"));
    }

    [Fact]
    public void An_hour_that_autumn_repeats_counts_in_both_passes()
    {
        var table = Window("01:00-02:00");
        var first = new DateTimeOffset(2027, 11, 7, 1, 30, 0, TimeSpan.FromHours(-4));

        table.Allows(first).Should().BeTrue();
        table.Allows(first.AddHours(1)).Should().BeTrue();
        table.Next(first)!.Value.Closes.Should().Be(new DateTimeOffset(2027, 11, 7, 2, 0, 0, TimeSpan.FromHours(-5)));
    }

    [Fact]
    public void Twenty_five_area_codes_have_several_zones()
    {
        int[] split = [208, 219, 250, 270, 308, 418, 423, 541, 574, 605, 606, 620, 701, 709, 775, 785, 807, 812, 850, 867, 879, 906, 907, 928, 986];

        Enumerable.Range(200, 800).Where(code => DialingPlan.Of($"1{code}").Zones.Count > 1).Should().Equal(split);
    }

    [Fact]
    public void A_year_without_holidays_is_no_year_to_send_in()
    {
        var hours = new LegalHours(RulePack.BuiltIn, TimeSpan.Zero);
        var place = Whereabouts.Of(PhoneNumber.FromStored("+14015550100"), null, null);

        hours.Of(place, new HoursWish(QuietHoursRule.Strictest, null, "America/New_York")).Next(At("2045-01-03 00:00", "America/New_York")).Should().BeNull();
        RulePack.BuiltIn.KnowsYear(2045).Should().BeFalse();
        Enumerable.Range(2026, 3).Should().AllSatisfy(year => RulePack.BuiltIn.KnowsYear(year).Should().BeTrue());
    }

    [Fact]
    public void The_simple_rule_satisfies_every_row()
    {
        var pack = RulePack.BuiltIn;
        for (var day = new LocalDate(2026, 1, 1); day.Year < 2029; day = day.PlusDays(1))
        {
            if (pack.Simple.On(day) is { } simple)
            {
                pack.QuietRules.SelectMany(rules => rules).Should().AllSatisfy(rule => simple.IsWithin(rule.On(day) ?? default).Should().BeTrue($"{rule.Id} on {day}"));
            }
        }
    }

    private static Timetable Window(string hours)
    {
        LocalHours.TryParse(hours, out var read).Should().BeTrue();
        return new LegalHours(RulePack.BuiltIn, TimeSpan.Zero).Of(
            Whereabouts.Of(PhoneNumber.FromStored("+12125550100"), null, null),
            new HoursWish(null, new SendingWindow(read, SendingWindow.EveryDay, null), "America/New_York"));
    }

    private static string? Known(string text) => text == "-" ? null : text;

    private static DateTimeOffset At(LocalDate day, int minute, string zone) => At(day.AtMidnight().PlusMinutes(minute), zone);

    private static DateTimeOffset At(string local, string zone) => At(LocalDateTimePattern.CreateWithInvariantCulture("yyyy-MM-dd HH:mm").Parse(local).Value, zone);

    private static DateTimeOffset At(LocalDateTime local, string zone) => local.InZoneLeniently(DateTimeZoneProviders.Tzdb[zone]).ToDateTimeOffset();

    private static TheoryData<T1, T2, T3, T4, T5, T6> Table<T1, T2, T3, T4, T5, T6>(string file, Func<string[], (T1, T2, T3, T4, T5, T6)> row)
    {
        var data = new TheoryData<T1, T2, T3, T4, T5, T6>();
        data.AddRange([.. Lines(file).Select(row)]);
        return data;
    }

    private static TheoryData<T1, T2, T3, T4, T5, T6, T7, T8> Table<T1, T2, T3, T4, T5, T6, T7, T8>(string file, Func<string[], (T1, T2, T3, T4, T5, T6, T7, T8)> row)
    {
        var data = new TheoryData<T1, T2, T3, T4, T5, T6, T7, T8>();
        data.AddRange([.. Lines(file).Select(row)]);
        return data;
    }

    private static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Compliance", "QuietHours", file)).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t'));
}
