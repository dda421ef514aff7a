using Carillon.Tests.Engines;

namespace Carillon.Tests.Storms;

/// <summary>A server dies without a word in the middle of a campaign, again and again.</summary>
public sealed class KillStormTests(ITestOutputHelper output)
{
    [Theory, EachDatabase]
    public async Task Twenty_kills_within_2000_messages_lose_nobody_and_text_nobody_twice(Engine engine)
    {
        var verdict = await new KillStorm(seed: 7, people: 2000, kills: 20, line => output.WriteLine($"{engine} {line}")).OnOneAsync(engine, perSecond: 250);

        Assert.True(verdict.IsClean, verdict.ToString());
    }
}
