using AwesomeAssertions;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Architecture;

public sealed class MigrationTests
{
    [Fact]
    public void Sqlite_migrations_make_the_tables_that_the_code_describes()
    {
        using var db = new SqliteDesign().CreateDbContext([]);

        db.Database.HasPendingModelChanges().Should().BeFalse("every change of a table has its migration for both engines");
    }

    [Fact]
    public void Postgres_migrations_make_the_tables_that_the_code_describes()
    {
        using var db = new PostgresDesign().CreateDbContext([]);

        db.Database.HasPendingModelChanges().Should().BeFalse("every change of a table has its migration for both engines");
    }

    [Fact]
    public void Both_engines_have_the_same_migrations()
    {
        using var sqlite = new SqliteDesign().CreateDbContext([]);
        using var postgres = new PostgresDesign().CreateDbContext([]);

        sqlite.Database.GetMigrations().Select(Name).Should().Equal(postgres.Database.GetMigrations().Select(Name));

        // Only the time before the name may differ.
        static string Name(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];
    }
}
