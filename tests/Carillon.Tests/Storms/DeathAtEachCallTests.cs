using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Carillon.Sending.Dispatch;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Carillon.Tests.Storms;

/// <summary>
/// A campaign of twenty, whose server ends at its n-th call to the database or the provider, for every sixth n until there are no more calls; the
/// next server on the same database finishes what that one began, and then ends itself at the next n. <c>bench/run storm calls</c> takes every n.
/// </summary>
public sealed class DeathAtEachCallTests(ITestOutputHelper output)
{
    private const int People = 20;
    private const int Chains = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Theory, EachDatabase]
    public Task A_server_may_end_at_any_call_and_nobody_is_lost_or_texted_twice(Engine engine) => RunAsync(engine, every: 6, output.WriteLine);

    /// <summary>Runs it on several databases at a time, because it mostly waits.</summary>
    /// <param name="engine">The database.</param>
    /// <param name="every">1: every n; 6: every sixth.</param>
    /// <param name="say">Hears what came of it.</param>
    internal static async Task RunAsync(Engine engine, int every, Action<string> say)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var calls = await Task.WhenAll(Enumerable.Range(0, Chains).Select(chain => RunAsync(engine, 1 + (chain * every), Chains * every)));

        say(string.Create(CultureInfo.InvariantCulture, $"{engine}: ended at {(every == 1 ? "each" : $"every {every}.")} of {calls.Max()} calls: lost 0, twice 0, ghost 0; {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0} s"));
        Assert.InRange(calls.Max(), People * 2, 2000);
    }

    /// <summary>Some of the ns, on one database; gives the first that was more than there are calls.</summary>
    private static async Task<int> RunAsync(Engine engine, int first, int step)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var twilio = await FakeTwilio.StartAsync();
        var disturbed = new ConcurrentDictionary<string, byte>();
        twilio.Script = send => disturbed.TryAdd($"{send.To} {send.Body}", 0) ? Disturbance(send) : FakeStep.Accept;
        Road.Road? road = null;
        var (list, campaign) = ("", "");
        for (var n = first; ; n += step)
        {
            var death = new Death();
            await using var life = await Life.BeginAsync(store, engine, death);
            twilio.Line = death.Call;
            road = road is null
                ? await Road.Road.AtAsync(life.Server.Client, life.Server.Address, "twilio", twilio.Settings, perSecond: 500)
                : road.SeenFrom(life.Server.Client, life.Server.Address);
            list = list.Length > 0 ? list : await road.ListOfAsync(People);
            if (campaign.Length > 0)
            {
                await FinishAsync(road, campaign, death);
                var verdict = Judge.Of(CarrierHistory.Of(twilio.Log), await Judge.ProofAsync(road.Client, campaign), body => body == Words(n - step));
                Assert.True(verdict.IsClean, $"{engine}, ended at call {n - step}: {verdict}");
            }

            campaign = await road.CampaignAsync(list, Words(n), new { brakes = KillStorm.NoBrakes });
            death.Arm(n);
            if (await FinishAsync(road, campaign, death))
            {
                return n;
            }
        }
    }

    private static string Words(int n) => string.Create(CultureInfo.InvariantCulture, $"We open at nine ({n}).");

    /// <summary>The carrier takes some and does not say so, and loses some: so that asking what it has is part of every campaign.</summary>
    private static FakeStep Disturbance(FakeSend send) => (send.To[^1] - '0') switch
    {
        0 => FakeStep.AcceptThenReset,
        5 => FakeStep.Reset,
        _ => FakeStep.Accept,
    };

    /// <summary>Starts the campaign if nobody has, and waits until it is completed; false: the server ended before.</summary>
    private static async Task<bool> FinishAsync(Road.Road road, string campaign, Death death)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        JsonElement last = default;
        while (!death.Came.IsCompleted)
        {
            try
            {
                last = await road.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}");
                switch (last.GetProperty("status").GetString())
                {
                    case "draft":
                        await road.Client.PostAsync(new Uri($"/api/v1/campaigns/{campaign}/start", UriKind.Relative), null, patience.Token);
                        break;
                    case "completed":
                        return true;
                    default:
                        Assert.NotEqual("paused", last.GetProperty("status").GetString());
                        break;
                }
            }
            catch (HttpRequestException) when (death.Came.IsCompleted)
            {
                // It ended while it was asked.
                return false;
            }

            Assert.False(patience.IsCancellationRequested, $"It never completed; last: {last}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        return false;
    }

    /// <summary>One server from its start to its end.</summary>
    private sealed class Life : IAsyncDisposable
    {
        private readonly SqliteDisk? _disk;
        private readonly PostgresLine? _line;
        private readonly TestStore _store;

        private Life(TestStore store, SqliteDisk? disk, PostgresLine? line, TestServer server) => (_store, _disk, _line, Server) = (store, disk, line, server);

        public TestServer Server { get; }

        public static async Task<Life> BeginAsync(TestStore store, Engine engine, Death death)
        {
            var disk = engine is Engine.Sqlite ? SqliteDisk.Below(store.Options.DataDirectory) : null;
            var line = store.Options.ConnectionString is { } database ? PostgresLine.To(database, death.Call) : null;
            if (disk is not null)
            {
                disk.Call = death.Call;
            }

            var settings = new Dictionary<string, string?>
            {
                ["Carillon:Sending:ReconcileAfterSeconds"] = "2",
                ["ConnectionStrings:Database"] = line?.ConnectionString,
            };
            return new Life(store, disk, line, await TestServer.StartOnAsync(store, settings, builder => builder.Logging.ClearProviders()));
        }

        /// <summary>Clears the dead away: nothing of it reaches the database or the provider any more.</summary>
        public async ValueTask DisposeAsync()
        {
            _disk?.Refuse(SqliteDisk.Gone);
            _line?.Cut();
            await Server.Services.GetRequiredService<AnswerRecorder>().DisposeAsync();
            await Server.DisposeAsync();
            if (_disk is not null)
            {
                SqliteConnection.ClearPool(new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _store.Options.DatabaseFile, ForeignKeys = true, DefaultTimeout = 30 }.ToString()));
                _disk.Dispose();
            }

            await (_line?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
