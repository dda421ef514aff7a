using Carillon.Sending.Dispatch;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Sending;

/// <summary>Places on the wire of a login, which its lanes share.</summary>
public sealed class AccountWireTests
{
    [Fact]
    public void There_are_so_many_places_and_who_waits_for_one_goes_first()
    {
        var wire = new AccountWire(new FakeTimeProvider());
        var woken = new List<string>();

        Assert.True(wire.TryEnter(2, () => woken.Add("a")));
        Assert.True(wire.TryEnter(2, () => woken.Add("b")));
        Assert.False(wire.TryEnter(2, () => woken.Add("c")));
        Assert.False(wire.TryEnter(2, () => woken.Add("d")));
        wire.Leave();

        Assert.Equal(["c"], woken);
        Assert.Equal(1, wire.Count);
    }

    [Fact]
    public void Who_asks_twice_is_woken_once()
    {
        var wire = new AccountWire(new FakeTimeProvider());
        var woken = 0;
        Action wake = () => woken++;
        wire.TryEnter(1, wake);

        wire.TryEnter(1, wake);
        wire.TryEnter(1, wake);
        wire.Leave();
        wire.TryEnter(1, wake);
        wire.Leave();

        Assert.Equal(1, woken);
    }

    [Fact]
    public void A_pause_holds_for_all_of_its_time_and_a_shorter_one_does_not_end_it()
    {
        var time = new FakeTimeProvider();
        var wire = new AccountWire(time);

        wire.Hold(TimeSpan.FromSeconds(7));
        wire.Hold(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(7), time.GetElapsedTime(time.GetTimestamp(), wire.HeldUntil));
    }
}
