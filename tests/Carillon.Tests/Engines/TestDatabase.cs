namespace Carillon.Tests.Engines;

/// <summary>A database of one test's own; disposing deletes it.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly Func<Task> _delete;

    internal TestDatabase(Engine engine, string folder, string connectionString, Func<Task> delete)
    {
        (Engine, Folder, ConnectionString, _delete) = (engine, folder, connectionString, delete);
        AdminConnectionString = connectionString;
    }

    /// <summary>Which engine holds it.</summary>
    public Engine Engine { get; }

    /// <summary>A folder of this test's own, which can stand for the data folder; an embedded database is <c>carillon.db</c> in it.</summary>
    public string Folder { get; }

    /// <summary>How the product reaches it: an ordinary role that owns this database.</summary>
    public string ConnectionString { get; }

    /// <summary>How a test looks at it past every wall; the same as <see cref="ConnectionString"/> where there are no roles.</summary>
    public string AdminConnectionString { get; internal init; }

    /// <summary>A fresh, empty database.</summary>
    public static Task<TestDatabase> CreateAsync(Engine engine) => engine switch
    {
        Engine.Sqlite => Task.FromResult(SqliteFiles.Create()),
        Engine.Postgres => PostgresServer.CreateDatabaseAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "No such engine."),
    };

    /// <summary>
    /// A copy of a database that <paramref name="prepare"/> (given a connection string) filled once in this process for this
    /// key and engine: migrations run once, not once a test.
    /// </summary>
    public static Task<TestDatabase> CreateFromTemplateAsync(Engine engine, string templateKey, Func<string, Task> prepare) => engine switch
    {
        Engine.Sqlite => SqliteFiles.CreateFromTemplateAsync(templateKey, prepare),
        Engine.Postgres => PostgresServer.CreateFromTemplateAsync(templateKey, prepare),
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "No such engine."),
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _delete();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
