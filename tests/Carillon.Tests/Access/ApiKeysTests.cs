using AwesomeAssertions;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Access;

public sealed class ApiKeysTests
{
    [Theory, EachDatabase]
    public async Task A_made_key_is_found_by_its_text_in_whatever_workspace(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        var keys = room.Get<ApiKeys>();
        var (one, other) = (Id.New<WorkspaceId>(room.Time), Id.New<WorkspaceId>(room.Time));

        var (key, text) = await keys.CreateAsync(WorkspaceScope.Of(one), "importer", ApiScope.Write, null, stop);
        var (_, otherText) = await keys.CreateAsync(WorkspaceScope.Of(other), "reader", ApiScope.Read, null, stop);

        ApiKeyText.IsWhole(text).Should().BeTrue();
        (await keys.FindAsync(text, stop)).Should().BeEquivalentTo(key, options => options.Excluding(x => x.LastUsedAt));
        (await keys.FindAsync(otherText, stop))!.WorkspaceId.Should().Be(other);
        (await keys.FindAsync(text + "x", stop)).Should().BeNull();
        (await keys.FindAsync(text.ToUpperInvariant(), stop)).Should().BeNull();
        (await keys.FindAsync("", stop)).Should().BeNull();
    }

    [Theory, EachDatabase]
    public async Task The_text_of_a_key_is_stored_nowhere(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        var (key, text) = await room.Get<ApiKeys>().CreateAsync(WorkspaceScope.Of(Id.New<WorkspaceId>(room.Time)), "importer", ApiScope.Write, null, stop);

        key.Hash.Should().HaveCount(32);
        key.Hash.Should().NotEqual(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)), "short texts could be guessed from a bare hash");
    }

    [Theory, EachDatabase]
    public async Task A_deleted_key_stops_at_once_here_and_within_five_seconds_on_another_node(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync(engine);
        var master = MasterKey.Create();
        await using var here = new AccessRoom(store, master);
        await using var there = new AccessRoom(store, master);
        var workspace = Id.New<WorkspaceId>(here.Time);
        var (key, text) = await here.Get<ApiKeys>().CreateAsync(WorkspaceScope.Of(workspace), "importer", ApiScope.Send, null, stop);
        (await here.Get<ApiKeys>().FindAsync(text, stop)).Should().NotBeNull();
        (await there.Get<ApiKeys>().FindAsync(text, stop)).Should().NotBeNull();

        (await here.Get<ApiKeys>().DeleteAsync(WorkspaceScope.Of(workspace), key.Id, stop)).Should().BeTrue();

        (await here.Get<ApiKeys>().FindAsync(text, stop)).Should().BeNull();
        there.Time.Advance(TimeSpan.FromSeconds(5));
        (await there.Get<ApiKeys>().FindAsync(text, stop)).Should().BeNull();
        (await here.Get<ApiKeys>().DeleteAsync(WorkspaceScope.Of(workspace), key.Id, stop)).Should().BeFalse();
    }

    [Theory, EachDatabase]
    public async Task A_key_of_another_workspace_cannot_be_deleted(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        var (key, text) = await room.Get<ApiKeys>().CreateAsync(WorkspaceScope.Of(Id.New<WorkspaceId>(room.Time)), "importer", ApiScope.Send, null, stop);

        (await room.Get<ApiKeys>().DeleteAsync(WorkspaceScope.Of(Id.New<WorkspaceId>(room.Time)), key.Id, stop)).Should().BeFalse();

        (await room.Get<ApiKeys>().FindAsync(text, stop)).Should().NotBeNull();
    }

    [Theory, EachDatabase]
    public async Task Last_use_is_written_to_the_minute_and_not_by_the_request(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync(engine);
        await using var room = new AccessRoom(store);
        var keys = room.Get<ApiKeys>();
        var (key, text) = await keys.CreateAsync(WorkspaceScope.Of(Id.New<WorkspaceId>(room.Time)), "importer", ApiScope.Send, null, stop);
        await keys.FindAsync(text, stop);
        (await LastUsedAsync()).Should().BeNull();

        await keys.RecordUsesAsync(stop);
        (await LastUsedAsync()).Should().Be(new DateTimeOffset(2026, 11, 3, 14, 5, 0, TimeSpan.Zero));

        room.Time.Advance(TimeSpan.FromMinutes(2));
        await keys.FindAsync(text, stop);
        await keys.RecordUsesAsync(stop);
        (await LastUsedAsync()).Should().Be(new DateTimeOffset(2026, 11, 3, 14, 7, 0, TimeSpan.Zero));

        async Task<DateTimeOffset?> LastUsedAsync()
        {
            await using var db = room.Database.OpenEverybody();
            return await db.ApiKeys.Where(row => row.Id == key.Id).Select(row => row.LastUsedAt).SingleAsync(stop);
        }
    }

    [Fact]
    public void A_made_text_is_whole_only_as_it_was_made()
    {
        var text = ApiKeyText.Create();

        text.Should().StartWith("crl_").And.MatchRegex("^[0-9A-Za-z_]{53}$");
        ApiKeyText.IsWhole(text).Should().BeTrue();
        ApiKeyText.IsWhole(text[..^1]).Should().BeFalse();
        ApiKeyText.IsWhole(text[..10] + (text[10] is 'x' ? 'y' : 'x') + text[11..]).Should().BeFalse();
        ApiKeyText.IsWhole("a text that somebody chose").Should().BeFalse();
        Enumerable.Range(0, 100).Select(_ => ApiKeyText.Create()).Should().OnlyHaveUniqueItems();
    }
}
