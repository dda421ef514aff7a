using System.Data.Common;
using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

/// <summary>Wishes and gates of a workspace, put in an order.</summary>
public abstract partial class Dialect
{
    /// <summary>
    /// Puts the transaction open on this connection in an order with others of the workspace until it ends: a wish is alone, gates
    /// share. Does nothing where one writer is the order.
    /// </summary>
    public abstract Task LockWishesAsync(DbConnection connection, WorkspaceId workspace, bool exclusive, CancellationToken cancellationToken);

    /// <summary>Lets only the transaction open on this connection append to the workspace's chain until it ends. Does nothing where one writer is the order.</summary>
    public abstract Task LockLedgerAsync(DbConnection connection, WorkspaceId workspace, CancellationToken cancellationToken);
}
