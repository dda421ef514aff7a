using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Contacts;

public sealed class ListBookTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_list_counts_each_person_once(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var list = await AddAsync(world, "North");
        var (ann, bo) = (await world.AddAsync("4155552671"), await world.AddAsync("4155552672"));

        await world.Lists().AddMembersAsync(list.Id, [ann.Id, bo.Id, ann.Id], Token);
        var added = await world.Lists().AddMembersAsync(list.Id, [ann.Id], Token);
        var removed = await world.Lists().RemoveMembersAsync(list.Id, [bo.Id, bo.Id], Token);

        ((ListOutcome.Saved)added).List.MemberCount.Should().Be(2);
        ((ListOutcome.Saved)removed).List.MemberCount.Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task An_unknown_person_is_named_and_nobody_is_added(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var list = await AddAsync(world, "North");
        var ann = await world.AddAsync("4155552671");

        var outcome = await world.Lists().AddMembersAsync(list.Id, [ann.Id, Id.New<ContactId>(world.Time)], Token);

        ((ListOutcome.Invalid)outcome).Errors.ByField.Keys.Should().Equal("contactIds[1]");
        (await world.Lists().FindAsync(list.Id, Token))!.MemberCount.Should().Be(0);
    }

    [Theory, EachDatabase]
    public async Task Removing_a_list_removes_nobody_and_removing_a_person_leaves_the_lists(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var (north, south) = (await AddAsync(world, "North"), await AddAsync(world, "South"));
        var (ann, bo) = (await world.AddAsync("4155552671"), await world.AddAsync("4155552672"));
        await world.Lists().AddMembersAsync(north.Id, [ann.Id, bo.Id], Token);
        await world.Lists().AddMembersAsync(south.Id, [ann.Id], Token);

        (await world.Lists().RemoveAsync(north.Id, Token)).Should().BeOfType<Removal.Done>();
        (await world.Book().RemoveAsync(ann.Id, Token)).Should().BeTrue();

        (await world.ContactsAsync()).Should().ContainSingle();
        (await world.Lists().ListAsync(null, 10, Token)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "South", MemberCount = 0L });
    }

    [Theory, EachDatabase]
    public async Task A_name_is_used_once_and_never_empty(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await AddAsync(world, "North");
        var south = await AddAsync(world, "South");

        (await world.Lists().AddAsync(" North ", null, Token)).Should().BeOfType<ListOutcome.Invalid>();
        (await world.Lists().AddAsync(" ", null, Token)).Should().BeOfType<ListOutcome.Invalid>();
        (await world.Lists().ChangeAsync(south.Id, "North", default, Token)).Should().BeOfType<ListOutcome.Invalid>();
        (await world.Lists().ChangeAsync(south.Id, "South", "All of it", Token)).Should().BeOfType<ListOutcome.Saved>();
        (await world.Lists().ChangeAsync(Id.New<ContactListId>(world.Time), "X", default, Token)).Should().BeOfType<ListOutcome.NotFound>();
    }

    [Theory, EachDatabase]
    public async Task Lists_come_by_name_page_by_page(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        foreach (var name in new[] { "c", "a", "d", "b" })
        {
            await AddAsync(world, name);
        }

        (await world.Lists().ListAsync(null, 2, Token)).Select(list => list.Name).Should().Equal("a", "b");
        (await world.Lists().ListAsync("b", 9, Token)).Select(list => list.Name).Should().Equal("c", "d");
    }

    private static async Task<ContactListView> AddAsync(ContactsWorld world, string name) =>
        ((ListOutcome.Saved)await world.Lists().AddAsync(name, null, Token)).List;
}
