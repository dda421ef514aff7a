using System.Globalization;
using AwesomeAssertions;
using Carillon.Storage.Backups;
using NodaTime;

namespace Carillon.Tests.Access;

public sealed class BackupPlanTests
{
    [Theory]
    [InlineData("America/New_York", 3, "2026-01-10T07:59:59Z", "2026-01-10T08:00:00Z")]
    [InlineData("America/New_York", 3, "2026-01-10T08:00:00Z", "2026-01-11T08:00:00Z")]
    [InlineData("America/New_York", 23, "2026-01-10T02:00:00Z", "2026-01-10T04:00:00Z")] // the day before, there
    [InlineData("America/New_York", 2, "2026-03-08T05:00:00Z", "2026-03-08T07:00:00Z")] // the clocks skip from 2 to 3
    [InlineData("America/New_York", 2, "2026-03-08T07:00:00Z", "2026-03-09T06:00:00Z")]
    [InlineData("America/New_York", 1, "2026-11-01T04:30:00Z", "2026-11-01T05:00:00Z")] // 1 o'clock comes twice
    [InlineData("America/New_York", 1, "2026-11-01T05:00:00Z", "2026-11-02T06:00:00Z")]
    [InlineData("Pacific/Kiritimati", 0, "2026-06-01T09:00:00Z", "2026-06-01T10:00:00Z")]
    public void The_next_run_is_the_first_such_hour_after_the_last(string zone, int hour, string after, string next) =>
        new BackupPlan(hour, 7).NextAfter(At(after), DateTimeZoneProviders.Tzdb[zone]).Should().Be(At(next));

    [Theory]
    [InlineData(0, 1, true)]
    [InlineData(23, 90, true)]
    [InlineData(24, 7, false)]
    [InlineData(-1, 7, false)]
    [InlineData(3, 0, false)]
    [InlineData(3, 91, false)]
    public void A_plan_has_an_hour_of_the_day_and_keeps_some(int hour, int kept, bool isPossible) => new BackupPlan(hour, kept).IsPossible.Should().Be(isPossible);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
