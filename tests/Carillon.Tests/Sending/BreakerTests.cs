using Carillon.Sending.Health;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Sending;

/// <summary>A provider that does not answer is not battered, and one that asks for a pause gets it.</summary>
public sealed class BreakerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_opens_within_twenty_failures_and_probes_at_most_once_a_second()
    {
        var breaker = new CircuitBreaker(_time);
        var failures = 0;
        while (breaker.IsClosed)
        {
            failures++;
            breaker.Failed(isProbe: false);
        }

        Assert.InRange(failures, 2, 20);
        Assert.False(breaker.TryProbe());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(breaker.TryProbe());
        Assert.False(breaker.TryProbe());
    }

    [Fact]
    public void It_closes_after_good_probes_within_half_a_minute_however_long_it_was_open()
    {
        var breaker = new CircuitBreaker(_time);
        breaker.Open();
        for (var second = 0; second < 300; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            if (breaker.TryProbe())
            {
                breaker.Failed(isProbe: true);
            }
        }

        var seconds = 0;
        while (!breaker.IsClosed)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            seconds++;
            if (breaker.TryProbe())
            {
                breaker.Succeeded(isProbe: true);
            }
        }

        Assert.InRange(seconds, 3, 29);
    }

    [Fact]
    public void Now_and_then_a_failure_does_not_open_it()
    {
        var breaker = new CircuitBreaker(_time);
        for (var i = 0; i < 1000; i++)
        {
            breaker.Failed(isProbe: false);
            breaker.Succeeded(isProbe: false);
        }

        Assert.True(breaker.IsClosed);
    }

    [Theory, EachDatabase]
    public async Task An_outage_opens_the_breaker_and_loses_and_doubles_nobody(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        var isDown = true;
        twilio.Script = send => !Volatile.Read(ref isDown) ? FakeStep.Accept : send.Number % 3 == 0 ? FakeStep.AcceptThenFail(503) : FakeStep.Fail(503);
        await using var road = await Road.Road.StartAsync(
            engine, "twilio", twilio.Settings, perSecond: 50, serverSettings: new Dictionary<string, string?> { ["Carillon:Sending:ReconcileAfterSeconds"] = "3" });
        var campaign = await road.CampaignAsync(await road.ListOfAsync(150));

        await road.ActAsync(campaign, "start");
        await LimitTests.WhenAsync(road, road.AccountId, account => account.GetProperty("status").GetString() == "open", "accounts");
        var asked = twilio.Log.SendCount;
        Assert.InRange(asked, 10, 40);
        await LimitTests.WhenAsync(road, campaign, state => state.GetProperty("statusReason").GetString() == "account");
        await LimitTests.WhenAsync(road, campaign, _ => twilio.Log.SendCount >= asked + 2);
        Volatile.Write(ref isDown, false);

        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");
        Assert.Equal(150, twilio.Log.Count);
        Assert.Empty(twilio.Log.Duplicates());
        var account = await road.Client.GetJsonAsync($"/api/v1/accounts/{road.AccountId}");
        Assert.Equal("healthy", account.GetProperty("status").GetString());
    }

    [Theory, EachDatabase]
    public async Task Retry_after_is_kept_to_the_second_and_spends_no_try(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        twilio.Script = send => send.Number is > 20 and <= 23 ? FakeStep.Refuse(429, "20429", TimeSpan.FromSeconds(2)) : FakeStep.Accept;
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings, perSecond: 100);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(60));

        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed");

        Assert.Equal(60, twilio.Log.Count);
        Assert.Empty(twilio.Log.Duplicates());
        var sends = twilio.Log.Sends();
        foreach (var refused in sends.Where(send => send.Number is > 20 and <= 23))
        {
            // Those that were on the wire already when the pause was asked for cannot be called back.
            Assert.DoesNotContain(sends, send => send.BeganAt > refused.BeganAt + TimeSpan.FromMilliseconds(150) && send.BeganAt < refused.BeganAt + TimeSpan.FromSeconds(1.95));
        }
    }
}
