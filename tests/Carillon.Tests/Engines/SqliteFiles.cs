using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Carillon.Tests.Engines;

/// <summary>SQLite databases for the tests: each in a folder of its own, deleted with it.</summary>
internal static class SqliteFiles
{
    private const string FileName = "carillon.db";

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new();

    /// <summary>A database that does not exist yet; opening it makes it.</summary>
    public static TestDatabase Create()
    {
        var folder = TestFolders.Add();
        var connectionString = Open(Path.Combine(folder, FileName));
        return new TestDatabase(Engine.Sqlite, folder, connectionString, () =>
        {
            SqliteConnection.ClearPool(new SqliteConnection(connectionString));
            return Task.CompletedTask;
        });
    }

    /// <summary>A copy of a database that was prepared once for this key.</summary>
    public static async Task<TestDatabase> CreateFromTemplateAsync(string templateKey, Func<string, Task> prepare)
    {
        var template = Templates.GetOrAdd(templateKey, static (_, fill) => new Lazy<Task<string>>(() => PrepareAsync(fill)), prepare);
        var source = await template.Value;
        var database = Create();
        File.Copy(source, new SqliteConnectionStringBuilder(database.ConnectionString).DataSource);
        return database;
    }

    private static async Task<string> PrepareAsync(Func<string, Task> prepare)
    {
        var folder = TestFolders.Add();
        var filled = Path.Combine(folder, FileName);
        await prepare(Open(filled));

        // A backup is whole even while part of the original still lies in its write-ahead log.
        var whole = Path.Combine(folder, "template.db");
        await using var from = new SqliteConnection($"Data Source={filled};Pooling=False");
        await using var to = new SqliteConnection($"Data Source={whole};Pooling=False");
        await from.OpenAsync();
        await to.OpenAsync();
        from.BackupDatabase(to);
        return whole;
    }

    private static string Open(string file) => new SqliteConnectionStringBuilder { DataSource = file }.ConnectionString;
}
