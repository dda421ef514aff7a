using System.Data.Common;
using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

internal sealed partial class SqliteDialect
{
    public override Task LockWishesAsync(DbConnection connection, WorkspaceId workspace, bool exclusive, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task LockLedgerAsync(DbConnection connection, WorkspaceId workspace, CancellationToken cancellationToken) => Task.CompletedTask;
}
