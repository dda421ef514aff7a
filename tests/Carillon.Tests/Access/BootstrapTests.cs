using AwesomeAssertions;
using Carillon.Access;
using Carillon.Access.Sessions;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Access;

public sealed class BootstrapTests
{
    private const string Key = "a key that somebody chose";

    private static readonly BootstrapOptions Named = new() { AdminEmail = AccessRoom.Email, AdminPassword = AccessRoom.Password, ApiKey = Key };

    [Theory, EachDatabase]
    public async Task The_first_start_makes_a_workspace_and_asks_for_the_first_administrator(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);

        var outcome = await room.StartAsync();
        var again = await room.StartAsync();

        var ready = outcome.Should().BeOfType<BootstrapOutcome.Ready>().Subject;
        ready.Code.Should().MatchRegex("^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){3}$");
        again.Should().Be(outcome);
        (await CountAsync(room, db => db.Workspaces)).Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task Settings_make_the_owner_and_the_key_once(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store, bootstrap: Named);

        var ready = (BootstrapOutcome.Ready)await room.StartAsync();
        await room.StartAsync();

        ready.Code.Should().BeNull();
        (await room.Get<ApiKeys>().FindAsync(Key, stop)).Should().Match<ApiKey>(key => key.Scope == ApiScope.Admin && key.WorkspaceId == ready.FirstWorkspace);
        var signedIn = await room.AskAsync((SignIn door) => door.TryAsync(AccessRoom.Email, AccessRoom.Password, null, null, stop));
        signedIn.Should().BeOfType<SignInOutcome.SignedIn>().Which.Session.Role.Should().Be(Role.Owner);
        (await CountAsync(room, db => db.ApiKeys)).Should().Be(1);
        (await CountAsync(room, db => db.Users)).Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task Settings_change_nothing_once_there_is_a_user(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync(engine);
        var master = MasterKey.Create();
        await using var before = new AccessRoom(store, master, Named);
        await before.StartAsync();
        await using var after = new AccessRoom(
            store, master, new BootstrapOptions { AdminEmail = "other@example.com", AdminPassword = "another long password", ApiKey = "another key that somebody chose" });

        await after.StartAsync();

        (await after.Get<ApiKeys>().FindAsync("another key that somebody chose", stop)).Should().BeNull();
        (await CountAsync(after, db => db.Users)).Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task A_key_alone_is_made_and_the_administrator_still_missing(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store, bootstrap: new BootstrapOptions { ApiKey = Key });

        await room.StartAsync();
        var ready = (BootstrapOutcome.Ready)await room.StartAsync();

        ready.Code.Should().NotBeNull();
        (await room.Get<ApiKeys>().FindAsync(Key, stop))!.WorkspaceId.Should().Be(ready.FirstWorkspace);
        (await CountAsync(room, db => db.ApiKeys)).Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task Several_nodes_that_start_at_once_bootstrap_once(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var master = MasterKey.Create();
        var seed = new CountingSeed();

        // One process owns an embedded database; there the nodes are callers of one room.
        var rooms = Enumerable.Range(0, engine is Engine.Sqlite ? 1 : 4).Select(_ => new AccessRoom(store, master, Named, seed)).ToList();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(rooms[i % rooms.Count].StartAsync)));

        outcomes.Distinct().Should().ContainSingle();
        (await CountAsync(rooms[0], db => db.Workspaces)).Should().Be(1);
        (await CountAsync(rooms[0], db => db.Users)).Should().Be(1);
        (await CountAsync(rooms[0], db => db.ApiKeys)).Should().Be(1);
        (await CountAsync(rooms[0], db => db.Memberships)).Should().Be(1);
        foreach (var room in rooms)
        {
            await room.DisposeAsync();
        }
    }

    [Theory, EachDatabase]
    public async Task Another_master_key_is_refused_before_anything_changes(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var first = new AccessRoom(store);
        await first.StartAsync();
        await using var other = new AccessRoom(store, bootstrap: Named);

        var outcome = await other.StartAsync();

        outcome.Should().BeOfType<BootstrapOutcome.OtherMasterKey>().Which.Words.Should().Contain("Carillon:Keys:MasterKey").And.Contain(first.Master.Id);
        (await CountAsync(other, db => db.Users)).Should().Be(0);
        (await CountAsync(other, db => db.KeyRing)).Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task Later_rooms_seed_each_new_workspace_in_its_transaction(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store, seed: new FailingSeed());

        var making = () => room.Get<Workspaces>().CreateAsync("Second", WorkspaceScope.System, stop);

        await making.Should().ThrowAsync<InvalidOperationException>().WithMessage("a seed failed");
        (await CountAsync(room, db => db.Workspaces)).Should().Be(0);
        (await CountAsync(room, db => db.ApiKeys)).Should().Be(0);
    }

    [Theory, EachDatabase]
    public async Task A_further_workspace_comes_with_a_key_that_opens_it(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        var ready = (BootstrapOutcome.Ready)await room.StartAsync();

        var (workspace, _, text) = await room.Get<Workspaces>().CreateAsync("Second", WorkspaceScope.System, stop);

        (await room.Get<ApiKeys>().FindAsync(text, stop)).Should().Match<ApiKey>(key => key.WorkspaceId == workspace.Id && key.Scope == ApiScope.Admin);
        (await room.Get<Workspaces>().IsFirstAsync(ready.FirstWorkspace, stop)).Should().BeTrue();
        (await room.Get<Workspaces>().IsFirstAsync(workspace.Id, stop)).Should().BeFalse();
    }

    [Theory]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", true)]
    [InlineData(" AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n", true)]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==", false)]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v", false)]
    [InlineData("not base64 at all", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_master_key_is_32_bytes_in_base64(string? text, bool isGood) => (MasterKey.TryParse(text) is not null).Should().Be(isGood);

    private static async Task<int> CountAsync<T>(AccessRoom room, Func<CarillonDb, IQueryable<T>> rows)
    {
        await using var db = room.Database.OpenEverybody();
        return await rows(db).CountAsync(TestContext.Current.CancellationToken);
    }

    private sealed class CountingSeed : IWorkspaceSeed
    {
        private int _times;

        public async Task SeedAsync(CarillonDb db, Workspace workspace, CancellationToken cancellationToken)
        {
            db.Workspace.Should().Be(workspace.Id);
            (await db.ApiKeys.AnyAsync(cancellationToken)).Should().BeFalse();
            Interlocked.Increment(ref _times).Should().Be(1);
        }
    }

    private sealed class FailingSeed : IWorkspaceSeed
    {
        public Task SeedAsync(CarillonDb db, Workspace workspace, CancellationToken cancellationToken) => throw new InvalidOperationException("a seed failed");
    }
}
