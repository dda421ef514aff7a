using System.Globalization;
using Carillon.Benchmarks;
using Carillon.Benchmarks.Carriers;
using Carillon.Tests.Engines;

const string Help = """
    bench/run [quick|full] [sqlite|postgres] [PEOPLE] [ROW …]

    Prints a table of what Carillon does beside a limit of the same machine. quick (default) ends within ten minutes on two cores.
    Rows: start, dispatch, import, limits, plan, launch, flat, receipts, senders, segments, texts, grown. All of them when none is named.
    """;

if (args is ["carrier", ..])
{
    await LeanCarrier.RunAsync(args[1..]);
    return 0;
}

string[] known = ["start", "dispatch", "import", "limits", "plan", "launch", "flat", "receipts", "senders", "segments", "texts", "grown", "profile"];
var size = args.Contains("full") ? BenchSize.Full : BenchSize.Quick;
var people = args.Select(arg => int.TryParse(arg, out var count) ? count : 0).FirstOrDefault(count => count > 0);
if (people > 0)
{
    size = size with { People = people };
}

string[] engines = ["sqlite", "postgres"];
var named = args.Except(["quick", "full", people.ToString(CultureInfo.InvariantCulture), .. engines]).ToArray();
if (named.Except(known).Any())
{
    await Console.Out.WriteLineAsync(Help);
    return named.Contains("--help") ? 0 : 2;
}

var rows = named.Length == 0 ? known[..^1] : named;
var stop = CancellationToken.None;
var output = Console.Out;
await output.WriteLineAsync("| what | ours | beside it | ratio |\n| --- | --- | --- | --- |");
if (rows.Contains("start"))
{
    await StartBenchmark.RunAsync(output, stop);
}

if (rows.Contains("texts"))
{
    await TextBenchmark.RunAsync(output);
}

if (!args.Contains("postgres"))
{
    await RunAsync(() => Task.FromResult<string?>(null));
}

if (args.Contains("sqlite"))
{
    return 0;
}

if (PostgresServer.WhyMissing is { } missing)
{
    await output.WriteLineAsync($"PostgreSQL: {missing}");
    return 0;
}

await using var server = await PostgresServer.StartAsync(durable: true);
await RunAsync(async () => (await server.AddDatabaseAsync()).ConnectionString);
return 0;

async Task RunAsync(Func<Task<string?>> database)
{
    if (rows.Contains("profile"))
    {
        await DispatchBenchmark.ProfileAsync(await database(), size, output, stop);
    }

    if (rows.Contains("dispatch"))
    {
        await DispatchBenchmark.RunAsync(await database(), size, 0, 64, output, stop);
        await DispatchBenchmark.RunAsync(await database(), size, 10, 512, output, stop);
    }

    if (rows.Contains("limits"))
    {
        await LimitsBenchmark.RunAsync(await database(), size, output, stop);
    }

    if (rows.Contains("senders"))
    {
        await SendersBenchmark.RunAsync(await database(), size, output, stop);
    }

    if (rows.Contains("plan"))
    {
        await PlanBenchmark.RunAsync(await database(), size, output, stop);
    }

    if (rows.Contains("launch"))
    {
        await LaunchBenchmark.RunAsync(await database(), size, output, stop);
    }

    if (rows.Contains("flat"))
    {
        await FlatBenchmark.RunAsync(await database(), size, output, stop);
    }

    if (rows.Contains("receipts"))
    {
        await ReceiptsBenchmark.RunAsync(await database(), size, output, stop);
    }

    if (rows.Contains("segments"))
    {
        await SegmentBenchmark.RunAsync(await database(), people > 0 ? people : size.Launch, output, stop);
    }

    if (rows.Contains("import"))
    {
        await ImportBenchmark.RunAsync(await database(), people > 0 ? people : size.Rows, 2, output, stop);
    }

    if (rows.Contains("grown"))
    {
        await ImportBenchmark.GrowAsync(await database(), people > 0 ? people : size.Rows, output, stop);
    }
}
