using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Carillon.Benchmarks.Carriers;
using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Benchmarks;

/// <summary>Signed delivery reports: stored before the answer, beside an endpoint of the same server kind that only verifies the signature.</summary>
internal static class ReceiptsBenchmark
{
    private const int Connections = 64;

    /// <summary>Measures.</summary>
    public static async Task RunAsync(string? connectionString, BenchSize size, TextWriter output, CancellationToken cancellationToken)
    {
        await using var carrier = await CarrierProcess.StartAsync();
        await using var bench = await CampaignBench.StartAsync(connectionString, carrier, new Limits(Concurrency: Connections), cancellationToken);
        var sender = await bench.AddSenderAsync(0, Limits.None, cancellationToken);
        var people = size.People * 3;
        var campaign = await bench.AddCampaignAsync(await bench.AddPeopleAsync(people, cancellationToken), sender, cancellationToken);
        await bench.StartAsync(campaign, cancellationToken);
        await bench.RecordedAsync(campaign, people, cancellationToken);

        await using var bare = await VerifierAsync(bench, cancellationToken);
        var verifier = new Uri(bare.Urls.First());
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseCookies = false });
        await PostAsync(client, verifier, bench, 0, size.People, null, cancellationToken);
        var before = await PostAsync(client, verifier, bench, 0, size.People, null, cancellationToken);
        await PostAsync(client, bench.Address, bench, 0, size.People, null, cancellationToken);
        var ours = await PostAsync(client, bench.Address, bench, size.People, size.People, null, cancellationToken);
        var after = await PostAsync(client, verifier, bench, 0, size.People, null, cancellationToken);
        var rate = (before.PerSecond + after.PerSecond) / 2;
        var name = connectionString is null ? "SQLite" : "PostgreSQL";
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"| delivery reports, {name} | {ours.PerSecond:N0}/s | only verified {rate:N0}/s | {ours.PerSecond / rate:P0} |"));
        var slow = await PostAsync(client, bench.Address, bench, size.People * 2, size.People, rate / 2, cancellationToken);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"| 99 % of delivery reports at half that rate, {name} | {slow.P99:N1} ms | limit 20 ms | {slow.P99 / 20:P0} |"));
        for (var clock = Stopwatch.StartNew(); (await bench.StatsAsync(campaign, cancellationToken))[MessageStatus.Delivered] is var delivered && delivered < people;)
        {
            if (clock.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException($"Only {delivered} of {people} reports were applied two minutes after the last one came.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<WebApplication> VerifierAsync(CampaignBench bench, CancellationToken cancellationToken)
    {
        var account = await bench.Services.GetRequiredService<AccountLogins>().FindAsync(bench.Account, cancellationToken)
            ?? throw new InvalidOperationException("The account is gone.");
        var twilio = bench.Services.GetRequiredService<MessageProviders>()[Provider.Twilio];
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Logging:LogLevel:Default"] = "Error";
        var app = builder.Build();
        app.MapPost("/{**path}", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var headers = context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
            var reading = twilio.ReadCallback(
                account.Login, new IncomingCallback(new Uri(bench.Address, context.Request.Path + context.Request.QueryString.ToUriComponent()), headers, body.ToArray()), DateTimeOffset.UnixEpoch);
            return reading is CallbackReading.Read ? TypedResults.StatusCode(204) : TypedResults.StatusCode(403);
        });
        await app.StartAsync(cancellationToken);
        return app;
    }

    /// <summary>Posts reports; at a rate, or as fast as it goes.</summary>
    private static async Task<(double PerSecond, double P99)> PostAsync(
        HttpMessageInvoker client, Uri server, CampaignBench bench, int from, int count, double? perSecond, CancellationToken cancellationToken)
    {
        var path = $"/webhooks/twilio/{bench.Account}";
        var signed = new Uri(bench.Address, path).ToString();
        var key = Encoding.UTF8.GetBytes(CarrierProcess.AuthToken);
        var next = 0;
        var took = new double[count];
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(
            async () =>
            {
                while (Interlocked.Increment(ref next) - 1 is var n && n < count)
                {
                    if (perSecond is { } rate && TimeSpan.FromSeconds(n / rate) - clock.Elapsed is { Ticks: > 0 } wait)
                    {
                        await Task.Delay(wait, TimeProvider.System, cancellationToken);
                    }

                    var sid = string.Create(CultureInfo.InvariantCulture, $"SM{from + n + 1:D32}");
                    var text = $"{signed}AccountSid{CarrierProcess.AccountSid}MessageSid{sid}MessageStatusdelivered";
                    using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, path))
                    {
                        Version = HttpVersion.Version11,
                        Content = new StringContent($"AccountSid={CarrierProcess.AccountSid}&MessageSid={sid}&MessageStatus=delivered", Encoding.ASCII, "application/x-www-form-urlencoded"),
                    };
#pragma warning disable CA5350 // the provider signs so
                    request.Headers.TryAddWithoutValidation("X-Twilio-Signature", Convert.ToBase64String(HMACSHA1.HashData(key, Encoding.UTF8.GetBytes(text))));
#pragma warning restore CA5350
                    var begun = clock.Elapsed;
                    using var answer = await client.SendAsync(request, cancellationToken);
                    took[n] = (clock.Elapsed - begun).TotalMilliseconds;
                    if (!answer.IsSuccessStatusCode)
                    {
                        throw new InvalidOperationException($"A report was answered {(int)answer.StatusCode}.");
                    }
                }
            },
            cancellationToken)));
        var seconds = clock.Elapsed.TotalSeconds;
        Array.Sort(took);
        return (count / seconds, took[(int)(count * 0.99)]);
    }
}
