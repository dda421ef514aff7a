using Carillon.Sending.Dispatch;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Sending;

/// <summary>Departures as a loop makes them that is never quite on time.</summary>
public sealed class SlotPacerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(5000)]
    public void No_sliding_second_holds_more_than_the_limit_and_hardly_less_is_used(int perSecond)
    {
        var departures = Depart(perSecond, seconds: 60, late: random => random.NextDouble() * 2);

        Assert.True(Busiest(departures) <= (perSecond < 1000 ? perSecond + 1 : perSecond * 1.01), $"{Busiest(departures)} in a second");
        Assert.True(departures.Count >= 0.98 * perSecond * 59, $"{departures.Count} in a minute");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public void What_a_long_pause_lost_is_not_made_good_by_a_burst(int perSecond)
    {
        var departures = Depart(perSecond, seconds: 20, late: random => random.Next(200) == 0 ? 400 : 1);

        Assert.True(Busiest(departures) <= (perSecond < 1000 ? perSecond + 1 : perSecond * 1.01), $"{Busiest(departures)} in a second");
    }

    [Fact]
    public void It_begins_empty()
    {
        var time = new FakeTimeProvider();
        var pacer = new SlotPacer(time);

        Assert.True(time.GetElapsedTime(time.GetTimestamp(), pacer.Next(100)) > TimeSpan.FromMilliseconds(980));
        Assert.Equal(0, pacer.CountUntil(time.GetTimestamp() + (time.TimestampFrequency / 2), 100));
    }

    [Fact]
    public void A_raised_limit_bites_at_once()
    {
        var time = new FakeTimeProvider();
        var pacer = new SlotPacer(time);
        time.Advance(TimeSpan.FromSeconds(2));
        pacer.Take(0.1);

        Assert.True(time.GetElapsedTime(time.GetTimestamp(), pacer.Next(0.1)) > TimeSpan.FromSeconds(9));
        Assert.True(time.GetElapsedTime(time.GetTimestamp(), pacer.Next(100)) <= TimeSpan.FromMilliseconds(11));
    }

    [Fact]
    public void Without_a_limit_nothing_waits()
    {
        var pacer = new SlotPacer(new FakeTimeProvider());

        Assert.Equal(0, pacer.Next(null));
        Assert.Equal(int.MaxValue, pacer.CountUntil(0, null));
    }

    /// <summary>Sleeps until the next departure, oversleeps, and lets go what may go then.</summary>
    private static List<double> Depart(double perSecond, int seconds, Func<Random, double> late)
    {
        var time = new FakeTimeProvider();
        var random = new Random(7);
        var pacer = new SlotPacer(time);
        var departures = new List<double>();
        var end = time.GetTimestamp() + (seconds * time.TimestampFrequency);
        while (time.GetTimestamp() < end)
        {
            var wait = pacer.Next(perSecond) - time.GetTimestamp();
            time.Advance(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait) * 1000.0 / time.TimestampFrequency) + late(random)));
            while (pacer.Next(perSecond) <= time.GetTimestamp())
            {
                pacer.Take(perSecond);
                departures.Add(time.GetTimestamp() / (double)time.TimestampFrequency);
            }
        }

        return departures;
    }

    private static int Busiest(List<double> departures)
    {
        var busiest = 0;
        for (int first = 0, last = 0; last < departures.Count; last++)
        {
            while (departures[last] - departures[first] >= 1)
            {
                first++;
            }

            busiest = Math.Max(busiest, last - first + 1);
        }

        return busiest;
    }
}
