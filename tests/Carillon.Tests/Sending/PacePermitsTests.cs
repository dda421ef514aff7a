using AwesomeAssertions;
using Carillon.Sending.Pacing;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Sending;

public sealed class PacePermitsTests
{
    private const int Many = 60;

    private static readonly PaceRule Day = new("brand", PacePeriod.Day, 10 * Many, PaceUnit.Segment, "the brand's day");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A chunk that came too late for its gate is taken back message by message, all at once.</summary>
    [Theory, EachDatabase]
    public async Task What_many_give_back_at_once_is_all_free_again(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var permits = new PacePermits(store.Database, TimeProvider.System);
        PaceLoad[] all = [.. Enumerable.Repeat(new PaceLoad(10, 0), Many)];
        (await permits.TakeAsync([Day], all, Token)).Count.Should().Be(Many);

        await Task.WhenAll(all.Select(load => Task.Run(() => permits.ReleaseAsync([Day], [load], Token), Token)));

        (await permits.TakeAsync([Day], all, Token)).Count.Should().Be(Many, "nothing left of what was taken");
    }

    [Theory, EachDatabase]
    public async Task Many_who_take_at_once_get_the_limit_and_no_more(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        PacePermits[] nodes = [new(store.Database, TimeProvider.System), new(store.Database, TimeProvider.System)];

        var granted = await Task.WhenAll(Enumerable.Range(0, Many).Select(i => Task.Run(() => nodes[i % 2].TakeAsync([Day], [new PaceLoad(10, 0), new PaceLoad(10, 0)], Token), Token)));

        granted.Sum(grant => grant.Count).Should().BeLessThanOrEqualTo(Many);
        var rest = await nodes[0].TakeAsync([Day], [.. Enumerable.Repeat(new PaceLoad(10, 0), Many)], Token);
        (granted.Sum(grant => grant.Count) + rest.Count).Should().Be(Many, "who found others in the way got nothing and took nothing");
    }
}
