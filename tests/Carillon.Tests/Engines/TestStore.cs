using Carillon.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Engines;

/// <summary>The product's own database of one test, with all tables; disposing deletes it.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly TestDatabase _files;

    private TestStore(TestDatabase files)
    {
        _files = files;
        Options = OptionsOf(files.Engine, files.Folder, files.ConnectionString);
        Database = new Database(Options);
    }

    /// <summary>Which engine holds it.</summary>
    public Engine Engine => _files.Engine;

    /// <summary>Where it is; for starting a second <see cref="Storage.Database"/> or a server on it.</summary>
    public StorageOptions Options { get; }

    /// <summary>What the product works with.</summary>
    public Database Database { get; }

    /// <summary>How a test looks at it past every wall.</summary>
    public string AdminConnectionString => _files.AdminConnectionString;

    /// <summary>A fresh store with all migrations applied.</summary>
    public static async Task<TestStore> CreateAsync(Engine engine) =>
        new(await TestDatabase.CreateFromTemplateAsync(engine, "migrated", connectionString => MigrateAsync(engine, connectionString)));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ForgetAsync(Engine, Database);
        await _files.DisposeAsync();
    }

    private static async Task MigrateAsync(Engine engine, string connectionString)
    {
        var folder = engine is Engine.Sqlite
            ? Path.GetDirectoryName(new SqliteConnectionStringBuilder(connectionString).DataSource) ?? "/"
            : TestFolders.Add();
        var database = new Database(OptionsOf(engine, folder, connectionString));
        await database.MigrateAsync(CancellationToken.None);
        await ForgetAsync(engine, database);
    }

    private static StorageOptions OptionsOf(Engine engine, string folder, string connectionString) => new()
    {
        DataDirectory = folder,
        ConnectionString = engine is Engine.Sqlite ? null : connectionString,
    };

    /// <summary>Closes a database together with the idle connections that its pool would keep on the deleted file.</summary>
    private static async Task ForgetAsync(Engine engine, Database database)
    {
        if (engine is Engine.Sqlite)
        {
            await using var db = database.OpenEverybody();
            SqliteConnection.ClearPool(new SqliteConnection(db.Database.GetConnectionString()));
        }

        await database.DisposeAsync();
    }
}
