using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Contacts.Merging;
using Carillon.Primitives;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Contacts.Merging;

public sealed class ContactMergerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task The_one_who_stays_keeps_what_they_have_and_gains_the_rest_and_both_can_be_parted(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var list = ((ListOutcome.Saved)await world.Lists().AddAsync("VIP", null, Token)).List.Id;
        var from = await SavedAsync(world, new ContactChange
        {
            Phone = "4155552671",
            FirstName = "Annie",
            LastName = "Lee",
            Tags = new List<string> { "old" },
            Attributes = new Dictionary<string, AttributeValue?> { ["pet"] = "cat", ["roof"] = "tin" },
            Lists = new List<ContactListId> { list },
        });
        var into = await SavedAsync(world, new ContactChange { Email = "ann@example.com", FirstName = "Ann", Attributes = new Dictionary<string, AttributeValue?> { ["pet"] = "dog" } });

        var preview = (MergeOutcome.Previewed)await world.Merger().PreviewAsync(from.Id, into.Id, Token);
        var done = (MergeOutcome.Done)await world.Merger().MergeAsync(from.Id, into.Id, Token);

        preview.Preview.Contact.Should().BeEquivalentTo(done.Contact);
        done.Contact.Should().BeEquivalentTo(new { into.Id, FirstName = "Ann", LastName = "Lee", Email = "ann@example.com" });
        done.Contact.Phone!.Value.E164.Should().Be("+14155552671");
        done.Contact.Attributes.Should().BeEquivalentTo(new Dictionary<string, string> { ["pet"] = "dog", ["roof"] = "tin" });
        done.Contact.Tags.Should().Equal("old");
        done.Contact.Lists.Should().Equal(list);
        (await world.People().FindAsync(from.Id, Token)).Should().BeNull();

        var parted = (MergeOutcome.Done)await world.Merger().UndoAsync(done.Merge, Token);

        parted.Contact.Should().BeEquivalentTo(from);
        (await world.People().FindAsync(into.Id, Token)).Should().BeEquivalentTo(into);
        (await world.Merger().UndoAsync(done.Merge, Token)).Should().BeOfType<MergeOutcome.CannotUndo>();
    }

    [Theory, EachDatabase]
    public async Task Two_numbers_are_both_kept_and_what_was_changed_since_stays(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var from = await world.AddAsync("4155552671", "Ann");
        var into = await world.AddAsync("4155552672");
        var done = (MergeOutcome.Done)await world.Merger().MergeAsync(from.Id, into.Id, Token);
        done.Contact.Attributes["other_phone"].Should().Be("+14155552671");
        await world.Book().ChangeAsync(into.Id, new ContactChange { FirstName = "Anne" }, Token);

        await world.Merger().UndoAsync(done.Merge, Token);

        var people = await world.ContactsAsync();
        people.Select(person => (person.Phone!.Value.E164, person.FirstName, person.Attributes.Count)).Should().Equal(("+14155552671", "Ann", 0), ("+14155552672", "Anne", 0));
    }

    [Theory, EachDatabase]
    public async Task Nobody_goes_into_themselves_or_into_somebody_unknown(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var ann = await world.AddAsync("4155552671", "Ann");

        (await world.Merger().MergeAsync(ann.Id, ann.Id, Token)).Should().BeOfType<MergeOutcome.Invalid>();
        (await world.Merger().MergeAsync(ann.Id, Id.New<ContactId>(world.Time), Token)).Should().BeOfType<MergeOutcome.Invalid>();
        (await world.Merger().MergeAsync(Id.New<ContactId>(world.Time), ann.Id, Token)).Should().BeOfType<MergeOutcome.NotFound>();
    }

    private static async Task<ContactView> SavedAsync(ContactsWorld world, ContactChange change) => ((ContactOutcome.Saved)await world.Book().AddAsync(change, Token)).Contact;
}
