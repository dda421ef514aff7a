using System.Globalization;
using Carillon.Text;

namespace Carillon.Benchmarks;

/// <summary>What reading one inbound text and analysing one body cost, in this process's own CPU time.</summary>
internal static class TextBenchmark
{
    private const int Rounds = 20_000;
    private const double ReadingLimit = 50;
    private const double AnalysisLimit = 20;

    private static readonly string[] Texts =
    [
        "STOP", "Please take me off this list, I never asked for any of this", "Can you help me with my order? It should have come on Tuesday", "Liked \u201cAcme: 20% off. Reply STOP to end\u201d",
        "no me manden más mensajes por favor", "Je ne veux plus recevoir vos messages", "Yes, see you at nine. Please don't stop by before that, the door is locked and nobody is there to open it.",
    ];

    public static async Task RunAsync(TextWriter output)
    {
        var reading = Cost(i => InboundReading.Read(Texts[i % Texts.Length]).Keyword?.Length ?? 0);
        var body = new string('x', 159) + "\u00e9";
        var analysis = Cost(_ => SmsText.Analyse(body).Units);
        await output.WriteLineAsync(Row("reading an inbound text", reading, ReadingLimit));
        await output.WriteLineAsync(Row("analysing a body of 160", analysis, AnalysisLimit));
    }

    private static string Row(string what, double cost, double limit) => string.Create(
        CultureInfo.InvariantCulture, $"| {what} | {cost:N1} µs of CPU | limit {limit:N0} µs | {cost / limit:P0} |");

    /// <summary>Microseconds of CPU for each call, after as many to warm up.</summary>
    private static double Cost(Func<int, int> call)
    {
        var sum = 0;
        for (var i = 0; i < Rounds; i++)
        {
            sum += call(i);
        }

        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Rounds; i++)
        {
            sum += call(i);
        }

        GC.KeepAlive(sum);
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / Rounds;
    }
}
