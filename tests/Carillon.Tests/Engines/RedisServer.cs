using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Carillon.Tests.Engines;

/// <summary>
/// Redis for the tests: the server that <c>CARILLON_TEST_REDIS</c> names ("host:port,password=…"), else one throw-away
/// server a test process on a free loopback port, keeping nothing.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const int Tries = 3;

    private static readonly string? Given = Environment.GetEnvironmentVariable("CARILLON_TEST_REDIS") is { Length: > 0 } text ? text : null;
    private static readonly string? Program = Given is null ? Programs.OnPath("redis-server") : null;
    private static readonly Lazy<Task<RedisServer>> Shared = new(StartAsync);

    private readonly GuardedServer? _process;

    private RedisServer(GuardedServer? process, string connectionString) => (_process, ConnectionString) = (process, connectionString);

    /// <summary>Why there is no Redis here, or null when there is.</summary>
    public static string? WhyMissing { get; } = FindObstacle();

    /// <summary>In the form of the setting <c>ConnectionStrings:Redis</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>The server that all tests of this process share; started at the first call. Use keys of the test's own.</summary>
    public static Task<RedisServer> SharedAsync() => Shared.Value;

    /// <summary>A server of the caller's own, for tests that stop it; dispose it.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        if (WhyMissing is not null)
        {
            throw new InvalidOperationException($"Redis is required and missing: {WhyMissing}");
        }

        if (Given is not null)
        {
            return new RedisServer(process: null, Given);
        }

        for (var left = Tries - 1; ; left--)
        {
            try
            {
                return await StartOnFreePortAsync();
            }
            catch (InvalidOperationException failure) when (left > 0 && failure.Message.Contains("in use", StringComparison.Ordinal))
            {
                // Somebody took the port between our look and the server's start.
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string? FindObstacle()
    {
        if (Given is not null)
        {
            return null;
        }

        return Program is null ? "redis-server is not installed, and CARILLON_TEST_REDIS names no server" : Unprivileged.WhyNot;
    }

    private static async Task<RedisServer> StartOnFreePortAsync()
    {
        var port = FreePort();
        var password = RandomNumberGenerator.GetHexString(24, lowercase: true);
        var process = await GuardedServer.StartAsync(
            LockedFolder.New(),
            "TERM",
            "Ready to accept connections",
            [Program ?? "", "--bind", "127.0.0.1", "--port", $"{port}", "--requirepass", password, "--save", "", "--appendonly", "no"]);
        return new RedisServer(process, $"127.0.0.1:{port},password={password}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
