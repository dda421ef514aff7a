using Carillon.Benchmarks;
using Carillon.Tests.Engines;

var people = args.Length > 0 && int.TryParse(args[0], out var asked) ? asked : 50_000;
var rows = args.Length > 1 && int.TryParse(args[1], out var askedRows) ? askedRows : 200_000;
var stop = CancellationToken.None;
var output = Console.Out;
await output.WriteLineAsync("| what | ours | beside it | ratio |\n| --- | --- | --- | --- |");
await StartBenchmark.RunAsync(output, stop);
await DispatchBenchmark.RunAsync(null, people, output, stop);
await ImportBenchmark.RunAsync(null, rows, 2, output, stop);
if (PostgresServer.WhyMissing is { } missing)
{
    await output.WriteLineAsync($"PostgreSQL: {missing}");
    return;
}

await using var server = await PostgresServer.StartAsync(durable: true);
await DispatchBenchmark.RunAsync((await server.AddDatabaseAsync()).ConnectionString, people, output, stop);
await ImportBenchmark.RunAsync((await server.AddDatabaseAsync()).ConnectionString, rows, 2, output, stop);
