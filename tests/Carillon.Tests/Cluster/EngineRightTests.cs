using Carillon.Storage;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Cluster;

public sealed class EngineRightTests
{
    [Fact]
    public async Task Engines_of_a_cluster_share_the_right_and_a_lone_one_has_it_alone()
    {
        MissingEngine.SkipWithoutPostgres();
        await using var store = await TestStore.CreateAsync(Engine.Postgres);
        await using var elsewhere = new Database(store.Options);

        await using (var one = await store.Database.Dialect.TryTakeEngineAsync(true, CancellationToken.None))
        await using (var two = await elsewhere.Dialect.TryTakeEngineAsync(true, CancellationToken.None))
        {
            Assert.NotNull(one);
            Assert.NotNull(two);
            Assert.True(await two.StandsAsync(CancellationToken.None));
            Assert.Null(await elsewhere.Dialect.TryTakeEngineAsync(false, CancellationToken.None));
        }

        await using var alone = await elsewhere.Dialect.TryTakeEngineAsync(false, CancellationToken.None);
        Assert.NotNull(alone);
        Assert.Null(await store.Database.Dialect.TryTakeEngineAsync(true, CancellationToken.None));
        Assert.Null(await store.Database.Dialect.TryTakeEngineAsync(false, CancellationToken.None));
    }

    [Fact]
    public async Task What_one_process_tells_another_hears()
    {
        MissingEngine.SkipWithoutPostgres();
        await using var store = await TestStore.CreateAsync(Engine.Postgres);
        await using var elsewhere = new Database(store.Options);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var listening = elsewhere.Dialect.ListenAsync(text => heard.TrySetResult(text), over.Token);

        while (!heard.Task.IsCompleted)
        {
            await store.Database.Dialect.TellAsync("lane\tabc", TestContext.Current.CancellationToken); // until somebody listens
        }

        Assert.Equal("lane\tabc", await heard.Task);
        await over.CancelAsync();
        Assert.True(await Task.WhenAny(listening) == listening);
    }
}
