using System.Net;
using AwesomeAssertions;
using Carillon.Access.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Access;

public sealed class SignInThrottleTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SignInThrottle _throttle;

    public SignInThrottleTests() => _throttle = new SignInThrottle(_time);

    [Fact]
    public void After_five_failures_each_doubles_the_wait()
    {
        Fail(5, "a", "192.0.2.1");

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32 })
        {
            Left("a", "192.0.2.1").Should().Be(TimeSpan.FromSeconds(seconds));
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Left("a", "192.0.2.1").Should().Be(TimeSpan.FromMilliseconds(1));
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Fail(1, "a", "192.0.2.1");
        }
    }

    [Fact]
    public void No_wait_is_longer_than_a_quarter_of_an_hour()
    {
        for (var i = 0; i < 60; i++)
        {
            Fail(1, "a", "192.0.2.1");
            _time.Advance(TimeSpan.FromMinutes(15));
        }

        Fail(1, "a", "192.0.2.1");
        Left("a", "192.0.2.1").Should().Be(TimeSpan.FromMinutes(15));
    }

    [Fact]
    public void Strangers_elsewhere_do_not_shut_the_right_person_out()
    {
        for (var i = 0; i < 200; i++)
        {
            Fail(1, "a", $"198.51.100.{i}");
        }

        Left("a", "192.0.2.1").Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void An_address_that_failed_on_many_accounts_waits_for_every_account()
    {
        for (var i = 0; i < 5; i++)
        {
            Fail(1, $"account {i}", "192.0.2.1");
        }

        Left("another", "192.0.2.1").Should().Be(TimeSpan.FromSeconds(1));
        Left("another", "::ffff:192.0.2.1").Should().Be(TimeSpan.FromSeconds(1));
        Left("another", "192.0.2.2").Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void A_network_of_IPv6_counts_as_one_address()
    {
        for (var i = 1; i <= 5; i++)
        {
            Fail(1, $"account {i}", $"2001:db8:1:1::{i}");
        }

        Left("another", "2001:db8:1:1::ffff").Should().Be(TimeSpan.FromSeconds(1));
        Left("another", "2001:db8:1:2::1").Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Attempts_at_the_same_moment_gain_nothing()
    {
        var begun = Enumerable.Range(0, 100).AsParallel().Count(_ => _throttle.Begin("a", IPAddress.Parse("192.0.2.1"), false, null) is SignInAttempt.Begun);

        begun.Should().Be(5);
    }

    [Fact]
    public void A_success_forgives_the_account_but_not_the_address()
    {
        Fail(4, "a", "192.0.2.1");

        _throttle.Succeeded((SignInAttempt.Begun)_throttle.Begin("a", IPAddress.Parse("192.0.2.1"), false, null));

        Fail(1, "b", "192.0.2.1");
        Left("a", "192.0.2.1").Should().Be(TimeSpan.FromSeconds(1));
        Left("a", "192.0.2.2").Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void A_known_browser_is_slowed_by_its_own_failures_only()
    {
        Fail(20, "a", "192.0.2.1");
        for (var i = 0; i < 5; i++)
        {
            _throttle.Begin("a", IPAddress.Parse("192.0.2.1"), true, "mine").Should().BeOfType<SignInAttempt.Begun>();
        }

        _throttle.Begin("a", IPAddress.Parse("192.0.2.1"), true, "mine").Should().BeOfType<SignInAttempt.Wait>();
        _throttle.Begin("a", IPAddress.Parse("192.0.2.1"), true, "yours").Should().BeOfType<SignInAttempt.Begun>();
    }

    [Fact]
    public void Failures_are_forgotten_after_an_hour_of_peace()
    {
        Fail(5, "a", "192.0.2.1");
        _time.Advance(TimeSpan.FromHours(1));

        Fail(4, "a", "192.0.2.1");

        Left("a", "192.0.2.1").Should().Be(TimeSpan.Zero);
    }

    private void Fail(int times, string account, string address)
    {
        for (var i = 0; i < times; i++)
        {
            _throttle.Begin(account, IPAddress.Parse(address), false, null);
        }
    }

    /// <summary>How long an attempt would have to wait; one that may begin does, so this is asked last.</summary>
    private TimeSpan Left(string account, string address) =>
        _throttle.Begin(account, IPAddress.Parse(address), false, null) is SignInAttempt.Wait wait ? wait.Left : TimeSpan.Zero;
}
