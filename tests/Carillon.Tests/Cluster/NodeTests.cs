using System.Net;
using Carillon.Cluster;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Cluster;

/// <summary>A node by itself: what it says of itself, and when it keeps still.</summary>
public sealed class NodeTests
{
    [Theory, EachDatabase]
    public async Task The_node_that_answers_is_listed(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);

        var node = (await server.Client.GetJsonAsync("/api/v1/system")).GetProperty("nodes").EnumerateArray().Single();

        Assert.Equal(Environment.ProcessId, node.GetProperty("process").GetInt32());
        Assert.Equal(["web", "engine"], node.GetProperty("roles").EnumerateArray().Select(role => role.GetString()));
        Assert.True(node.GetProperty("isThis").GetBoolean());
        Assert.InRange(node.GetProperty("clockAheadMilliseconds").GetDouble(), -5000, 5000);
    }

    [Theory, EachDatabase]
    public async Task A_node_whose_clock_is_a_minute_off_sends_nothing_says_so_and_comes_back(Engine engine)
    {
        var machine = new WrongClock { Off = TimeSpan.FromMinutes(1) };
        await using var server = await TestServer.StartAsync(engine, alter: builder => builder.Services.AddSingleton(new NodeClock(machine)));
        await server.Services.GetRequiredService<NodeHeartbeat>().BeatAsync(TestContext.Current.CancellationToken);

        var parts = await PartsAsync(server, HttpStatusCode.ServiceUnavailable);
        Assert.Contains("60 seconds", parts["clock"], StringComparison.Ordinal);
        while (parts["engine"] is null)
        {
            // Until the engine, which looks once a second, saw it too.
            parts = await PartsAsync(server, HttpStatusCode.ServiceUnavailable);
        }

        machine.Off = TimeSpan.Zero;
        Assert.All((await PartsAsync(server, HttpStatusCode.OK)).Values, Assert.Null);
    }

    [Fact]
    public async Task A_second_server_without_the_cluster_runs_no_engine_until_the_first_is_gone()
    {
        MissingEngine.SkipWithoutPostgres();
        var key = new Dictionary<string, string?> { ["Carillon:Keys:MasterKey"] = Convert.ToBase64String(new byte[32]) };
        await using var first = await TestServer.StartAsync(Engine.Postgres, key);
        await PartsAsync(first, HttpStatusCode.OK);
        await using var second = await TestServer.StartAsync(Engine.Postgres, new Dictionary<string, string?>(key) { ["ConnectionStrings:Database"] = first.ConnectionString });

        var parts = await PartsAsync(second, HttpStatusCode.ServiceUnavailable);
        Assert.Contains("Carillon__Cluster__Enabled", parts["engine"], StringComparison.Ordinal);

        await first.StopAsync();
        await PartsAsync(second, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Redis_carries_signals_and_its_loss_is_shown_and_stops_nothing()
    {
        MissingEngine.SkipWithoutPostgres();
        MissingEngine.SkipWithoutRedis();
        var redis = await RedisServer.StartAsync();
        await using var server = await TestServer.StartAsync(Engine.Postgres, new Dictionary<string, string?>
        {
            ["ConnectionStrings:Redis"] = redis.ConnectionString,
            ["Carillon:Cluster:Roles"] = "engine,web",
        });
        await PartsAsync(server, HttpStatusCode.OK);
        await using var line = new RedisWakeLine(new RedisOptions(redis.ConnectionString), server.Database);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listening = line.ListenAsync(text => heard.TrySetResult(text), over.Token);

        while (!await line.TryTellAsync("lane\tabc", TestContext.Current.CancellationToken))
        {
            // Until the listener is there.
        }

        Assert.Equal("lane\tabc", await heard.Task);
        await redis.DisposeAsync();
        Assert.False(await line.TryTellAsync("lane\tabc", TestContext.Current.CancellationToken));
        while ((await PartsAsync(server, HttpStatusCode.OK))["redis"] is null)
        {
            // Until the loss is noticed.
        }

        await over.CancelAsync();
        Assert.True(await Task.WhenAny(listening) == listening);
    }

    /// <summary>What is wrong with each part once the server answers as expected.</summary>
    private static async Task<Dictionary<string, string?>> PartsAsync(TestServer server, HttpStatusCode expected)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            var answer = await server.Client.GetAsync("/health/ready", patience.Token);
            var parts = (await answer.JsonAsync()).GetProperty("parts").EnumerateArray().ToDictionary(part => part.GetProperty("name").GetString()!, part => part.GetProperty("problem").GetString()); // parts have names
            if (answer.StatusCode == expected && parts["engine"] is not "not running yet")
            {
                return parts;
            }
        }
    }

    private sealed class WrongClock : TimeProvider
    {
        public TimeSpan Off { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Off;
    }
}
