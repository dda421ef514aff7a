using System.Globalization;
using System.Text;
using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Contacts.Imports;
using Carillon.Primitives;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Contacts.Imports;

public sealed class ImportTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_plain_file_makes_its_people_and_its_list(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);

        var import = await world.ImportAsync("Phone,First name,Last name,Email,Roof age\n(415) 555-2671,Ann,Lee,ann@example.com,12\n+14155552672,Bo,,,\n");

        import.Should().BeEquivalentTo(new { Status = ImportStatus.Completed, RowsRead = 2L, RowsTotal = 2L, Created = 2L, Updated = 0L, Unchanged = 0L, Skipped = 0L, Invalid = 0L });
        var people = await world.ContactsAsync();
        people.Should().HaveCount(2);
        people[0].Should().BeEquivalentTo(new { FirstName = "Ann", LastName = "Lee", Email = "ann@example.com" });
        people[0].Phone!.Value.E164.Should().Be("+14155552671");
        people[0].Attributes.Should().Equal(new Dictionary<string, string> { ["roof_age"] = "12" });
        (await world.Lists().ListAsync(null, 10, Token)).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "People", MemberCount = 2L });
    }

    [Theory, EachDatabase]
    public async Task The_same_file_again_changes_nothing(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var file = GeneratedFile.Sound(700);

        var first = await world.ImportAsync(file);
        var before = await world.ContactsAsync();
        var second = await world.ImportAsync(file);

        first.Created.Should().Be(700);
        second.Should().BeEquivalentTo(new { Created = 0L, Updated = 0L, Unchanged = 700L, Invalid = 0L });
        (await world.ContactsAsync()).Should().BeEquivalentTo(before);
    }

    [Theory]
    [EachDatabase(OnDuplicate.Skip, "Ann", "", 0, 0, 2)]
    [EachDatabase(OnDuplicate.FillBlanks, "Ann", "Lee", 1, 1, 0)]
    [EachDatabase(OnDuplicate.Update, "Anna", "Lee", 2, 0, 0)]
    public async Task A_known_number_follows_the_rule_also_within_the_file(
        Engine engine, OnDuplicate rule, string firstName, string lastName, int updated, int unchanged, int skipped)
    {
        await using var world = await ContactsWorld.StartAsync(engine);

        var import = await world.ImportAsync(
            "Phone,First name,Last name\n4155552671,Ann,\n415-555-2671,Ann,Lee\n+1 415 555 2671,Anna,\n",
            new ImportOrder { OnDuplicate = rule });

        import.Should().BeEquivalentTo(new { RowsRead = 3L, Created = 1L, Updated = (long)updated, Unchanged = (long)unchanged, Skipped = (long)skipped });
        (await world.ContactsAsync()).Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { FirstName = firstName, LastName = lastName.Length == 0 ? null : lastName });
    }

    [Theory]
    [EachDatabase(OnDuplicate.Skip)]
    [EachDatabase(OnDuplicate.FillBlanks)]
    [EachDatabase(OnDuplicate.Update)]
    public async Task A_known_person_joins_the_list_whatever_the_rule(Engine engine, OnDuplicate rule)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await world.AddAsync("4155552671", "Ann");

        await world.ImportAsync("Phone,First name\n4155552671,Anna\n", new ImportOrder { ListName = "L", OnDuplicate = rule });

        (await world.Lists().ListAsync(null, 10, Token))[0].MemberCount.Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task Own_fields_and_tags_are_merged_one_by_one(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await world.Book().AddAsync(
            new ContactChange
            {
                Phone = "4155552671",
                Attributes = new Dictionary<string, AttributeValue?> { ["roof_age"] = "10", ["colour"] = "red" },
                Tags = new List<string> { "old" },
            },
            Token);

        var filled = await world.ImportAsync("Phone,Roof age,Pets,Tags\n4155552671,12,cat,new;OLD\n", new ImportOrder { OnDuplicate = OnDuplicate.FillBlanks });
        var updated = await world.ImportAsync("Phone,Roof age\n4155552671,12\n", new ImportOrder { OnDuplicate = OnDuplicate.Update });

        (filled.Updated, updated.Updated).Should().Be((1, 1));
        var person = (await world.ContactsAsync()).Single();
        person.Attributes.Should().BeEquivalentTo(new Dictionary<string, string> { ["roof_age"] = "12", ["colour"] = "red", ["pets"] = "cat" });
        person.Tags.Should().Equal("old", "new");
    }

    [Theory, EachDatabase]
    public async Task Every_refused_row_is_told_with_its_place_and_can_be_downloaded(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var csv = "Phone,Name,Email\n4155552671,\"Ann\nLee\",\n\n123,=cmd(),bad\n,No Phone,\n4155552672,Bo,nobody@\n";

        var import = await world.ImportAsync(csv);

        import.Should().BeEquivalentTo(new { RowsRead = 4L, Created = 1L, Invalid = 3L });
        import.Problems.Select(problem => (problem.Row, problem.Column, problem.Value, problem.Code)).Should().Equal(
            (5, "Phone", "123", "invalid-phone"),
            (5, "Email", "bad", "invalid-email"),
            (6, "Phone", null, "missing-phone"),
            (7, "Email", "nobody@", "invalid-email"));
        var lines = new List<string>();
        await foreach (var line in world.Desk().ProblemsCsvAsync(import.Id, Token))
        {
            lines.Add(line);
        }

        lines.Should().HaveCount(5);
        lines[1].Should().StartWith("5,Phone,123,invalid-phone,");
    }

    [Theory, EachDatabase]
    public async Task All_problems_are_kept_and_the_first_hundred_shown(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var csv = new StringBuilder("Phone\n4155552671\n");
        for (var i = 0; i < 1250; i++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"bad{i}\n");
        }

        var import = await world.ImportAsync(csv.ToString());

        import.Invalid.Should().Be(1250);
        import.Problems.Should().HaveCount(100);
        import.Problems[0].Row.Should().Be(3);
        var count = 0;
        await foreach (var _ in world.Desk().ProblemsCsvAsync(import.Id, Token))
        {
            count++;
        }

        count.Should().Be(1251);
    }

    [Theory]
    [EachDatabase("", "empty-file")]
    [EachDatabase("\n\n \n", "empty-file")]
    [EachDatabase("Name,City\nAnn,Rome\n", "no-phone-column")]
    [EachDatabase("4155552671,Ann\n4155552672,Bo\n", "no-header")]
    [EachDatabase("Phone,Name\n4155552671,Ann\n4155552672,\"Bo\n4155552673,Cy\n", "unclosed-quote")]
    public async Task A_file_that_cannot_be_read_fails_with_a_reason(Engine engine, string csv, string code)
    {
        await using var world = await ContactsWorld.StartAsync(engine);

        var import = await world.ImportAsync(csv);

        import.Status.Should().Be(ImportStatus.Failed);
        import.Failure.Should().NotBeNullOrEmpty();
        import.Problems.Should().Contain(problem => problem.Code == code);
        (import.Created + import.Updated + import.Unchanged + import.Skipped + import.Invalid).Should().Be(import.RowsRead);
        (await world.ContactsAsync()).Should().HaveCount((int)import.Created);
        Directory.GetFiles(world.Storage.Folder("imports")).Should().BeEmpty("the upload goes when the import has ended");
    }

    [Theory, EachDatabase]
    public async Task An_unclosed_quote_keeps_the_rows_before_it_and_names_its_line(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);

        var import = await world.ImportAsync("Phone,Name\n4155552671,Ann\n4155552672,\"Bo\n4155552673,Cy\n");

        import.Should().BeEquivalentTo(new { Status = ImportStatus.Failed, RowsRead = 1L, Created = 1L });
        import.Problems.Should().ContainSingle().Which.Row.Should().Be(3);
    }

    [Theory, EachDatabase]
    public async Task Declared_consent_is_written_where_nothing_is_known_and_lifts_nothing(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await ConsentOf.UnsubscribedAsync(world, "+14155552672");
        await ConsentOf.SuppressedAsync(world, "+14155552673");
        var order = new ImportOrder { Consent = new ImportConsent("subscribed", "Paper forms, spring fair") };

        await world.ImportAsync("Phone\n4155552671\n4155552672\n4155552673\n4155552671\n", order);
        await world.ImportAsync("Phone\n4155552671\n", order);

        (await ConsentOf.StatesAsync(world)).Should().Equal("+14155552671 Subscribed Paper forms, spring fair", "+14155552672 Unsubscribed ");
        (await ConsentOf.EventsAsync(world)).Should().Equal("+14155552671 Imported Import Paper forms, spring fair tester");
        var page = await world.People().ListAsync(new ContactSearch(), Token);
        page.Items.OrderBy(contact => contact.Phone!.Value.E164).Select(contact => contact.Consent.Sms.ToString()).Should().Equal("Subscribed", "Unsubscribed", "Unsubscribed");
    }

    [Theory, EachDatabase]
    public async Task A_cancelled_import_takes_nothing_more(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var import = await world.AcceptAsync(GeneratedFile.Sound(50));

        (await world.Desk().CancelAsync(import.Id, Token)).Should().BeOfType<ImportOutcome.Accepted>();
        await world.Run().RunAsync(import.Id, Token);

        (await world.FindAsync(import.Id)).Should().BeEquivalentTo(new { Status = ImportStatus.Cancelled, RowsRead = 0L });
        (await world.ContactsAsync()).Should().BeEmpty();
        (await world.Desk().CancelAsync(import.Id, Token)).Should().BeOfType<ImportOutcome.Finished>();
    }

    [Theory, EachDatabase]
    public async Task A_person_removed_and_another_workspace_stay_apart(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var other = Id.New<WorkspaceId>(world.Time);
        await world.AddWorkspaceAsync(other);
        await world.Book(other).AddAsync(new ContactChange { Phone = "4155552671", FirstName = "Theirs" }, Token);

        var import = await world.ImportAsync("Phone,First name\n4155552671,Ours\n");

        import.Created.Should().Be(1);
        (await world.ContactsAsync()).Should().ContainSingle().Which.FirstName.Should().Be("Ours");
        (await world.Desk(other).FindAsync(import.Id, Token)).Should().BeNull();
        await using var db = world.Database.OpenEverybody();
        (await db.Contacts.CountAsync(Token)).Should().Be(2);
    }
}
