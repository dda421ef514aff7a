using System.Data.Common;
using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

internal sealed partial class SqliteDialect
{
    public override Task LockAuditAsync(DbConnection connection, WorkspaceId workspace, CancellationToken cancellationToken) => Task.CompletedTask;
}
