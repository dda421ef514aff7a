using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Carillon.Storage.Dialects;

/// <summary>The statements on SQLite: one prepared row statement in a transaction, all writes through one queue.</summary>
internal sealed partial class SqliteDialect(string connectionString, WriteTurns turns) : Dialect
{
    private const int Constraint = 19;
    private readonly SqliteWriter _writer = new(connectionString, turns);
    private readonly SqliteReaders _readers = new(connectionString);

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        SqliteOpening.Prepare(connection);
        return connection;
    }

    public override async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT CAST(unixepoch('subsec') * 1000000 AS INTEGER)";
        return Instants.FromMicroseconds((long)(await command.ExecuteScalarAsync(cancellationToken))!); // a scalar select has a row
    }

    public override bool IsAgainstRules(DbException refused) => refused is SqliteException { SqliteErrorCode: Constraint };

    public override Task<string> PlaceAsync(EpochMarks marks, CancellationToken cancellationToken) => Task.FromResult(marks.Place());

    /// <summary>One process owns the file, so a migration lock that stands there belongs to a process that died.</summary>
    public override async Task<IAsyncDisposable> TakeMigrationTurnAsync(CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "DROP TABLE IF EXISTS \"__EFMigrationsLock\"";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }

    public override async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }
}
