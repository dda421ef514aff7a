using System.Globalization;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Storms;

/// <summary>The storm in its full size, hours of it: run by <c>bench/run storm</c>, whose words say what of it is wanted. Not a test, because nobody waits for it.</summary>
public static class FullStorm
{
    private static readonly string[] Places = ["calls", "sqlite", "postgres", "nodes"];

    /// <summary>Runs what is wanted and prints a line for each seed.</summary>
    /// <returns>0: nobody was lost or texted twice.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> wanted)
    {
        if (PostgresServer.WhyMissing is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 2;
        }

        var (people, kills) = wanted.Contains("quick") ? (2000, 20) : (20_000, 200);
        List<string> places = wanted.Intersect(Places).Any() ? [.. Places.Intersect(wanted)] : [.. Places];
        if (places.Remove("calls"))
        {
            await DeathAtEachCallTests.RunAsync(Engine.Sqlite, every: 1, Console.WriteLine);
            await DeathAtEachCallTests.RunAsync(Engine.Postgres, every: 1, Console.WriteLine);
        }

        List<Verdict> verdicts = [];
        foreach (var where in places)
        {
            foreach (var seed in Seeds(wanted))
            {
                var storm = new KillStorm(seed, people, kills, line => Console.WriteLine($"{where} {line}"));
                verdicts.Add(await (where switch
                {
                    "nodes" => storm.OnManyAsync(4, 250),
                    "postgres" => storm.OnOneAsync(Engine.Postgres, 250),
                    _ => storm.OnOneAsync(Engine.Sqlite, 250),
                }));
            }
        }

        return verdicts.TrueForAll(verdict => verdict.IsClean) ? 0 : 1;
    }

    private static IReadOnlyList<int> Seeds(IReadOnlyList<string> wanted) =>
        wanted.Select(word => int.TryParse(word, CultureInfo.InvariantCulture, out var seed) ? seed : 0).FirstOrDefault(seed => seed > 0) is var named and > 0 ? [named] : [1, 2, 3];
}
