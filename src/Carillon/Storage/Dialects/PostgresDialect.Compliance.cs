using System.Data.Common;
using Carillon.Primitives;
using Npgsql;

namespace Carillon.Storage.Dialects;

internal sealed partial class PostgresDialect
{
    private const long LedgerLock = 0x6C65646765720000;

    /// <summary>Many who say something at once wait in line; each of those before them holds the lock for some milliseconds. Callers in a hurry stop the wait themselves.</summary>
    private const int SecondsInLine = 120;

    public override async Task LockWishesAsync(DbConnection connection, WorkspaceId workspace, bool exclusive, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            exclusive ? "SELECT pg_advisory_xact_lock($1)" : "SELECT pg_advisory_xact_lock_shared($1)", (NpgsqlConnection)connection);
        command.CommandTimeout = SecondsInLine;
        command.Parameters.Add(new NpgsqlParameter { Value = WishLock(workspace) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async Task LockLedgerAsync(DbConnection connection, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", (NpgsqlConnection)connection);
        command.CommandTimeout = SecondsInLine;
        command.Parameters.Add(new NpgsqlParameter { Value = WishLock(workspace) ^ LedgerLock });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
