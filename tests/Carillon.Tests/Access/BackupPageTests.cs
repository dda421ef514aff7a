using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Access.Roles;
using Carillon.Server.Access;
using Carillon.Storage;
using Carillon.Storage.Backups;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

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
        File.Move(shelf.PathOf(kept), Path.Combine(shelf.Folder, "20260102-000000.carillon"));
        (await StartAsync(server)).Should().BeTrue();
        await EndedAsync(shelf);
        shelf.List().Should().HaveCount(2, "a new one replaces none of those that are there");
        kept = shelf.List()[0];
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

    [Fact]
    public async Task One_is_taken_away_by_owners_and_admins_of_the_first_workspace_alone_and_the_log_tells_it()
    {
        await using var server = await TestServer.StartAsync();
        var shelf = server.Services.GetRequiredService<BackupShelf>();
        (await StartAsync(server)).Should().BeTrue();
        await EndedAsync(shelf);
        var kept = shelf.List().Single();
        var path = new Uri($"/settings/backup/{kept.Name}", UriKind.Relative);
        using var owner = await server.BrowserOfAsync(Role.Owner);
        using var marketer = await server.BrowserOfAsync(Role.Marketer);
        using var stranger = await server.BrowserOfAsync(Role.Owner, await server.AddWorkspaceAsync());

        using var head = await owner.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Stop);
        (await server.Client.GetStringAsync(new Uri("/api/v1/audit-log?action=backup.taken", UriKind.Relative), Stop)).Should().NotContain(kept.Name, "a head gives nothing away");
        head.StatusCode.Should().Be(HttpStatusCode.OK);
        head.Content.Headers.ContentLength.Should().Be(new FileInfo(shelf.PathOf(kept)).Length);
        using var answer = await owner.GetAsync(path, Stop);
        using var refused = await marketer.GetAsync(path, Stop);
        using var elsewhere = await stranger.GetAsync(path, Stop);
        using var above = await owner.GetAsync(new Uri("/settings/backup/..%2Fcarillon.db", UriKind.Relative), Stop);
        using var half = await owner.GetAsync(new Uri($"/settings/backup/{kept.Name}.0123", UriKind.Relative), Stop);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition!.FileName.Should().Be(kept.Name); // a file has one
        (await answer.Content.ReadAsByteArrayAsync(Stop)).Should().Equal(await File.ReadAllBytesAsync(shelf.PathOf(kept), Stop));
        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        new[] { elsewhere.StatusCode, above.StatusCode, half.StatusCode }.Should().AllBeEquivalentTo(HttpStatusCode.NotFound);
        (await server.Client.GetStringAsync(new Uri("/api/v1/audit-log?action=backup.taken", UriKind.Relative), Stop)).Should().Contain($"backup:{kept.Name}");
    }

    [Fact]
    public void Taking_one_away_asks_for_the_password_as_other_secrets_do()
    {
        var needed = RoutePolicy.OfPage("GET", "/settings/backup/{id}");

        needed.Should().Be(Permission.TakeBackup);
        RoutePolicy.NeedsStepUp(Permission.TakeBackup, "GET").Should().BeTrue();
        Enum.GetValues<Role>().Where(role => role.Has(Permission.TakeBackup)).Should().Equal(Role.Owner, Role.Admin);
    }

    [Fact]
    public async Task One_a_day_is_made_at_its_hour_once_and_the_oldest_go_but_not_those_made_by_hand()
    {
        await using var server = await TestServer.StartAsync();
        (await StartAsync(server)).Should().BeTrue();
        await EndedAsync(server.Services.GetRequiredService<BackupShelf>());
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var shelf = ActivatorUtilities.CreateInstance<BackupShelf>(server.Services, time);
        var daily = ActivatorUtilities.CreateInstance<DailyBackups>(server.Services, time, shelf);
        (await daily.RunDueAsync(Stop)).Should().BeFalse("there is no plan");

        (await PlanAsync(server, time, new BackupPlan(3, 2))).Should().BeTrue();
        (await daily.RunDueAsync(Stop)).Should().BeFalse("its hour has not come");
        var next = (await daily.LookAsync(Stop)).NextAt!.Value; // a plan has one
        next.Should().BeAfter(time.GetUtcNow()).And.BeBefore(time.GetUtcNow().AddHours(25));
        for (var day = 0; day < 3; day++)
        {
            time.SetUtcNow((await daily.LookAsync(Stop)).NextAt!.Value);
            await File.WriteAllTextAsync(Path.Combine(shelf.Folder, $"daily-2026010{day}-030000.carillon"), "old", Stop);
            File.SetLastWriteTimeUtc(Path.Combine(shelf.Folder, $"daily-2026010{day}-030000.carillon"), new DateTime(2026, 1, 1 + day));
            (await daily.RunDueAsync(Stop)).Should().BeTrue();
            (await daily.RunDueAsync(Stop)).Should().BeFalse("it is made once");
        }

        shelf.List().Where(file => file.IsOfDay).Should().HaveCountLessThanOrEqualTo(2).And.OnlyContain(file => file.Bytes > 100);
        shelf.List().Count(file => !file.IsOfDay).Should().Be(1);
        var look = await daily.LookAsync(Stop);
        look.Row.BackupFailure.Should().BeNull();
        look.Row.BackupEndedAt.Should().NotBeNull();
        look.NextAt.Should().BeCloseTo(time.GetUtcNow().AddDays(1), TimeSpan.FromHours(1));
        (await server.Client.GetStringAsync(new Uri("/api/v1/audit-log?action=backup.made", UriKind.Relative), Stop)).Should().Contain("backup:daily-");

        time.Advance(TimeSpan.FromDays(3.5));
        (await daily.RunDueAsync(Stop)).Should().BeTrue("what was missed while the server was off is made up, once");
        (await daily.RunDueAsync(Stop)).Should().BeFalse();
        (await PlanAsync(server, time, null)).Should().BeTrue();
        time.Advance(TimeSpan.FromDays(2));
        (await daily.RunDueAsync(Stop)).Should().BeFalse();
        (await daily.LookAsync(Stop)).NextAt.Should().BeNull();
    }

    [Fact]
    public async Task A_backup_of_the_day_that_was_not_made_says_why()
    {
        await using var server = await TestServer.StartAsync();
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var shelf = ActivatorUtilities.CreateInstance<BackupShelf>(server.Services, time);
        var daily = ActivatorUtilities.CreateInstance<DailyBackups>(server.Services, time, shelf);
        (await PlanAsync(server, time, new BackupPlan(3, 2))).Should().BeTrue();
        (await PlanAsync(server, time, new BackupPlan(24, 2))).Should().BeFalse();
        (await PlanAsync(server, time, new BackupPlan(3, 0))).Should().BeFalse();
        time.SetUtcNow((await daily.LookAsync(Stop)).NextAt!.Value); // a plan has one
        Directory.CreateDirectory(Path.Combine(shelf.Folder, $"daily-{time.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss}.carillon", "in the way"));

        (await daily.RunDueAsync(Stop)).Should().BeTrue();

        (await daily.LookAsync(Stop)).Row.BackupFailure.Should().NotBeNull();
    }

    [Fact]
    public async Task On_a_database_server_the_page_says_plainly_that_it_makes_none()
    {
        await using var server = await TestServer.StartAsync(Engine.Postgres);
        using var browser = await server.BrowserOfAsync(Role.Owner);

        var page = await browser.GetStringAsync(new Uri("/settings/backup", UriKind.Relative), Stop);

        page.Should().Contain("Carillon makes no backups of it").And.Contain("pg_dump").And.NotContain("Make one now");
        (await StartAsync(server)).Should().BeFalse();
        (await PlanAsync(server, TimeProvider.System, new BackupPlan(3, 2))).Should().BeFalse();
        (await server.Services.GetRequiredService<DailyBackups>().RunDueAsync(Stop)).Should().BeFalse();
    }

    private static async Task<bool> PlanAsync(TestServer server, TimeProvider time, BackupPlan? plan)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Enter(server.Workspace, "test");
        return await ActivatorUtilities.CreateInstance<BackupDesk>(scope.ServiceProvider, time).PlanAsync(plan, Stop);
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
