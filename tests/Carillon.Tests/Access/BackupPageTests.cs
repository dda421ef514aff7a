using AwesomeAssertions;
using Carillon.Access;
using Carillon.Server.Access;
using Carillon.Storage;
using Carillon.Storage.Backups;
using Carillon.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Access;

/// <summary>Backups from their page: made while the server works, whole, and only by who looks after the installation.</summary>
public sealed class BackupPageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_is_made_listed_and_whole_and_what_a_crash_left_is_none()
    {
        await using var server = await TestServer.StartAsync();
        var shelf = server.Services.GetRequiredService<BackupShelf>();
        await File.WriteAllTextAsync(Path.Combine(shelf.Folder, "20260101-000000.carillon.0123"), "half", Stop);
        using var browser = await server.BrowserOfAsync(Role.Owner);
        (await browser.GetStringAsync(new Uri("/settings/backup", UriKind.Relative), Stop)).Should().Contain("There is none yet").And.Contain(shelf.Folder);

        (await StartAsync(server)).Should().BeTrue();
        await EndedAsync(shelf);

        shelf.Work!.Failure.Should().BeNull(); // it was made
        var kept = shelf.List().Should().ContainSingle().Which;
        Directory.GetFiles(shelf.Folder).Should().ContainSingle();
        var folder = Directory.CreateTempSubdirectory("carillon-read-").FullName;
        (await BackupFile.ReadAsync(Path.Combine(shelf.Folder, kept.Name), folder, Stop)).Should().BeOfType<BackupReading.Whole>();
        Directory.Delete(folder, recursive: true);
        (await browser.GetStringAsync(new Uri("/settings/backup", UriKind.Relative), Stop)).Should().Contain(kept.Name).And.Contain("Fresh");
        (await server.Client.GetStringAsync(new Uri("/api/v1/audit-log?action=backup.made", UriKind.Relative), Stop)).Should().Contain($"backup:{kept.Name}");
    }

    [Fact]
    public async Task Another_workspace_neither_sees_them_nor_makes_one()
    {
        await using var server = await TestServer.StartAsync();
        var other = await server.AddWorkspaceAsync();
        using var browser = await server.BrowserOfAsync(Role.Owner, other);

        var page = await browser.GetStringAsync(new Uri("/settings/backup", UriKind.Relative), Stop);
        var made = await StartAsync(server, other);

        page.Should().Contain("Backups are made elsewhere").And.NotContain(server.Services.GetRequiredService<StorageOptions>().DataDirectory);
        made.Should().BeFalse();
        server.Services.GetRequiredService<BackupShelf>().Work.Should().BeNull();
    }

    private static async Task<bool> StartAsync(TestServer server, Carillon.Primitives.WorkspaceId? workspace = null)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Enter(workspace ?? server.Workspace, "test");
        return await ActivatorUtilities.CreateInstance<BackupDesk>(scope.ServiceProvider).StartAsync(Stop);
    }

    private static async Task EndedAsync(BackupShelf shelf)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (shelf.Work is not { IsRunning: false } && await look.WaitForNextTickAsync(Stop))
        {
        }
    }
}
