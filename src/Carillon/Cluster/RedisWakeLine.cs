using System.Security.Cryptography;
using System.Text;
using Carillon.Storage;
using StackExchange.Redis;

namespace Carillon.Cluster;

/// <summary>Through Redis, where there is one. Nothing is stored there, so nothing can be lost with it.</summary>
public sealed class RedisWakeLine : IWakeLine, IAsyncDisposable
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _redis;
    private readonly RedisChannel _channel;

    /// <summary>Names the server; connects when first used.</summary>
    public RedisWakeLine(RedisOptions options, Database database)
    {
        // Several installations may share one Redis.
        var installation = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(database.Description)))[..16];
        _channel = RedisChannel.Literal($"carillon:{installation}:wake");
        _redis = new(() => ConnectAsync(options.ConnectionString));
    }

    /// <summary>What is wrong, in words without secrets; null: nothing.</summary>
    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        var redis = await _redis.Value.WaitAsync(cancellationToken);
        return redis.IsConnected ? null : "does not answer; the database does its work meanwhile";
    }

    /// <inheritdoc/>
    public async Task<bool> TryTellAsync(string text, CancellationToken cancellationToken)
    {
        var redis = await _redis.Value.WaitAsync(cancellationToken);
        if (!redis.IsConnected)
        {
            return false;
        }

        try
        {
            // Nobody there to hear it counts as not told: an engine may have lost its own connection.
            return await redis.GetSubscriber().PublishAsync(_channel, text).WaitAsync(cancellationToken) > 0;
        }
        catch (Exception trouble) when (trouble is RedisException or TimeoutException)
        {
            // The other line takes it.
            return false;
        }
    }

    /// <inheritdoc/>
    public async Task ListenAsync(Action<string> heard, CancellationToken cancellationToken)
    {
        var redis = await _redis.Value.WaitAsync(cancellationToken);
        var queue = await redis.GetSubscriber().SubscribeAsync(_channel).WaitAsync(cancellationToken);
        await foreach (var message in queue.WithCancellation(cancellationToken))
        {
            heard(message.Message.ToString());
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_redis.IsValueCreated)
        {
            await (await _redis.Value).DisposeAsync();
        }
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(string connectionString)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = false;
        options.ClientName = "carillon";
        return ConnectionMultiplexer.ConnectAsync(options);
    }
}

/// <summary>Where Redis is.</summary>
/// <param name="ConnectionString"><c>host:port</c>, several with commas, options as <c>name=value</c>.</param>
public sealed record RedisOptions(string ConnectionString);
