using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Carillon.Tests.Engines;

/// <summary>
/// PostgreSQL for the tests: the server that <c>CARILLON_TEST_POSTGRES</c> names (a connection string of a role that may
/// create databases), else one throw-away cluster a test process, made from the installed programs on a free loopback port.
/// Each test gets a database of its own, reached as an ordinary role, so that row-level security holds as it does in real use.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const int Tries = 3;
    private const string Owner = "carillon";

    private static readonly string? Given = Environment.GetEnvironmentVariable("CARILLON_TEST_POSTGRES") is { Length: > 0 } text ? text : null;
    private static readonly string? Folder = Given is null ? Programs.PostgresFolder() : null;
    private static readonly Lazy<Task<PostgresServer>> Shared = new(() => StartAsync(durable: false, isMortal: false));

    /// <summary>Starts the server again whenever it ends, until it is told to stop.</summary>
    private const string Supervision = """
        trap 'kill -INT "$child"; wait "$child"; exit 0' TERM
        while :; do
            "$@" &
            child=$!
            wait "$child"
            sleep 0.1
        done
        """;

    private readonly GuardedServer? _process;
    private readonly string? _processFile;
    private readonly string _admin;
    private readonly string _owner;
    private readonly string _templatePrefix = "carillon_template_" + Guid.NewGuid().ToString("N")[..12] + "_";
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _templates = new();

    private PostgresServer(GuardedServer? process, string? processFile, string admin, string owner) => (_process, _processFile, _admin, _owner) = (process, processFile, admin, owner);

    /// <summary>Why there is no PostgreSQL here, or null when there is.</summary>
    public static string? WhyMissing { get; } = FindObstacle();

    /// <summary>The server that all tests of this process share; started at the first call.</summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>A fresh, empty database on the shared server.</summary>
    public static async Task<TestDatabase> CreateDatabaseAsync() => await (await SharedAsync()).AddDatabaseAsync();

    /// <summary>A copy of a database that <paramref name="prepare"/> filled once for this key, such as one with all tables, on the shared server.</summary>
    public static async Task<TestDatabase> CreateFromTemplateAsync(string templateKey, Func<string, Task> prepare) =>
        await (await SharedAsync()).AddFromTemplateAsync(templateKey, prepare);

    /// <summary>
    /// A server of the caller's own, for tests that stop it or need commits that reach the disk; dispose it. With a
    /// server given by the environment, that one.
    /// </summary>
    public static Task<PostgresServer> StartAsync(bool durable) => StartAsync(durable, isMortal: false);

    /// <summary>A server of the caller's own whose commits reach the disk, and that comes back by itself after <see cref="DieAsync"/>. Null: the environment names a server, which is nobody's to kill.</summary>
    public static async Task<PostgresServer?> StartMortalAsync() => Given is null ? await StartAsync(durable: true, isMortal: true) : null;

    /// <summary>Ends a mortal server at once, as <c>pg_ctl stop -m immediate</c> does: nothing is flushed, and the next start recovers.</summary>
    public async Task DieAsync(CancellationToken cancellationToken)
    {
        var number = (await File.ReadAllLinesAsync(_processFile!, cancellationToken))[0]; // asked of a mortal one
        using var kill = System.Diagnostics.Process.Start("kill", ["-QUIT", number]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Cuts all sessions on a database.</summary>
    public Task CutSessionsAsync(TestDatabase database) =>
        RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{new NpgsqlConnectionStringBuilder(database.ConnectionString).Database}'");

    private static async Task<PostgresServer> StartAsync(bool durable, bool isMortal)
    {
        if (WhyMissing is not null)
        {
            throw new InvalidOperationException($"PostgreSQL is required and missing: {WhyMissing}");
        }

        if (Given is not null)
        {
            return new PostgresServer(process: null, processFile: null, Given, Given);
        }

        for (var left = Tries - 1; ; left--)
        {
            try
            {
                return await StartClusterAsync(durable, isMortal);
            }
            catch (InvalidOperationException failure) when (left > 0 && failure.Message.Contains("in use", StringComparison.Ordinal))
            {
                // Somebody took the port between our look and the server's start.
            }
        }
    }

    /// <summary>A fresh, empty database on this server.</summary>
    public Task<TestDatabase> AddDatabaseAsync() => AddAsync(template: null);

    /// <summary>A copy of a database that was prepared once for this key on this server.</summary>
    public async Task<TestDatabase> AddFromTemplateAsync(string templateKey, Func<string, Task> prepare)
    {
        var template = _templates.GetOrAdd(
            templateKey,
            static (key, state) => new Lazy<Task<string>>(() => state.Server.PrepareTemplateAsync(key, state.Prepare)),
            (Server: this, Prepare: prepare));
        return await AddAsync(await template.Value);
    }

    /// <summary>Stops the server and deletes its data; on a given server drops what was made there for all tests.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= DropTemplates;
        if (_process is null)
        {
            DropTemplates(this, EventArgs.Empty);
            return;
        }

        NpgsqlConnection.ClearPool(new NpgsqlConnection(_admin));
        await _process.DisposeAsync();
    }

    private static string? FindObstacle()
    {
        if (Given is not null)
        {
            return null;
        }

        return Folder is null
            ? "PostgreSQL is not installed (no initdb under /usr/lib/postgresql or on the path), and CARILLON_TEST_POSTGRES names no server"
            : Unprivileged.WhyNot;
    }

    private static async Task<PostgresServer> StartClusterAsync(bool durable, bool isMortal)
    {
        var folder = LockedFolder.New();
        var password = RandomNumberGenerator.GetHexString(24, lowercase: true);
        var (exitCode, output) = await Unprivileged.RunAsync(
            [
                "sh", "-c",
                "umask 077; mkdir \"$1\" && cd \"$1\" && cat > password && exec \"$2/initdb\" --pgdata=data --username=admin"
                + " --pwfile=password --auth=password --encoding=UTF8 --locale=C.UTF-8 --no-sync",
                "prepare", folder.Path, Folder ?? "",
            ],
            password,
            CancellationToken.None);
        if (exitCode != 0)
        {
            folder.Dispose();
            throw new InvalidOperationException($"initdb failed:\n{output}");
        }

        var port = FreePort();
        var process = await GuardedServer.StartAsync(
            folder,
            isMortal ? "TERM" : "INT",
            "ready to accept connections",
            [
                .. isMortal ? ["sh", "-c", Supervision, "supervise"] : (string[])[],
                $"{Folder}/postgres", "-D", "data", "-p", $"{port}",
                "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=300",
                "-c", "timezone=UTC", "-c", "log_timezone=UTC", "-c", "lc_messages=C",
                .. Settings(durable),
            ]);
        var admin = ConnectionString(port, "admin", password);
        var server = new PostgresServer(process, Path.Combine(folder.Path, "data", "postmaster.pid"), admin, ConnectionString(port, Owner, password));
        await server.RunAsync($"CREATE ROLE {Owner} LOGIN PASSWORD '{password}' NOSUPERUSER NOBYPASSRLS");
        return server;
    }

    private static string[] Settings(bool durable) => durable
        ? ["-c", "shared_buffers=256MB"]
        : ["-c", "shared_buffers=128MB", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string ConnectionString(int port, string user, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = user,
        Password = password,
        Database = "postgres",
        MaxPoolSize = 20,
        IncludeErrorDetail = true,
    }.ConnectionString;

    private static string On(string database, string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = database }.ConnectionString;

    private async Task<TestDatabase> AddAsync(string? template)
    {
        var name = "carillon_test_" + Guid.NewGuid().ToString("N");
        await CreateAsync(name, template);
        var connectionString = On(name, _owner);
        return new TestDatabase(Engine.Postgres, TestFolders.Add(), connectionString, async () =>
        {
            NpgsqlConnection.ClearPool(new NpgsqlConnection(connectionString));
            await RunAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        })
        { AdminConnectionString = On(name, _admin) };
    }

    private async Task<string> PrepareTemplateAsync(string key, Func<string, Task> prepare)
    {
        // The key may hold anything; the name says only that it is ours.
        var name = _templatePrefix + Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)))[..12];
        await CreateAsync(name, template: null);
        if (_templates.Count == 1)
        {
            AppDomain.CurrentDomain.ProcessExit += DropTemplates;
        }

        await prepare(On(name, _owner));
        NpgsqlConnection.ClearPool(new NpgsqlConnection(On(name, _owner)));
        await RunAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await RunAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        return name;
    }

    private Task CreateAsync(string name, string? template) =>
        RunAsync($"CREATE DATABASE {name} TEMPLATE {template ?? "template0"}" + (_process is null ? "" : $" OWNER {Owner}"));

    private void DropTemplates(object? sender, EventArgs arguments)
    {
        if (_process is not null)
        {
            return;
        }

        using var connection = new NpgsqlConnection(_admin);
        connection.Open();
        foreach (var template in _templates.Values.Select(made => made.Value).Where(made => made.IsCompletedSuccessfully))
        {
            using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {template.GetAwaiter().GetResult()} WITH (FORCE)", connection);
            command.ExecuteNonQuery();
        }
    }

    private async Task RunAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(_admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
