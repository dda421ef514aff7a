using System.Diagnostics;
using System.Globalization;
using Carillon.Access;
using Carillon.Cluster;
using Carillon.Compliance;
using Carillon.Compliance.Suppressions;
using Carillon.Contacts.Imports;
using Carillon.Contacts.Imports.Undo;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;

namespace Carillon.Benchmarks;

/// <summary>
/// Loads a file of people through the whole import and, in turn with it, the same people bare into a table with the same
/// columns and indexes: COPY on PostgreSQL, one prepared statement in a transaction on SQLite. Prints the ratio of the rates,
/// that of loading the file a second time, and the most memory the process had while importing.
/// </summary>
public sealed class ImportBenchmark : IAsyncDisposable
{
    private const string Columns = "id, workspace_id, phone, email, first_name, last_name, attributes, time_zone, region, tags, status, created_at, updated_at";

    private const int Times = 5;
    private const int WarmUp = 20_000;
    private readonly StorageOptions _options;
    private readonly Database _database;
    private readonly WorkspaceId _workspace = Id.New<WorkspaceId>(TimeProvider.System);
    private readonly int _rows;
    private readonly string _file;

    private ImportBenchmark(StorageOptions options, int rows)
    {
        (_options, _rows) = (options, rows);
        _database = new Database(options);
        _file = Path.Combine(options.DataDirectory, "people.csv");
    }

    /// <summary>Measures.</summary>
    /// <param name="connectionString">An empty PostgreSQL database; null: SQLite in a temporary folder.</param>
    /// <param name="rows">How many people.</param>
    /// <param name="rounds">How many times each way.</param>
    /// <param name="output">Where the figures go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(string? connectionString, int rows, int rounds, TextWriter output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("carillon-import-").FullName;
        try
        {
            await using var benchmark = new ImportBenchmark(new StorageOptions { DataDirectory = folder, ConnectionString = connectionString }, rows);
            await benchmark.MeasureAsync(rounds, output, cancellationToken);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Measures how fast people come in where none are, and where five times as many are already.</summary>
    /// <param name="connectionString">An empty PostgreSQL database; null: SQLite in a temporary folder.</param>
    /// <param name="rows">How many come in at once.</param>
    /// <param name="output">Where the figures go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task GrowAsync(string? connectionString, int rows, TextWriter output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("carillon-import-").FullName;
        try
        {
            await using var benchmark = new ImportBenchmark(new StorageOptions { DataDirectory = folder, ConnectionString = connectionString }, rows);
            await benchmark.GrowAsync(output, cancellationToken);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task GrowAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await _database.MigrateAsync(cancellationToken);
        await PrepareAsync(cancellationToken);
        ImportRows.Write(_file, Math.Min(_rows, WarmUp), from: Times * _rows + _rows);
        _ = await ImportAsync(import => import.Created > 0, cancellationToken);
        await EmptyAsync(cancellationToken);
        var rates = new List<double>();
        for (var file = 0; file <= Times; file++)
        {
            ImportRows.Write(_file, _rows, file * _rows);
            var (seconds, _) = await ImportAsync(import => import.Created == _rows, cancellationToken);
            rates.Add(_rows / seconds);
        }

        var engine = _options.ConnectionString is null ? "SQLite" : "PostgreSQL";
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| import of {_rows:N0} where {Times * _rows:N0} are, {engine} | {rates[^1]:N0}/s | {rates[0]:N0}/s where none are | {rates[^1] / rates[0]:P0} |"));
    }

    private async Task MeasureAsync(int rounds, TextWriter output, CancellationToken cancellationToken)
    {
        await _database.MigrateAsync(cancellationToken);
        await PrepareAsync(cancellationToken);
        ImportRows.Write(_file, _rows);
        var (bare, first, again, peak) = (new List<double>(), new List<double>(), new List<double>(), 0L);
        for (var round = 0; round <= rounds; round++)
        {
            await EmptyAsync(cancellationToken);
            var bareRate = _rows / await BareAsync(cancellationToken);
            await EmptyAsync(cancellationToken);
            var (firstSeconds, firstPeak) = await ImportAsync(import => import.Created == _rows, cancellationToken);
            var (againSeconds, againPeak) = await ImportAsync(import => import.Unchanged == _rows, cancellationToken);
            var said = string.Create(
                CultureInfo.InvariantCulture,
                $"bare {bareRate:N0}/s, import {_rows / firstSeconds:N0}/s ({_rows / firstSeconds / bareRate:P0}), again {_rows / againSeconds:N0}/s ({firstSeconds / againSeconds:P0} of the first)");
            await output.WriteLineAsync(round == 0 ? $"  warm-up: {said}" : $"  round {round}: {said}");
            if (round > 0)
            {
                bare.Add(bareRate);
                first.Add(_rows / firstSeconds);
                again.Add(_rows / againSeconds);
                peak = Math.Max(peak, Math.Max(firstPeak, againPeak));
            }
        }

        if (_options.ConnectionString is not null)
        {
            await ExecuteAsync("ANALYZE contact", cancellationToken); // what the server does by itself within a minute
        }

        await PeopleBenchmark.RunAsync(_database, _workspace, _rows, output, cancellationToken);
        var engine = _options.ConnectionString is null ? "SQLite, prepared statement" : "PostgreSQL, COPY";
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"import of {_rows:N0} rows against {engine}: {Middle(first) / Middle(bare):P0}; again {Middle(again) / Middle(first):P0} of the first; peak memory {peak / 1024 / 1024} MB"));
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using (var db = _database.OpenEverybody())
        {
            db.Add(new Workspace { Id = _workspace, Name = "Benchmark", CreatedAt = TimeProvider.System.GetUtcNow() });
            await db.SaveChangesAsync(cancellationToken);
        }

