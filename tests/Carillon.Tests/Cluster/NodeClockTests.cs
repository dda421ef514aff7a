using Carillon.Cluster;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Cluster;

public sealed class NodeClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Before_it_was_measured_it_is_the_machines()
    {
        var clock = new NodeClock(new FakeTimeProvider(Noon));

        Assert.Equal(Noon, clock.GetUtcNow());
        Assert.True(clock.IsTrusted);
    }

    [Fact]
    public async Task It_tells_the_databases_time_and_how_far_the_machine_is_off()
    {
        var machine = new FakeTimeProvider(Noon);
        var clock = new NodeClock(machine);

        await clock.MeasureAsync(_ => Task.FromResult(Noon.AddSeconds(-12)), CancellationToken.None);
        machine.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(Noon.AddSeconds(-9), clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(12), clock.MachineAhead);
        Assert.True(clock.IsTrusted);
    }

    [Fact]
    public async Task The_answer_is_taken_to_be_of_the_middle_of_the_round_trip()
    {
        var machine = new FakeTimeProvider(Noon);
        var clock = new NodeClock(machine);

        await clock.MeasureAsync(
            _ =>
            {
                machine.Advance(TimeSpan.FromSeconds(2));
                return Task.FromResult(Noon.AddSeconds(101));
            },
            CancellationToken.None);

        Assert.Equal(Noon.AddSeconds(102), clock.GetUtcNow());
    }

    [Theory]
    [InlineData(31)]
    [InlineData(-31)]
    [InlineData(-86_400)]
    public async Task More_than_thirty_seconds_off_it_is_not_trusted_and_says_why(int seconds)
    {
        var clock = new NodeClock(new FakeTimeProvider(Noon));

        await clock.MeasureAsync(_ => Task.FromResult(Noon.AddSeconds(seconds)), CancellationToken.None);

        Assert.False(clock.IsTrusted);
        Assert.Contains("nothing is sent", clock.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_jump_of_the_machines_clock_moves_nothing_and_is_seen_at_once()
    {
        var machine = new JumpingClock(Noon);
        var clock = new NodeClock(machine);
        await clock.MeasureAsync(_ => Task.FromResult(Noon), CancellationToken.None);

        machine.Jump(TimeSpan.FromHours(1));

        Assert.Equal(Noon, clock.GetUtcNow());
        Assert.False(clock.IsTrusted);
        machine.Jump(TimeSpan.FromHours(-1));
        Assert.True(clock.IsTrusted);
    }

    /// <summary>A machine whose wall clock can be set while its other clock goes on.</summary>
    private sealed class JumpingClock(DateTimeOffset start) : TimeProvider
    {
        private TimeSpan _off;

        public void Jump(TimeSpan by) => _off += by;

        public override DateTimeOffset GetUtcNow() => start + _off;

        public override long GetTimestamp() => 0;
    }
}
