using System.Data.Common;
using AwesomeAssertions;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Carillon.Tests.Engines;

public sealed class TestDatabaseTests
{
    [Theory, EachDatabase]
    public async Task Copies_of_a_template_start_equal_and_stay_apart(Engine engine)
    {
        var prepared = 0;
        var key = Guid.NewGuid().ToString();
        await using var one = await TestDatabase.CreateFromTemplateAsync(engine, key, PrepareAsync);
        await using var other = await TestDatabase.CreateFromTemplateAsync(engine, key, PrepareAsync);

        await RunAsync(one.Engine, one.ConnectionString, "INSERT INTO things VALUES (2)");

        prepared.Should().Be(1);
        (await RunAsync(engine, one.ConnectionString, "SELECT count(*) FROM things")).Should().Be(2L);
        (await RunAsync(engine, other.ConnectionString, "SELECT count(*) FROM things")).Should().Be(1L);

        async Task PrepareAsync(string connectionString)
        {
            prepared++;
            await RunAsync(engine, connectionString, "CREATE TABLE things (x bigint)");
            await RunAsync(engine, connectionString, "INSERT INTO things VALUES (1)");
        }
    }

    [Theory, EachDatabase]
    public async Task Forty_databases_at_once_are_no_trouble(Engine engine)
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => TestDatabase.CreateFromTemplateAsync(engine, "forty", PrepareAsync)));

        made.Select(database => database.ConnectionString).Should().OnlyHaveUniqueItems();
        await Task.WhenAll(made.Select(database => database.DisposeAsync().AsTask()));

        Task<object?> PrepareAsync(string connectionString) => RunAsync(engine, connectionString, "CREATE TABLE things (x bigint)");
    }

    [Theory]
    [EachDatabase("first", 1)]
    [EachDatabase("second", 2)]
    public void Further_arguments_follow_the_engine(Engine engine, string name, int number)
    {
        engine.Should().BeDefined();
        name.Should().Be(number == 1 ? "first" : "second");
    }

    private static async Task<object?> RunAsync(Engine engine, string connectionString, string statement)
    {
        await using DbConnection connection = engine is Engine.Sqlite
            ? new SqliteConnection(connectionString)
            : new NpgsqlConnection(connectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