        if (_options.ConnectionString is not null)
        {
            await ExecuteAsync("DROP TABLE IF EXISTS bare; CREATE TABLE bare (LIKE contact INCLUDING ALL)", cancellationToken);
            return;
        }

        await using var connection = await _database.Dialect.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT replace(replace(sql, '"contact"', '"bare"'), '"ix_contact', '"ix_bare') FROM sqlite_master WHERE tbl_name = 'contact' AND type <> 'trigger' AND sql IS NOT NULL
            UNION ALL SELECT replace(sql, 'contact', 'bare') FROM sqlite_master WHERE name IN ('contact_search', 'contact_search_removed')
            """;
        var statements = new List<string>();
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                statements.Add(row.GetString(0));
            }
        }

        foreach (var statement in statements)
        {
            await ExecuteAsync(statement, cancellationToken);
        }
    }

    private async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            _options.ConnectionString is not null
                ? "TRUNCATE bare, contact, list_member, contact_list, contact_import, import_problem"
                : "PRAGMA temp_store=FILE; DELETE FROM bare; DELETE FROM list_member; DELETE FROM contact; DELETE FROM contact_list; DELETE FROM import_problem; DELETE FROM contact_import; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA temp_store=MEMORY",
            cancellationToken);
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var connection = await _database.Dialect.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 300;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<double> BareAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        if (_options.ConnectionString is { } text)
        {
            await CopyAsync(text, cancellationToken);
        }
        else
        {
            await InsertAsync(cancellationToken);
        }

        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private async Task CopyAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var copy = await connection.BeginBinaryImportAsync($"COPY bare ({Columns}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        for (var n = 0; n < _rows; n++)
        {
            var row = ImportRows.At(n);
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(Guid.CreateVersion7(now), NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(_workspace.Value, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(row.Phone, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(row.Email, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(row.FirstName, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(row.LastName, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(row.Attributes, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteNullAsync(cancellationToken);
            await copy.WriteNullAsync(cancellationToken);
            await copy.WriteAsync("[]", NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync("Active", NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(now, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(now, NpgsqlDbType.TimestampTz, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private async Task InsertAsync(CancellationToken cancellationToken)
    {
        await using var connection = (SqliteConnection)await _database.Dialect.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction();
        await using var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO bare ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL, '[]', 'Active', $8, $8)";
        var values = Enumerable.Range(1, 8).Select(at => insert.Parameters.AddWithValue($"${at}", DBNull.Value)).ToArray();
        var now = TimeProvider.System.GetUtcNow();
        values[1].Value = _workspace.Value.ToByteArray(bigEndian: true);
        values[7].Value = Instants.ToMicroseconds(now);
        for (var n = 0; n < _rows; n++)
        {
            var row = ImportRows.At(n);
            values[0].Value = Guid.CreateVersion7(now).ToByteArray(bigEndian: true);
            values[2].Value = row.Phone;
            values[3].Value = row.Email;
            values[4].Value = row.FirstName;
            values[5].Value = row.LastName;
            values[6].Value = row.Attributes;
            insert.ExecuteNonQuery();
        }

        insert.CommandText = "INSERT INTO bare_search (rowid, words) SELECT rowid, coalesce(first_name, '') || char(10) || coalesce(last_name, '') || char(10) || coalesce(email, '') || char(10) || coalesce(phone, '') FROM bare";
        insert.ExecuteNonQuery();

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<(double Seconds, long Peak)> ImportAsync(Func<ImportView, bool> isAsExpected, CancellationToken cancellationToken)
    {
        var uploads = new ImportUploads(_options, TimeProvider.System);
        await using var db = _database.Open(WorkspaceScope.Of(_workspace));
        var desk = new ImportDesk(db, _database, uploads, new ImportUndo(_database, [], TimeProvider.System), new Nobody(), new WakeSignals(), TimeProvider.System);
        await using var content = File.OpenRead(_file);
        if (await desk.AcceptAsync(new ImportOrder { ListName = "Everybody" }, "people.csv", content, "benchmark", cancellationToken) is not ImportOutcome.Accepted accepted)
        {
            throw new InvalidOperationException("The file was not accepted.");
        }

        await using var memory = PeakMemory.Watch();
        var started = Stopwatch.GetTimestamp();
        await new ImportRun(_database, uploads, new NumberChecks(_database, new Nobody(), new SuppressionBook(_database, [], new FreshSuppressions(TimeProvider.System), TimeProvider.System), TimeProvider.System), TimeProvider.System, NullLogger<ImportRun>.Instance).RunAsync(accepted.Import.Id, cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var import = await desk.FindAsync(accepted.Import.Id, cancellationToken);
        return import is { Status: ImportStatus.Completed } && isAsExpected(import)
            ? (seconds, memory.Bytes)
            : throw new InvalidOperationException($"The import ended otherwise: {import}");
    }

    /// <summary>Nobody is asked about numbers.</summary>
    private sealed class Nobody : INumberChecker
    {
        public Task<bool> HasLoginAsync(CarillonDb db, NumberCheckKind kind, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<Money?> PriceAsync(CarillonDb db, NumberCheckKind kind, CancellationToken cancellationToken) => Task.FromResult<Money?>(null);

        public Task<NumberAnswer> AskAsync(WorkspaceId workspace, NumberCheckKind kind, PhoneNumber phone, CancellationToken cancellationToken) =>
            Task.FromResult<NumberAnswer>(new NumberAnswer.Untold("Nobody is asked here.", false, true, null));

        public Task AlertAsync(WorkspaceId workspace, NumberCheckKind kind, string why, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task CalmAsync(WorkspaceId workspace, NumberCheckKind kind, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
