using System.Data.Common;
using Carillon.Primitives;
using Npgsql;

namespace Carillon.Storage.Dialects;

/// <summary>The statements on PostgreSQL 15 and later: sets come and go as arrays.</summary>
internal sealed partial class PostgresDialect(NpgsqlDataSource source) : Dialect
{
    /// <summary>A commit is three round trips and a write to the disk, on a connection of its own: two fill each other's waits.</summary>
    public override int CommitsAtOnce => 2;

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => await source.OpenConnectionAsync(cancellationToken);

    public override async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT clock_timestamp()");
        var now = (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!; // a scalar select has a row
        return new DateTimeOffset(now, TimeSpan.Zero);
    }

    /// <summary>Classes 22 (what is written cannot be so) and 23 (a constraint).</summary>
    public override bool IsAgainstRules(DbException refused) =>
        refused.SqlState is { } state && (state.StartsWith("22", StringComparison.Ordinal) || state.StartsWith("23", StringComparison.Ordinal));

    /// <summary>A restored dump has another database, a base backup rolled forward another timeline, a new server another identifier.</summary>
    public override async Task<string> PlaceAsync(EpochMarks marks, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT s.system_identifier || ' ' || c.timeline_id || ' ' || d.oid FROM pg_control_system() s, pg_control_checkpoint() c, pg_database d WHERE d.datname = current_database()");
        try
        {
            return (string)(await command.ExecuteScalarAsync(cancellationToken))!; // a scalar select has a row
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // A server that tells nobody: then only the folder's epoch speaks.
            return "postgres";
        }
    }

    /// <summary>The lock goes with the session, so a migrator that dies hands the turn on.</summary>
    public override async Task<IAsyncDisposable> TakeMigrationTurnAsync(CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = Command(connection, "SELECT pg_advisory_lock($1)", MigrationLock);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new Held(connection);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The lock that puts wishes (opt-outs) and gates of one workspace in an order: gates share it, a wish takes it alone.</summary>
    private static long WishLock(WorkspaceId workspace) => BitConverter.ToInt64(workspace.Value.ToByteArray(), 8);

    private const long MigrationLock = 0x4361_7269_6C6C_6F6D;

    /// <summary>The first half of the locks that put gates and the raising of a lane's fence in an order.</summary>
    private const int LaneLocks = 0x4C61_6E65;

    /// <summary>The second half; two lanes that share it wait for each other now and then, and nothing else.</summary>
    private static int LaneLock(SenderId lane) => BitConverter.ToInt32(lane.Value.ToByteArray(), 12);

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    private static NpgsqlBatchCommand BatchCommand(string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
