using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Contacts.Imports;
using Carillon.Contacts.Imports.Undo;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Contacts.Imports;

public sealed class ImportUndoTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Unused_people_go_away_and_untouched_fields_go_back(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var known = await world.AddAsync("4155552671", "Ann");
        var changedSince = await world.AddAsync("4155552672", "Bo");
        var import = await world.ImportAsync(
            "Phone,First Name,Last Name,Pet\n4155552671,Anna,Lee,cat\n4155552672,Bob,Ray,dog\n4155552673,New,Unused,\n4155552674,New,Touched,\n",
            new ImportOrder { ListName = "People", OnDuplicate = OnDuplicate.Update });
        await world.Book().ChangeAsync(changedSince.Id, new ContactChange { FirstName = "Robert" }, Token);
        var touched = (await world.ContactsAsync()).Single(person => person.LastName == "Touched");
        await world.Book().ChangeAsync(touched.Id, new ContactChange { FirstName = "Seen" }, Token);

        var preview = await world.Desk().PreviewUndoAsync(import.Id, Token);
        var begun = await world.Desk().UndoAsync(import.Id, Token);
        await world.Undo().RunAsync(import.Id.ToString(), Token);

        preview.Should().Be(new UndoPreview(Remove: 1, Keep: 1, Restore: 2, Leave: 2));
        begun.Should().BeOfType<ImportOutcome.Accepted>();
        var people = await world.ContactsAsync();
        people.Select(person => (person.FirstName, person.LastName)).Should().Equal(("Ann", null), ("Robert", null), ("Seen", "Touched"));
        people[0].Attributes.Should().BeEmpty();
        (await world.People().FindAsync(known.Id, Token))!.Lists.Should().BeEmpty();
        var view = await world.FindAsync(import.Id);
        view.Undo.Should().BeEquivalentTo(new { Status = UndoStatus.Completed, Removed = 1L, Restored = 2L, Kept = 1L });
        (await world.Desk().UndoAsync(import.Id, Token)).Should().BeOfType<ImportOutcome.Finished>();
    }

    [Theory, EachDatabase]
    public async Task An_undoing_that_died_goes_on_where_it_was(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var import = await world.ImportAsync("Phone\n" + string.Concat(Enumerable.Range(0, 1500).Select(n => $"415{2000000 + n}\n")));
        using var stop = new CancellationTokenSource();
        await world.Desk().UndoAsync(import.Id, Token);

        await stop.CancelAsync();
        await FluentActions.Awaiting(() => world.Undo().RunAsync(import.Id.ToString(), stop.Token)).Should().ThrowAsync<OperationCanceledException>();
        (await world.Undo().FindDueAsync(world.Time.GetUtcNow(), Token)).Should().Equal(import.Id.ToString());
        await world.Undo().RunAsync(import.Id.ToString(), Token);

        (await world.ContactsAsync()).Should().BeEmpty();
        (await world.FindAsync(import.Id)).Undo!.Removed.Should().Be(1500);
    }
}
