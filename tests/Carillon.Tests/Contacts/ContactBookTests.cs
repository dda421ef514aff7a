using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Tests.Contacts.Imports;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Contacts;

public sealed class ContactBookTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_number_belongs_to_one_contact(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var ann = await world.AddAsync("(415) 555-2671");
        var bo = await world.AddAsync("4155552672");

        var again = await world.Book().AddAsync(new ContactChange { Phone = "+1 415 555 2671" }, Token);
        var moved = await world.Book().ChangeAsync(bo.Id, new ContactChange { Phone = "415.555.2671" }, Token);

        again.Should().Be(new ContactOutcome.PhoneInUse(ann.Id));
        moved.Should().Be(new ContactOutcome.PhoneInUse(ann.Id));
    }

    [Theory, EachDatabase]
    public async Task Of_many_who_add_one_number_at_once_one_succeeds_and_the_others_hear_whose_it_is(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var books = Enumerable.Range(0, 8).Select(_ => world.Book()).ToList();

        var outcomes = await Task.WhenAll(books.Select(book => Task.Run(() => book.AddAsync(new ContactChange { Phone = "4155552671" }, Token), Token)));

        var owner = outcomes.OfType<ContactOutcome.Saved>().Should().ContainSingle().Which.Contact.Id;
        outcomes.OfType<ContactOutcome.PhoneInUse>().Should().HaveCount(7).And.OnlyContain(outcome => outcome.Owner == owner);
    }

    [Theory, EachDatabase]
    public async Task A_change_touches_what_it_names_and_null_empties(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var change = new ContactChange
        {
            Phone = "4155552671",
            Email = "ann@example.com",
            FirstName = "Ann",
            TimeZone = "Mountain Standard Time",
            Region = "US-CO",
            Attributes = new Dictionary<string, AttributeValue?> { ["roof_age"] = "12", ["pet"] = "cat" },
            Tags = new List<string> { "vip", " VIP ", "north" },
        };
        var added = (ContactOutcome.Saved)await world.Book().AddAsync(change, Token);

        var changed = (ContactOutcome.Saved)await world.Book().ChangeAsync(
            added.Contact.Id, new ContactChange { LastName = "Lee", Email = (string?)null, Attributes = new Dictionary<string, AttributeValue?> { ["pet"] = null, ["x"] = "1" } }, Token);

        changed.Contact.Should().BeEquivalentTo(new { FirstName = "Ann", LastName = "Lee", Email = (string?)null, TimeZone = "America/Denver", Region = "US-CO" });
        changed.Contact.Attributes.Should().BeEquivalentTo(new Dictionary<string, string> { ["roof_age"] = "12", ["x"] = "1" });
        changed.Contact.Tags.Should().Equal("vip", "north");
        (await world.People().FindAsync(added.Contact.Id, Token)).Should().BeEquivalentTo(changed.Contact);
    }

    [Theory, EachDatabase]
    public async Task Everything_that_is_wrong_is_said_at_once_and_nothing_stored(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var change = new ContactChange
        {
            Phone = "123",
            Email = "nobody",
            FirstName = new string('x', 121),
            TimeZone = "UTC+05",
            Region = "US-XX",
            Attributes = new Dictionary<string, AttributeValue?> { ["1st"] = "a" },
            Lists = new List<ContactListId> { new(Guid.NewGuid()) },
        };

        var outcome = (ContactOutcome.Invalid)await world.Book().AddAsync(change, Token);

        outcome.Errors.ByField.Keys.Should().BeEquivalentTo("phone", "email", "firstName", "timeZone", "region", "attributes.1st", "lists");
        (await world.ContactsAsync()).Should().BeEmpty();
    }

    [Theory, EachDatabase]
    public async Task A_contact_needs_a_number_or_an_address(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);

        (await world.Book().AddAsync(new ContactChange { FirstName = "Ann" }, Token)).Should().BeOfType<ContactOutcome.Invalid>();
        var mail = (ContactOutcome.Saved)await world.Book().AddAsync(new ContactChange { Email = "ann@example.com" }, Token);

        (await world.Book().ChangeAsync(mail.Contact.Id, new ContactChange { Email = (string?)null }, Token)).Should().BeOfType<ContactOutcome.Invalid>();
    }

    [Theory, EachDatabase]
    public async Task Removing_a_person_leaves_what_is_known_of_the_number(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var ann = await world.AddAsync("4155552671");
        await ConsentOf.SuppressedAsync(world, "+14155552671");
        await ConsentOf.UnsubscribedAsync(world, "+14155552671");

        (await world.Book().RemoveAsync(ann.Id, Token)).Should().BeTrue();
        (await world.Book().RemoveAsync(ann.Id, Token)).Should().BeFalse();

        (await ConsentOf.StatesAsync(world)).Should().HaveCount(1);
        var again = await world.AddAsync("4155552671");
        again.Consent.Sms.Should().Be(Carillon.Compliance.Consent.ConsentStatus.Unsubscribed);
    }

    [Theory, EachDatabase]
    public async Task People_of_another_workspace_are_not_there(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var other = Id.New<WorkspaceId>(world.Time);
        await world.AddWorkspaceAsync(other);
        var ann = await world.AddAsync("4155552671");

        (await world.People(other).FindAsync(ann.Id, Token)).Should().BeNull();
        (await world.Book(other).ChangeAsync(ann.Id, new ContactChange { FirstName = "X" }, Token)).Should().BeOfType<ContactOutcome.NotFound>();
        (await world.Book(other).RemoveAsync(ann.Id, Token)).Should().BeFalse();
        (await world.Book(other).AddAsync(new ContactChange { Phone = "4155552671" }, Token)).Should().BeOfType<ContactOutcome.Saved>();
    }

    [Theory]
    [EachDatabase("ann", "Ann Lee")]
    [EachDatabase("LEE", "Ann Lee|Bo Leeds")]
    [EachDatabase("ann lee", "Ann Lee")]
    [EachDatabase("lee ann", "Ann Lee")]
    [EachDatabase("example.com", "Ann Lee")]
    [EachDatabase("555-2672", "Bo Leeds")]
    [EachDatabase("2672", "Bo Leeds")]
    [EachDatabase("100%", "100% Cy")]
    [EachDatabase("_", "")]
    [EachDatabase("zoe", "")]
    public async Task A_search_finds_any_part(Engine engine, string text, string expected)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await world.Book().AddAsync(new ContactChange { Phone = "4155552671", FirstName = "Ann", LastName = "Lee", Email = "someone@example.com" }, Token);
        await world.Book().AddAsync(new ContactChange { Phone = "4155552672", FirstName = "Bo", LastName = "Leeds" }, Token);
        await world.Book().AddAsync(new ContactChange { Phone = "4155552673", FirstName = "100%", LastName = "Cy" }, Token);

        var page = await world.People().ListAsync(new ContactSearch { Text = text }, Token);

        string.Join('|', page.Items.Select(contact => contact.DisplayName).Order()).Should().Be(expected);
    }

    [Theory, EachDatabase]
    public async Task Pages_show_everybody_once_the_newest_first(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await world.ImportAsync(GeneratedFile.Sound(23));
        await world.AddAsync("2125550100", "Newest");

        var seen = new List<ContactView>();
        ContactPlace? after = null;
        do
        {
            var page = await world.People().ListAsync(new ContactSearch { Limit = 5, After = after, IsCounted = true }, Token);
            page.Total.Should().Be(24);
            seen.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        seen.Select(contact => contact.Id).Should().OnlyHaveUniqueItems().And.HaveCount(24);
        seen[0].FirstName.Should().Be("Newest");
    }

    [Theory, EachDatabase]
    public async Task People_are_found_by_number_and_by_list(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await world.ImportAsync("Phone\n4155552671\n4155552672\n", new Carillon.Contacts.Imports.ImportOrder { ListName = "L" });
        await world.AddAsync("4155552673");
        var list = (await world.Lists().ListAsync(null, 1, Token))[0];

        var byNumber = await world.People().ListAsync(new ContactSearch { Phone = "(415) 555 2673" }, Token);
        var byList = await world.People().ListAsync(new ContactSearch { List = list.Id }, Token);
        var byNonsense = await world.People().ListAsync(new ContactSearch { Phone = "nonsense" }, Token);

        byNumber.Items.Should().ContainSingle().Which.Lists.Should().BeEmpty();
        byList.Items.Should().HaveCount(2).And.OnlyContain(contact => contact.Lists.Contains(list.Id));
        byNonsense.Items.Should().BeEmpty();
    }
}
