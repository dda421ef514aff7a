using System.Net;
using Carillon.Cluster;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Cluster;

/// <summary>What the membership protocol asks of its table.</summary>
public sealed class SiloTableTests
{
    private static readonly DateTime Start = new(2026, 11, 27, 12, 0, 0, DateTimeKind.Utc);

    [Theory, EachDatabase]
    public async Task A_fresh_table_has_a_version_and_no_member(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var table = await TableAsync(store);

        var all = await table.ReadAll();

        Assert.Empty(all.Members);
        Assert.Equal(0, all.Version.Version);
        Assert.Empty((await table.ReadRow(Address(1))).Members);
    }

    [Theory, EachDatabase]
    public async Task What_is_inserted_is_read_again_with_a_higher_version(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var table = await TableAsync(store);
        var entry = Entry(1);
        entry.AddSuspector(Address(2), Start.AddSeconds(3));

        Assert.True(await table.InsertRow(entry, (await table.ReadAll()).Version.Next()));

        var (read, tag) = (await table.ReadRow(Address(1))).Members.Single();
        Assert.Equal(entry.SiloAddress, read.SiloAddress);
        Assert.Equal(SiloStatus.Joining, read.Status);
        Assert.Equal(("host1", "silo1", 0), (read.HostName, read.SiloName, read.ProxyPort));
        Assert.Equal((Start, Start), (read.StartTime, read.IAmAliveTime));
        Assert.Equal([Tuple.Create(Address(2), Start.AddSeconds(3))], read.SuspectTimes);
        Assert.NotEmpty(tag);
        Assert.Equal(1, (await table.ReadAll()).Version.Version);
    }

    [Theory, EachDatabase]
    public async Task A_member_is_inserted_once_and_only_under_the_version_that_was_read(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var table = await TableAsync(store);
        var old = (await table.ReadAll()).Version.Next();
        Assert.True(await table.InsertRow(Entry(1), old));

        Assert.False(await table.InsertRow(Entry(2), old));
        Assert.False(await table.InsertRow(Entry(1), (await table.ReadAll()).Version.Next()));

        var all = await table.ReadAll();
        Assert.Single(all.Members);
        Assert.Equal(1, all.Version.Version);
    }

    [Theory, EachDatabase]
    public async Task A_member_is_changed_only_under_the_version_that_was_read_and_only_where_it_is(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var table = await TableAsync(store);
        await table.InsertRow(Entry(1), (await table.ReadAll()).Version.Next());
        var read = await table.ReadAll();
        var active = Entry(1, SiloStatus.Active);

        Assert.True(await table.UpdateRow(active, read.Members[0].Item2, read.Version.Next()));
        Assert.False(await table.UpdateRow(Entry(1, SiloStatus.Dead), read.Members[0].Item2, read.Version.Next()));
        Assert.False(await table.UpdateRow(Entry(9), read.Members[0].Item2, (await table.ReadAll()).Version.Next()));

        var after = await table.ReadAll();
        Assert.Equal(SiloStatus.Active, after.Members.Single().Item1.Status);
        Assert.Equal(2, after.Version.Version);
    }

    [Theory, EachDatabase]
    public async Task A_sign_of_life_disturbs_no_change(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var table = await TableAsync(store);
        await table.InsertRow(Entry(1), (await table.ReadAll()).Version.Next());
        var read = await table.ReadAll();

        await table.UpdateIAmAlive(new MembershipEntry { SiloAddress = Address(1), IAmAliveTime = Start.AddMinutes(1) });

        Assert.Equal(read.Version, (await table.ReadAll()).Version);
        Assert.Equal(Start.AddMinutes(1), (await table.ReadAll()).Members.Single().Item1.IAmAliveTime);
        Assert.True(await table.UpdateRow(Entry(1, SiloStatus.Active), read.Members[0].Item2, read.Version.Next()));
        Assert.Equal(Start.AddMinutes(1), (await table.ReadAll()).Members.Single().Item1.IAmAliveTime);
    }

    [Theory, EachDatabase]
    public async Task Of_many_who_change_the_same_version_one_wins(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var table = await TableAsync(store);
        var next = (await table.ReadAll()).Version.Next();

        var won = await Task.WhenAll(Enumerable.Range(1, 8).Select(n => table.InsertRow(Entry(n), next)));

        Assert.Single(won, true);
        Assert.Single((await table.ReadAll()).Members);
    }

    [Theory, EachDatabase]
    public async Task Only_the_long_dead_are_cleaned_away(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var table = await TableAsync(store);
        var lately = Entry(3, SiloStatus.Dead);
        lately.AddSuspector(Address(1), Start.AddHours(2));
        foreach (var entry in new[] { Entry(1, SiloStatus.Active), Entry(2, SiloStatus.Dead), lately })
        {
            await table.InsertRow(entry, (await table.ReadAll()).Version.Next());
        }

        await table.CleanupDefunctSiloEntries(Start.AddHours(1));

        Assert.Equal([Address(1), Address(3)], (await table.ReadAll()).Members.Select(member => member.Item1.SiloAddress).Order());
    }

    private static async Task<SiloTable> TableAsync(TestStore store)
    {
        var table = new SiloTable(store.Database, new ThisNode("web,engine", "1", true, null));
        await table.InitializeMembershipTable(true);
        return table;
    }

    private static SiloAddress Address(int n) => SiloAddress.New(IPAddress.Loopback, 10_000 + n, 100 + n);

    private static MembershipEntry Entry(int n, SiloStatus status = SiloStatus.Joining) => new()
    {
        SiloAddress = Address(n),
        Status = status,
        HostName = $"host{n}",
        SiloName = $"silo{n}",
        StartTime = Start,
        IAmAliveTime = Start,
    };
}
