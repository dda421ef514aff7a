using Carillon.Tests.Web;

namespace Carillon.Tests.Cluster;

public sealed class StartTests
{
    [Fact]
    public async Task Of_nodes_that_start_at_once_on_an_empty_database_one_makes_the_tables_and_all_come_up()
    {
        await using var bed = await ClusterBed.OnEmptyAsync();
        var nodes = Enumerable.Range(0, 3).Select(_ => bed.Create()).ToList();

        await Task.WhenAll(nodes.Select(node => node.StartAsync()));
        await Task.WhenAll(nodes.Select(ClusterBed.ReadyAsync));

        foreach (var node in nodes)
        {
            Assert.DoesNotContain("is not ready", node.Output, StringComparison.Ordinal);
            Assert.Equal("first", (await node.Client.GetJsonAsync("/api/v1/workspace")).GetProperty("id").GetString() is { Length: 32 } ? "first" : "none");
        }

        await ClusterBed.UntilAsync(nodes[0], async () => (await nodes[0].Client.GetJsonAsync("/api/v1/system")).GetProperty("nodes").GetArrayLength() == 3, "three");
    }
}
