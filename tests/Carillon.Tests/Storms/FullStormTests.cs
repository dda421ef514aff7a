using System.Globalization;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Storms;

/// <summary>The storm in its full size, hours of it: run by <c>bench/run storm</c>, which says in <c>CARILLON_STORM</c> what of it is wanted.</summary>
public sealed class FullStormTests(ITestOutputHelper output)
{
    private static readonly string[] Places = ["calls", "sqlite", "postgres", "nodes"];
    private static readonly string[] Wanted = (Environment.GetEnvironmentVariable("CARILLON_STORM") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    [Fact(Explicit = true)]
    public async Task Two_hundred_kills_within_20000_messages_on_one_node_and_on_four()
    {
        MissingEngine.SkipWithoutPostgres();
        var (people, kills) = Wanted.Contains("quick") ? (2000, 20) : (20_000, 200);
        List<Verdict> verdicts = [];
        List<string> places = Wanted.Intersect(Places).Any() ? [.. Places.Intersect(Wanted)] : [.. Places];
        if (places.Remove("calls"))
        {
            await DeathAtEachCallTests.RunAsync(Engine.Sqlite, every: 1, output.WriteLine);
            await DeathAtEachCallTests.RunAsync(Engine.Postgres, every: 1, output.WriteLine);
        }

        foreach (var where in places)
        {
            foreach (var seed in Seeds())
            {
                var storm = new KillStorm(seed, people, kills, line => output.WriteLine($"{where} {line}"));
                verdicts.Add(await (where switch
                {
                    "nodes" => storm.OnManyAsync(4, 250),
                    "postgres" => storm.OnOneAsync(Engine.Postgres, 250),
                    _ => storm.OnOneAsync(Engine.Sqlite, 250),
                }));
            }
        }

        Assert.All(verdicts, verdict => Assert.True(verdict.IsClean, verdict.ToString()));
    }

    private static IReadOnlyList<int> Seeds() => Wanted.Select(word => int.TryParse(word, CultureInfo.InvariantCulture, out var seed) ? seed : 0).FirstOrDefault(seed => seed > 0) is var named and > 0 ? [named] : [1, 2, 3];
}
