using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Road;
using Carillon.Tests.Web;

namespace Carillon.Tests.Cluster;

/// <summary>Several server processes on one database, and a fake carrier that judges what they do.</summary>
public sealed class ClusterBed : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly IAsyncDisposable _store;
    private readonly string _connectionString;
    private readonly List<ServerProcess> _nodes = [];

    private ClusterBed(IAsyncDisposable store, string? connectionString, FakeTwilio twilio) => (_store, _connectionString, Twilio) = (store, connectionString ?? "", twilio);

    public FakeTwilio Twilio { get; }

    /// <summary>The nodes in the order they were started.</summary>
    public IReadOnlyList<ServerProcess> Nodes => _nodes;

    /// <summary>A carrier, a database and so many nodes that do everything.</summary>
    public static async Task<ClusterBed> StartAsync(int nodes)
    {
        MissingEngine.SkipWithoutPostgres();
        var store = await TestStore.CreateAsync(Engine.Postgres);
        var bed = new ClusterBed(store, store.Options.ConnectionString, await FakeTwilio.StartAsync());
        for (var n = 0; n < nodes; n++)
        {
            await bed.AddAsync();
        }

        return bed;
    }

    /// <summary>A carrier and a database without tables.</summary>
    public static async Task<ClusterBed> OnEmptyAsync()
    {
        MissingEngine.SkipWithoutPostgres();
        var database = await TestDatabase.CreateAsync(Engine.Postgres);
        return new ClusterBed(database, database.ConnectionString, await FakeTwilio.StartAsync());
    }

    /// <summary>Starts one more node and waits until it is ready.</summary>
    public async Task<ServerProcess> AddAsync(string roles = "web,engine", IReadOnlyDictionary<string, string>? more = null)
    {
        var node = Create(roles, more);
        await node.StartAsync();
        await ReadyAsync(node);
        return node;
    }

    /// <summary>A node that is not started yet.</summary>
    public ServerProcess Create(string roles = "web,engine", IReadOnlyDictionary<string, string>? more = null)
    {
        var settings = new Dictionary<string, string>(more ?? new Dictionary<string, string>())
        {
            ["Carillon__DataDirectory"] = TestFolders.Add(),
            ["ConnectionStrings__Database"] = _connectionString,
            ["Carillon__Cluster__Enabled"] = "true",
            ["Carillon__Cluster__Roles"] = roles,
            ["Carillon__Keys__MasterKey"] = Convert.ToBase64String(new byte[32]),
            ["Carillon__Sending__ReconcileAfterSeconds"] = "2",
        };
        var node = new ServerProcess(settings);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Waits until the node says that it is ready.</summary>
    public static Task ReadyAsync(ServerProcess node) => UntilAsync(node, async () => (await node.Client.GetAsync("/health/ready")).IsSuccessStatusCode, "ready");

    /// <summary>The node that took the only lane last.</summary>
    public async Task<ServerProcess> HolderAsync()
    {
        var asked = _nodes.First(node => node.IsRunning);
        ServerProcess? holder = null;
        await UntilAsync(
            asked,
            async () =>
            {
                var system = await asked.Client.GetJsonAsync("/api/v1/system");
                var held = system.GetProperty("nodes").EnumerateArray().Where(node => node.GetProperty("lanes").GetInt32() > 0).Select(node => node.GetProperty("process").GetInt32());
                holder = _nodes.Find(node => node.IsRunning && held.Contains(node.ProcessId));
                return holder is not null;
            },
            "held by a node");
        return holder!; // waited for
    }

    /// <summary>Asks again until it is so.</summary>
    public static async Task UntilAsync(ServerProcess asked, Func<Task<bool>> isSo, string what)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            try
            {
                if (await isSo())
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!patience.IsCancellationRequested)
            {
                // It does not listen yet.
            }

            if (patience.IsCancellationRequested)
            {
                throw new TimeoutException($"It never became {what}: {asked.Output}");
            }
        }
    }

    /// <summary>The first message that was taken after an instant, waited for.</summary>
    public async Task<DateTimeOffset> FirstAfterAsync(DateTimeOffset at)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (true)
        {
            var taken = Twilio.Log.Acceptances();
            if (taken.FirstOrDefault(message => message.At > at) is { } first)
            {
                return first.At;
            }

            await Twilio.Log.WaitForAsync(taken.Count + 1, patience.Token);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            node.Dispose();
        }

        await Twilio.DisposeAsync();
        await _store.DisposeAsync();
    }
}
