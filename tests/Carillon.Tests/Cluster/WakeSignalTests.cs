using AwesomeAssertions;
using Carillon.Cluster;

namespace Carillon.Tests.Cluster;

/// <summary>A signal that waits stands for all that were raised until somebody takes it, and for none that come after.</summary>
public sealed class WakeSignalTests
{
    [Fact]
    public void One_that_waits_is_not_raised_again_and_one_that_was_taken_is()
    {
        var signals = new WakeSignals();
        signals.Raise("lane", "a");
        signals.Raise("lane", "b");
        signals.Raise("lane", "a");
        signals.Raise("campaign", "a");

        Taken(signals).Should().Equal(new WakeSignal("lane", "a"), new WakeSignal("lane", "b"), new WakeSignal("campaign", "a"));
        signals.Raise("lane", "a");
        Taken(signals).Should().Equal(new WakeSignal("lane", "a"));
    }

    [Fact]
    public void Where_too_many_wait_one_is_lost_for_now_and_can_be_raised_later()
    {
        var signals = new WakeSignals();
        for (var n = 0; n < 5_000; n++)
        {
            signals.Raise("lane", $"{n}");
        }

        var first = Taken(signals);
        first.Should().OnlyHaveUniqueItems().And.HaveCountLessThan(5_000);
        signals.Raise("lane", "4999");
        Taken(signals).Should().Equal(new WakeSignal("lane", "4999"));
    }

    private static List<WakeSignal> Taken(WakeSignals signals)
    {
        var taken = new List<WakeSignal>();
        while (signals.TryTake(out var signal))
        {
            taken.Add(signal);
        }

        return taken;
    }
}
