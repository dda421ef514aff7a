using AwesomeAssertions;
using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Access.Audit;

public sealed class AuditLogTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Entries_are_numbered_tell_who_acted_and_vouch_for_each_other(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        var (one, other) = (Id.New<WorkspaceId>(room.Time), Id.New<WorkspaceId>(room.Time));
        await AddAsync(room, WorkspaceScope.Of(one, "key:till"), new AuditNote(AuditActions.CampaignPaused, "campaign:1", ("reason", "a \"quoted\" \u2028 word"), ("left", 12)));
        await AddAsync(room, WorkspaceScope.Of(other), new AuditNote(AuditActions.CampaignStarted, "campaign:2"));
        await AddAsync(room, WorkspaceScope.Of(one), new AuditNote(AuditActions.CampaignResumed, "campaign:1") { Actor = "user:7" });

        await using var db = room.Database.OpenEverybody();
        var entries = await db.AuditEntries.Where(entry => entry.WorkspaceId == one).OrderBy(entry => entry.Number).ToListAsync(Stop);

        entries.Select(entry => (entry.Number, entry.Actor)).Should().Equal((1, "key:till"), (2, "user:7"));
        entries[0].Facts.Should().Contain("\"left\":\"12\"");
        (await room.Get<AuditLog>().VerifyAsync(Stop)).Should().Be(new ChainVerdict.Whole(3));
    }

    [Theory, EachDatabase]
    public async Task An_entry_goes_the_way_of_its_transaction_and_needs_one(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        await using var db = room.Database.Open(WorkspaceScope.Of(Id.New<WorkspaceId>(room.Time)));
        await using (await db.BeginWriteAsync(Stop))
        {
            await room.Get<AuditLog>().AddAsync(db, AuditActions.Exported, "export:1", Stop);
        }

        (await db.AuditEntries.CountAsync(Stop)).Should().Be(0);
        var alone = () => room.Get<AuditLog>().AddAsync(db, AuditActions.Exported, "export:1", Stop);
        await alone.Should().ThrowAsync<InvalidOperationException>();
    }

    [Theory, EachDatabase]
    public async Task Many_at_once_make_one_chain_without_gaps(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        var workspace = Id.New<WorkspaceId>(room.Time);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
            {
                await AddAsync(room, WorkspaceScope.Of(workspace), new AuditNote(AuditActions.Exported, $"export:{writer}"));
            }
        })));

        (await room.Get<AuditLog>().VerifyAsync(Stop)).Should().Be(new ChainVerdict.Whole(80));
    }

    [Theory, EachDatabase]
    public async Task A_byte_changed_an_entry_taken_out_or_put_between_is_found(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        var workspace = Id.New<WorkspaceId>(room.Time);
        for (var i = 0; i < 5; i++)
        {
            await AddAsync(room, WorkspaceScope.Of(workspace), new AuditNote(AuditActions.Exported, $"export:{i}", ("rows", i)));
        }

        await using var db = room.Database.OpenEverybody();
        var third = db.AuditEntries.Where(entry => entry.Number == 3);
        var before = await third.AsNoTracking().SingleAsync(Stop);
        foreach (var (facts, actor, hash) in new[] { ("""{"rows":"9"}""", before.Actor, before.Hash), (before.Facts, "user:9", before.Hash), (before.Facts, before.Actor, new byte[32]) })
        {
            await third.ExecuteUpdateAsync(
                set => set.SetProperty(entry => entry.Facts, facts).SetProperty(entry => entry.Actor, actor).SetProperty(entry => entry.Hash, hash), Stop);

            (await room.Get<AuditLog>().VerifyAsync(Stop)).Should().BeOfType<ChainVerdict.Broken>().Which.Where.Should().Contain("entry 3");
        }

        await third.ExecuteDeleteAsync(Stop);
        (await room.Get<AuditLog>().VerifyAsync(Stop)).Should().BeOfType<ChainVerdict.Broken>().Which.Where.Should().Contain("entry 4");
    }

    [Theory, EachDatabase]
    public async Task Without_the_master_key_nobody_writes_an_entry_that_verifies(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        await using var stranger = new AccessRoom(store);
        await AddAsync(stranger, WorkspaceScope.Of(Id.New<WorkspaceId>(room.Time)), new AuditNote(AuditActions.Exported, "export:1"));

        (await room.Get<AuditLog>().VerifyAsync(Stop)).Should().BeOfType<ChainVerdict.Broken>();
    }

    private static async Task AddAsync(AccessRoom room, WorkspaceScope scope, AuditNote note)
    {
        await using var db = room.Database.Open(scope);
        await using var write = await db.BeginWriteAsync(Stop);
        await room.Get<AuditLog>().AddAsync(db, note, Stop);
        await write.CommitAsync(Stop);
    }
}
