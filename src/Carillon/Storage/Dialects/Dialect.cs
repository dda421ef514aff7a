using System.Data.Common;

namespace Carillon.Storage.Dialects;

/// <summary>
/// The statements that the two engines say differently, one method each, one file a room. They speak in Primitives and plain
/// records of their own, never in a later room's types.
/// </summary>
public abstract partial class Dialect : IAsyncDisposable
{
    /// <summary>How many group commits of one kind are worth having under way at once.</summary>
    public virtual int CommitsAtOnce => 1;

    /// <summary>Opens a connection for reading.</summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>The database's own clock, for fences and the correction of node clocks.</summary>
    public abstract Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken);

    /// <summary>Whether the database refused what was written itself, because of a rule of its tables, and not because of the moment.</summary>
    public abstract bool IsAgainstRules(DbException refused);

    /// <summary>What tells the place of the data from a copy of it: the folder's own mark, or the server's name of itself and of the database.</summary>
    public abstract Task<string> PlaceAsync(EpochMarks marks, CancellationToken cancellationToken);

    /// <summary>Waits for the turn to bring the tables up to date, of which there is one a database, and frees what a migration that died may have left locked. Dispose to pass it on.</summary>
    public abstract Task<IAsyncDisposable> TakeMigrationTurnAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
