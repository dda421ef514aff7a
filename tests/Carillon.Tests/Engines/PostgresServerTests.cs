using AwesomeAssertions;
using Npgsql;

namespace Carillon.Tests.Engines;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task Two_tests_get_databases_that_know_nothing_of_each_other()
    {
        MissingEngine.SkipWithoutPostgres();
        await using var one = await PostgresServer.CreateDatabaseAsync();
        await using var other = await PostgresServer.CreateDatabaseAsync();

        await AskAsync(one, "CREATE TABLE only_here (x int)");

        (await AskAsync(one, "SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'")).Should().Be(1L);
        (await AskAsync(other, "SELECT count(*) FROM pg_tables WHERE tablename = 'only_here'")).Should().Be(0L);
    }

    [Fact]
    public async Task A_database_is_gone_after_its_test()
    {
        MissingEngine.SkipWithoutPostgres();
        var shortLived = await PostgresServer.CreateDatabaseAsync();
        await using var looking = await PostgresServer.CreateDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(shortLived.ConnectionString).Database;
        await AskAsync(shortLived, "SELECT 1");

        await shortLived.DisposeAsync();

        (await AskAsync(looking, $"SELECT count(*) FROM pg_database WHERE datname = '{name}'")).Should().Be(0L);
    }

    [Fact]
    public async Task The_product_connects_as_an_ordinary_role_so_that_row_level_security_holds()
    {
        MissingEngine.SkipWithoutPostgres();
        await using var database = await PostgresServer.CreateDatabaseAsync();

        if (Environment.GetEnvironmentVariable("CARILLON_TEST_POSTGRES") is null)
        {
            (await AskAsync(database, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")).Should().Be(false);
            (await AskAsync(database, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user", asAdmin: true)).Should().Be(true);
        }
    }

    private static async Task<object?> AskAsync(TestDatabase database, string statement, bool asAdmin = false)
    {
        await using var connection = new NpgsqlConnection(asAdmin ? database.AdminConnectionString : database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
