using AwesomeAssertions;

namespace Carillon.Tests.Engines;

public sealed class TestStoreTests
{
    [Theory, EachDatabase]
    public async Task A_fresh_store_has_all_tables_and_works_in_a_file_or_database_of_its_own(Engine engine)
    {
        await using var one = await TestStore.CreateAsync(engine);
        await using var other = await TestStore.CreateAsync(engine);

        (await one.Database.PendingMigrationsAsync(TestContext.Current.CancellationToken)).Should().BeEmpty();
        one.Database.Description.Should().NotBe(other.Database.Description);
    }
}
