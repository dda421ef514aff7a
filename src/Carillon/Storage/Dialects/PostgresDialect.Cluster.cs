using Npgsql;

namespace Carillon.Storage.Dialects;

internal sealed partial class PostgresDialect
{
    private const string Channel = "carillon_wake";

    // Session locks: they go when the process goes, however it goes.
    private const long EngineLock = 0x4361_7269_6C6C_6F6E;

    private static readonly TimeSpan ListensAtLeast = TimeSpan.FromSeconds(30);

    public override async Task<EngineRight?> TryTakeEngineAsync(bool isShared, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = Command(connection, isShared ? "SELECT pg_try_advisory_lock_shared($1)" : "SELECT pg_try_advisory_lock($1)", EngineLock);
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
            {
                return new Held(connection);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public override async Task CutOffAsync(string session, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = Command(
            connection, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user AND application_name = $1 AND pid <> pg_backend_pid()", session);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async Task TellAsync(string text, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = Command(connection, "SELECT pg_notify($1, $2)", Channel, text);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async Task ListenAsync(Action<string> heard, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, told) => heard(told.Payload);
        await using var listen = Command(connection, $"LISTEN {Channel}");
        await listen.ExecuteNonQueryAsync(cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            // A connection that silently went away would be listened to for ever: ask it something now and then.
            if (!await connection.WaitAsync(ListensAtLeast, cancellationToken))
            {
                await using var ask = Command(connection, "SELECT 1");
                await ask.ExecuteScalarAsync(cancellationToken);
            }
        }
    }

    private sealed class Held(NpgsqlConnection connection) : EngineRight
    {
        public override async Task<bool> StandsAsync(CancellationToken cancellationToken)
        {
            try
            {
                await using var ask = Command(connection, "SELECT 1");
                await ask.ExecuteScalarAsync(cancellationToken);
                return true;
            }
            catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
            {
                // The session is gone and the lock with it.
                return false;
            }
        }

        public override async ValueTask DisposeAsync()
        {
            try
            {
                // Back in the pool the session would keep the lock.
                await using var giveBack = Command(connection, "SELECT pg_advisory_unlock_all()");
                await giveBack.ExecuteNonQueryAsync(CancellationToken.None);
            }
            catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
            {
                // The session is gone and the lock with it.
            }

            await connection.DisposeAsync();
        }
    }
}
