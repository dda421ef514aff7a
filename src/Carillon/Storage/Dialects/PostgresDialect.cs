using System.Data.Common;
using Npgsql;

namespace Carillon.Storage.Dialects;

/// <summary>The statements on PostgreSQL 15 and later: sets come and go as arrays.</summary>
internal sealed partial class PostgresDialect(NpgsqlDataSource source) : Dialect
{
    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => await source.OpenConnectionAsync(cancellationToken);

    public override async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT clock_timestamp()");
        var now = (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!; // a scalar select has a row
        return new DateTimeOffset(now, TimeSpan.Zero);
    }

    public override Task BeforeMigrationAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
