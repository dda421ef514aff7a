using System.Data.Common;
using Carillon.Primitives;
using Npgsql;

namespace Carillon.Storage.Dialects;

internal sealed partial class PostgresDialect
{
    private const long AuditLocks = 0x41_55_44_49_54; // apart from the locks of wishes, which are made from the same id

    public override async Task LockAuditAsync(DbConnection connection, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var command = Command((NpgsqlConnection)connection, "SELECT pg_advisory_xact_lock($1)", WishLock(workspace) ^ AuditLocks);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
