using Microsoft.Data.Sqlite;

namespace Carillon.Storage.Dialects;

public abstract partial class Dialect
{
    /// <summary>Copies the database into a file as it is at this instant, while others work on it. A database server's is copied by its own tools: there it is not supported.</summary>
    public abstract Task CopyToAsync(string path, CancellationToken cancellationToken);
}

internal sealed partial class SqliteDialect
{
    public override async Task CopyToAsync(string path, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await SqliteCopies.CopyAsync((SqliteConnection)connection, path, cancellationToken);
    }
}

internal sealed partial class PostgresDialect
{
    public override Task CopyToAsync(string path, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A database server's data is copied by its own tools.");
}
