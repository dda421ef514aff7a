using AwesomeAssertions;
using Carillon.Access;
using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Sending;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Receiving;

/// <summary>What providers told goes when a workspace does not keep it any longer, and nothing else does.</summary>
public sealed class CallbackRetentionTests
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Handled_callbacks_older_than_wanted_go_and_those_that_failed_or_are_elsewhere_stay(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var other = await server.AddWorkspaceAsync();
        await PlantAsync(server, server.Workspace);
        await PlantAsync(server, other);
        var retention = server.Services.GetRequiredService<CallbackRetention>();
        (await retention.DeleteOldAsync(Stop)).Should().Be(0, "nobody asked for it");

        await WantAsync(server, server.Workspace, 90);
        (await retention.DeleteOldAsync(Stop)).Should().Be(1);
        (await KeysAsync(server, server.Workspace)).Should().Equal("dead 100", "processed 80", "retrying 100");
        (await KeysAsync(server, other)).Should().Equal("dead 100", "processed 100", "processed 80", "retrying 100");

        await WantAsync(server, server.Workspace, 1);
        (await retention.DeleteOldAsync(Stop)).Should().Be(1, "thirty days are the least");
        await WantAsync(server, server.Workspace, null);
        (await retention.DeleteOldAsync(Stop)).Should().Be(0);
    }

    private static async Task PlantAsync(TestServer server, WorkspaceId workspace)
    {
        await using var db = server.Database.Open(WorkspaceScope.Of(workspace));
        var account = await db.Accounts.Select(row => row.Id).FirstAsync(Stop);
        foreach (var (status, days) in new[] { (EventStatus.Processed, 100), (EventStatus.Processed, 80), (EventStatus.Dead, 100), (EventStatus.Retrying, 100) })
        {
            var id = Id.New<ProviderEventId>(Clock);
            var at = Clock.GetUtcNow().AddDays(-days).Stored();
            db.ProviderEvents.Add(new ProviderEvent
            {
                Id = id,
                WorkspaceId = workspace,
                AccountId = account,
                Source = Provider.Simulator,
                EventKey = $"{status.ToString().ToLowerInvariant()} {days}",
                Type = "receipt",
                Partition = 1,
                Content = "{}",
                ReceivedAt = at,
                NextAttemptAt = Clock.GetUtcNow().AddDays(1).Stored(),
            });
            await db.SaveChangesAsync(Stop);
            await db.ProviderEvents.Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, status), Stop);
        }
    }

    private static async Task WantAsync(TestServer server, WorkspaceId workspace, int? days)
    {
        await using var db = server.Database.Open(WorkspaceScope.Of(workspace));
        await db.Workspaces.Where(row => row.Id == workspace).ExecuteUpdateAsync(set => set.SetProperty(row => row.CallbackDays, days), Stop);
    }

    private static async Task<IReadOnlyList<string>> KeysAsync(TestServer server, WorkspaceId workspace)
    {
        await using var db = server.Database.Open(WorkspaceScope.Of(workspace));
        return [.. (await db.ProviderEvents.Select(row => row.EventKey).ToListAsync(Stop)).Order(StringComparer.Ordinal)];
    }
}
