using System.Net;
using Carillon.Cluster;

namespace Carillon.Tests.Cluster;

public sealed class HomePlacementTests
{
    private static readonly IReadOnlyList<GrainId> Keys = [.. Enumerable.Range(0, 1000).Select(n => GrainId.Create("lane", $"key{n}"))];

    [Fact]
    public void Keys_spread_evenly()
    {
        var silos = Silos(4);

        var counts = Keys.GroupBy(key => HomePlacement.Of(key, silos)).Select(home => home.Count());

        Assert.All(counts, count => Assert.InRange(count, 200, 300));
    }

    [Fact]
    public void The_home_does_not_depend_on_the_order_in_which_nodes_are_seen() =>
        Assert.All(Keys, key => Assert.Equal(HomePlacement.Of(key, Silos(4)), HomePlacement.Of(key, [.. Silos(4).Reverse()])));

    [Fact]
    public void A_node_that_joins_takes_its_share_and_moves_nothing_else()
    {
        var joined = Silos(4)[3];
        var moved = Keys.Where(key => !HomePlacement.Of(key, Silos(3)).Equals(HomePlacement.Of(key, Silos(4)))).ToList();

        Assert.InRange(moved.Count, 200, 300);
        Assert.All(moved, key => Assert.Equal(joined, HomePlacement.Of(key, Silos(4))));
    }

    [Fact]
    public void A_node_that_joined_counts_when_it_is_known_here()
    {
        var (before, joined) = (Silos(3), Silos(4)[3]);
        var moved = Keys.First(key => HomePlacement.Of(key, Silos(4)).Equals(joined));
        var here = HomePlacement.Of(moved, before);

        Assert.True(Homes.IsHere(moved, here, Silos(4), before));
        Assert.False(Homes.IsHere(moved, here, Silos(4), Silos(4)));
        Assert.True(Homes.IsHere(moved, joined, Silos(4), Silos(4)));
        Assert.True(Homes.IsHere(moved, here, [here], Silos(4)), "alone");
    }

    private static IReadOnlyList<SiloAddress> Silos(int count) => [.. Enumerable.Range(1, count).Select(n => SiloAddress.New(IPAddress.Loopback, 10_000 + n, n))];
}
