using System.Globalization;

namespace Carillon.Tests.Fakes;

/// <summary>
/// The fake carrier as a program of its own: it says its address, tells the story of its seed, writes its log, and answers each
/// question on its input (<c>asked N</c>, <c>took N</c>, and <c>listed N</c> from now on) once so much has happened. It ends when its input does.
/// </summary>
public static class CarrierProgram
{
    /// <summary>Runs it.</summary>
    /// <param name="args">The log's file, the seed, the latest taking and the list's lag in milliseconds.</param>
    public static async Task RunAsync(IReadOnlyList<string> args)
    {
        var numbers = args.Skip(1).Select(arg => int.Parse(arg, CultureInfo.InvariantCulture)).ToList();
        using var file = new CarrierFile(args[0]);
        await using var twilio = await FakeTwilio.StartAsync(file: file);
        new CarrierStory(numbers[0], TimeSpan.FromMilliseconds(numbers[1]), TimeSpan.FromMilliseconds(numbers[2])).Direct(twilio);
        await Console.Out.WriteLineAsync(twilio.BaseUrl.ToString());
        using var over = new CancellationTokenSource();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is [var what, var number] && int.TryParse(number, CultureInfo.InvariantCulture, out var count))
            {
                _ = SayWhenAsync(twilio.Log, what, count, line, over.Token);
            }
        }

        await over.CancelAsync();
    }

    private static async Task SayWhenAsync(CarrierLog log, string what, int count, string line, CancellationToken stop)
    {
        try
        {
            await (what switch
            {
                "asked" => log.WaitForAskedAsync(count, stop),
                "took" => log.WaitForAsync(count, stop),
                _ => log.WaitForListedAsync(log.ListedCount + count, stop),
            });
            await Console.Out.WriteLineAsync(line);
        }
        catch (OperationCanceledException)
        {
            // The carrier goes.
        }
    }
}
