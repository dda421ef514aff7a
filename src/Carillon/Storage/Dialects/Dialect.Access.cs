using System.Data.Common;
using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

/// <summary>The order of a workspace's audit log.</summary>
public abstract partial class Dialect
{
    /// <summary>
    /// Makes the transaction open on this connection the only one that adds to the workspace's audit log until it ends. Does nothing where
    /// one writer is the order.
    /// </summary>
    public abstract Task LockAuditAsync(DbConnection connection, WorkspaceId workspace, CancellationToken cancellationToken);
}
