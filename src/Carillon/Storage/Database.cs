using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Carillon.Storage.Dialects;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Carillon.Storage;

/// <summary>The database of this installation: opens contexts of a scope, knows its dialect, brings its tables up to date.</summary>
public sealed class Database : IAsyncDisposable
{
    private readonly DbContextOptions<SqliteDb>? _sqlite;
    private readonly DbContextOptions<PostgresDb>? _postgres;
    private readonly NpgsqlDataSource? _source;
    private readonly WriteTurns? _turns;
    private int _isDisposed;

    /// <summary>Names the database; touches nothing yet.</summary>
    public Database(StorageOptions options)
    {
        if (options.ConnectionString is null)
        {
            Directory.CreateDirectory(options.DataDirectory);
            var text = new SqliteConnectionStringBuilder { DataSource = options.DatabaseFile, ForeignKeys = true, DefaultTimeout = 30 }.ToString();
            _turns = new WriteTurns();
            _sqlite = new DbContextOptionsBuilder<SqliteDb>()

                // A list as one parameter: one a member is looked up by name at each binding, which grows with the square of the list.
                .UseSqlite(text, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
                .AddInterceptors(new SqliteOpening(), new SqliteTurnInterceptor(_turns))
                .Options;
            Dialect = new SqliteDialect(text, _turns);
            Description = $"SQLite, {options.DatabaseFile}";
        }
        else
        {
            var builder = new NpgsqlDataSourceBuilder(options.ConnectionString);
            if (!new DbConnectionStringBuilder { ConnectionString = options.ConnectionString }.ContainsKey("Max Auto Prepare"))
            {
                // The sending path says the same few statements again and again. A pooler that cannot keep them is told so in the connection string.
                builder.ConnectionStringBuilder.MaxAutoPrepare = 100;
            }

            builder.ConnectionStringBuilder.ApplicationName = options.Session ?? builder.ConnectionStringBuilder.ApplicationName;
            _source = builder.Build();
            _postgres = new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(_source).Options;
            Dialect = new PostgresDialect(_source);
            Description = $"PostgreSQL, {builder.ConnectionStringBuilder.Host}/{builder.ConnectionStringBuilder.Database}";
        }
    }

    /// <summary>The statements that differ between the engines.</summary>
    public Dialect Dialect { get; }

    /// <summary>Engine and place, without secrets, for people.</summary>
    public string Description { get; }

    /// <summary>Makes the model of the tables, which the first context would wait for. Opens no connection.</summary>
    public void WarmUp()
    {
        using var db = OpenEverybody();
        _ = db.Model;
    }

    /// <summary>Opens a context that sees the scope's rows.</summary>
    public CarillonDb Open(WorkspaceScope scope) => _sqlite is not null ? new SqliteDb(_sqlite, scope, _turns) : new PostgresDb(_postgres!, scope); // one of both was built

    /// <summary>Opens a context that sees every workspace: background work only.</summary>
    public CarillonDb OpenEverybody() => Open(WorkspaceScope.Everybody);

    /// <summary>Creates or updates the tables. Of several nodes one does it, the others wait.</summary>
    public Task MigrateAsync(CancellationToken cancellationToken) => MigrateAsync(_ => Task.CompletedTask, cancellationToken);

    /// <summary>Creates or updates the tables and sees to what they must hold; both in the same turn.</summary>
    public async Task MigrateAsync(Func<CancellationToken, Task> andThen, CancellationToken cancellationToken)
    {
        await using var turn = await Dialect.TakeMigrationTurnAsync(cancellationToken);
        await using (var db = OpenEverybody())
        {
            // Asked first: migrating compares whole models even where nothing is to be done, and every start would wait for that.
            if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            {
                await db.Database.MigrateAsync(cancellationToken);
            }
        }

        await andThen(cancellationToken);
    }

    /// <summary>The migrations that are not applied yet; empty when the tables are up to date.</summary>
    public async Task<IReadOnlyList<string>> PendingMigrationsAsync(CancellationToken cancellationToken)
    {
        await using var db = OpenEverybody();
        return [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];
    }

    /// <summary>Whether a change of tables is known to this program; data that has others comes from a newer one.</summary>
    public bool Knows(string migration)
    {
        using var db = OpenEverybody();
        return db.Database.GetMigrations().Contains(migration);
    }

    /// <summary>The address by which this machine reaches the database server; loopback where there is none.</summary>
    public async Task<IPAddress> FindLocalAddressAsync(CancellationToken cancellationToken)
    {
        var host = _source is null ? null : new NpgsqlConnectionStringBuilder(_source.ConnectionString).Host?.Split(',')[0];
        if (string.IsNullOrEmpty(host) || host.StartsWith('/'))
        {
            return IPAddress.Loopback;
        }

        // Nothing is sent: asking for the way is enough to learn which of our addresses it begins at.
        var name = host.Split(':') is [var bare, _] ? bare : host;
        var theirs = (await Dns.GetHostAddressesAsync(name, AddressFamily.InterNetwork, cancellationToken)).FirstOrDefault() ?? IPAddress.Loopback;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(theirs, 9);
        return ((IPEndPoint)socket.LocalEndPoint!).Address; // connected sockets have one
    }

    /// <summary>Closes it, idle connections included, so that its files can be moved.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) > 0)
        {
            return;
        }

        if (_sqlite is not null)
        {
            await using var db = OpenEverybody();
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }

        await Dialect.DisposeAsync();
        if (_source is not null)
        {
            await _source.DisposeAsync();
        }

        _turns?.Dispose();
    }
}
