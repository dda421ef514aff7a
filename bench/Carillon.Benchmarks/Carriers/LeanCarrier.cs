using System.Diagnostics;
using System.Globalization;
using System.Text;
using Carillon.Tests.Fakes;

namespace Carillon.Benchmarks.Carriers;

/// <summary>
/// The carrier of the measurements, in a process of its own so that its work is nobody else's: answers in Twilio's shape at once or
/// after a delay, and keeps of each message only its instant and a hash of its two numbers. It never looks whether it has something.
/// </summary>
internal sealed class LeanCarrier(TimeSpan delay, int room)
{
    private const int SidLength = 34; // SM and 32 digits
    private static readonly string Answer = """
        {"account_sid":"AC22222222222222222222222222222222","api_version":"2010-04-01","body":"Hi Ada, we open at nine.","date_created":"Thu, 24 Aug 2023 05:01:45 +0000","date_sent":null,"direction":"outbound-api","error_code":null,"error_message":null,"from":"+15550100200","messaging_service_sid":null,"num_media":"0","num_segments":"1","price":null,"price_unit":"USD","sid":"SM00000000000000000000000000000000","status":"queued","to":"+14152000000","uri":"/2010-04-01/Accounts/AC22222222222222222222222222222222/Messages/SM00000000000000000000000000000000.json"}
        """;

    private static readonly byte[] AnswerBytes = Encoding.ASCII.GetBytes(Answer.Trim());
    private static readonly int[] SidPlaces = [Find(0), Find(Find(0) + 1)];
    private readonly long[] _at = new long[room];
    private readonly ulong[] _pair = new ulong[room];
    private int _count;
    private long _sid;

    /// <summary>Serves until its input ends: <c>report</c> prints what came since the last <c>forget</c>.</summary>
    public static async Task RunAsync(string[] args)
    {
        var carrier = new LeanCarrier(TimeSpan.FromMilliseconds(int.Parse(args[0], CultureInfo.InvariantCulture)), int.Parse(args[1], CultureInfo.InvariantCulture));
        await using var server = await FakeHttpServer.StartAsync(carrier.AnswerAsync);
        await Console.Out.WriteLineAsync(server.Url.ToString());
        while (await Console.In.ReadLineAsync() is { } word)
        {
            if (word == "forget")
            {
                carrier._count = 0;
            }

            await Console.Out.WriteLineAsync(carrier.Report().ToString());
        }
    }

    private async Task AnswerAsync(FakeExchange exchange)
    {
        var number = Interlocked.Increment(ref _count) - 1;
        _at[number % room] = Stopwatch.GetTimestamp();
        _pair[number % room] = Pair(await exchange.ReadBodyAsync());
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, TimeProvider.System);
        }

        var answer = (byte[])AnswerBytes.Clone();
        var sid = Interlocked.Increment(ref _sid);
        foreach (var place in SidPlaces)
        {
            Write(answer.AsSpan(place, SidLength), sid);
        }

        await exchange.AnswerAsync(201, answer);
    }

    private CarrierReport Report()
    {
        var count = Math.Min(_count, room);
        var at = _at.AsSpan(0, count).ToArray();
        Array.Sort(at);
        var busiest = 0;
        for (int first = 0, last = 0; last < count; last++)
        {
            while (at[last] - at[first] >= Stopwatch.Frequency)
            {
                first++;
            }

            busiest = Math.Max(busiest, last - first + 1);
        }

        var pairs = new HashSet<ulong>(_pair.AsSpan(0, count).ToArray());
        var bySender = _pair.Take(count).GroupBy(pair => pair >> 40).Select(group => group.Count()).ToList();
        return new CarrierReport(
            count, count - pairs.Count, busiest, count < 2 ? 0 : Stopwatch.GetElapsedTime(at[0], at[^1]).TotalSeconds,
            bySender.Count, bySender.Count == 0 ? 0 : bySender.Min(), bySender.Count == 0 ? 0 : bySender.Max(), Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds);
    }

    /// <summary>The last digits of sender and recipient: the fields stand first in the form.</summary>
    private static ulong Pair(ReadOnlySpan<byte> form) => (Digits(form, "From=%2B"u8) % 100_000 << 40) | (Digits(form, "To=%2B"u8) & 0xFF_FFFF_FFFF);

    private static ulong Digits(ReadOnlySpan<byte> form, ReadOnlySpan<byte> name)
    {
        var rest = form[(form.IndexOf(name) + name.Length)..];
        var number = 0UL;
        foreach (var letter in rest)
        {
            if (letter is < (byte)'0' or > (byte)'9')
            {
                break;
            }

            number = (number * 10) + letter - '0';
        }

        return number;
    }

    private static void Write(Span<byte> place, long number)
    {
        for (var i = place.Length - 1; i > 1 && number > 0; i--)
        {
            place[i] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }

    private static int Find(int from) => Encoding.ASCII.GetString(AnswerBytes).IndexOf("SM0", from, StringComparison.Ordinal);
}

/// <summary>What the carrier saw.</summary>
/// <param name="Count">Messages.</param>
/// <param name="Twice">Messages whose sender and recipient came before.</param>
/// <param name="Busiest">Messages in the busiest sliding second.</param>
/// <param name="Seconds">From the first to the last.</param>
/// <param name="Senders">From how many senders they came.</param>
/// <param name="FewestOfASender">Messages of the sender with the fewest.</param>
/// <param name="MostOfASender">Messages of the sender with the most.</param>
/// <param name="Cpu">Its own processor time, seconds.</param>
internal sealed record CarrierReport(int Count, int Twice, int Busiest, double Seconds, int Senders, int FewestOfASender, int MostOfASender, double Cpu)
{
    public override string ToString() => System.Text.Json.JsonSerializer.Serialize(this);
}
