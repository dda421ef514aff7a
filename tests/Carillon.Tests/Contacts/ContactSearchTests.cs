using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Contacts.Imports;
using Carillon.Primitives;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Contacts;

/// <summary>The search box: any part of a name, a number or an address.</summary>
public sealed class ContactSearchTests
{
    private const string People = """
        Phone,First name,Last name,Email
        4155552671,Ann,O'Neil,ann.oneil@example.com
        2125552672,Émile,Straße,emile@example.org
        +44 7911 123456,Bo,100% Li_,bo@x.io
        3035552674,Zoë "Zed",Annesley,zz@example.com
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Any_part_of_a_name_a_number_or_an_address_finds_people(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await world.ImportAsync(People, new ImportOrder { ListName = "L" });

        (await FindAsync(world, "nn")).Should().BeEquivalentTo("Ann", "Zoë \"Zed\"");
        (await FindAsync(world, "neil")).Should().BeEquivalentTo("Ann");
        (await FindAsync(world, "ANN")).Should().BeEquivalentTo("Ann", "Zoë \"Zed\"");
        (await FindAsync(world, "o'n")).Should().BeEquivalentTo("Ann");
        (await FindAsync(world, "\"zed\"")).Should().BeEquivalentTo("Zoë \"Zed\"");
        (await FindAsync(world, "example.com")).Should().BeEquivalentTo("Ann", "Zoë \"Zed\"");
        (await FindAsync(world, "100%")).Should().BeEquivalentTo("Bo");
        (await FindAsync(world, "li_")).Should().BeEquivalentTo("Bo");
        (await FindAsync(world, "l__")).Should().BeEmpty();
        (await FindAsync(world, "z")).Should().BeEquivalentTo("Zoë \"Zed\"");
        (await FindAsync(world, "traß")).Should().BeEquivalentTo("Émile");
        (await FindAsync(world, "zzzz")).Should().BeEmpty();
        (await FindAsync(world, "ANN.ONEIL@example.com")).Should().BeEquivalentTo("Ann");
        (await FindAsync(world, "oneil@example")).Should().BeEquivalentTo("Ann");
        (await FindAsync(world, "oneil@example.org")).Should().BeEmpty("every letter counts, also those that the index is not asked for");
    }

    [Theory, EachDatabase]
    public async Task A_part_of_a_number_may_be_written_in_any_form(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await world.ImportAsync(People, new ImportOrder { ListName = "L" });

        (await FindAsync(world, "555-2671")).Should().BeEquivalentTo("Ann");
        (await FindAsync(world, "(415) 555")).Should().BeEquivalentTo("Ann");
        (await FindAsync(world, "415.555.2671")).Should().BeEquivalentTo("Ann");
        (await FindAsync(world, "+1 415")).Should().BeEquivalentTo("Ann");
        (await FindAsync(world, "07911")).Should().BeEquivalentTo("Bo");
        (await FindAsync(world, "0044 7911")).Should().BeEquivalentTo("Bo");
        (await FindAsync(world, "000")).Should().BeEmpty();
        (await FindAsync(world, "2672")).Should().BeEquivalentTo("Émile");
    }

    [Theory, EachDatabase]
    public async Task A_large_import_tells_the_engine_how_its_people_lie_and_they_are_found_as_before(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var import = await world.AcceptAsync(System.Text.Encoding.UTF8.GetBytes(People), new ImportOrder { ListName = "L" });
        await new ImportRun(world.Database, world.Uploads, world.Checks, world.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<ImportRun>.Instance) { LearnsFrom = 1 }
            .RunAsync(import.Id, TestContext.Current.CancellationToken);

        (await world.FindAsync(import.Id)).Status.Should().Be(ImportStatus.Completed);
        (await FindAsync(world, "neil")).Should().BeEquivalentTo("Ann");
        (await FindAsync(world, "example.com")).Should().BeEquivalentTo("Ann", "Zoë \"Zed\"");
    }

    [Theory, EachDatabase]
    public async Task Several_words_must_all_be_there(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await world.ImportAsync(People, new ImportOrder { ListName = "L" });

        (await FindAsync(world, "ann 415")).Should().BeEquivalentTo("Ann");
        (await FindAsync(world, "ann 303")).Should().BeEquivalentTo("Zoë \"Zed\"");
        (await FindAsync(world, "ann emile")).Should().BeEmpty();
        (await FindAsync(world, "  zo   example ")).Should().BeEquivalentTo("Zoë \"Zed\"");
    }

    [Theory, EachDatabase]
    public async Task Who_is_changed_or_gone_is_found_by_what_is_true_now(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var ann = await world.AddAsync("4155552671", "Annabel");
        var gone = await world.AddAsync("4155552672", "Annabel");
        await world.Book().ChangeAsync(ann.Id, new ContactChange { FirstName = "Beatrix" }, Token);
        await world.Book().RemoveAsync(gone.Id, Token);

        (await IndexedAsync(world, "annabel")).Should().BeEmpty();
        (await IndexedAsync(world, "beatrix")).Should().BeEquivalentTo("Beatrix");
        (await IndexedAsync(world, "2671")).Should().BeEquivalentTo("Beatrix");
    }

    [Theory, EachDatabase]
    public async Task Who_is_changed_by_an_import_or_goes_with_it_is_found_by_what_is_true_then(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await world.ImportAsync("Phone,First name,Email\n4155552671,Annabel,annabel@example.com\n4155552672,Cordelia,c@example.com\n", new ImportOrder { ListName = "L" });
        await world.ImportAsync("Phone,First name\n4155552671,Beatrix\n4155552673,Dorothea\n", new ImportOrder { ListName = "L", OnDuplicate = OnDuplicate.Update });
        await world.Book().ChangeAsync((await world.People().ListAsync(new ContactSearch { Text = "Dorothea" }, Token)).Items[0].Id, new ContactChange { FirstName = "Euphemia" }, Token);

        (await IndexedAsync(world, "annabel")).Should().BeEquivalentTo(["Beatrix"], "the address stays");
        (await IndexedAsync(world, "beatrix")).Should().BeEquivalentTo("Beatrix");
        (await IndexedAsync(world, "cordelia")).Should().BeEquivalentTo("Cordelia");
        (await IndexedAsync(world, "dorothea")).Should().BeEmpty();
        (await IndexedAsync(world, "euphemia")).Should().BeEquivalentTo("Euphemia");
    }

    [Theory, EachDatabase]
    public async Task Nobody_of_another_workspace_is_found(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var other = Id.New<WorkspaceId>(world.Time);
        await world.AddWorkspaceAsync(other);
        await world.Book(other).AddAsync(new ContactChange { Phone = "4155552671", FirstName = "Annabel" }, Token);

        (await FindAsync(world, "annabel")).Should().BeEmpty();
        (await IndexedAsync(world, "annabel")).Should().BeEmpty();
    }

    [Theory, EachDatabase]
    public async Task Among_more_than_the_newest_every_match_comes_once_page_by_page(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var rows = Enumerable.Range(0, 7_000).Select(n => $"415{n / 10_000 + 555}{n % 10_000:0000},{(n % 900 == 0 ? "Rare" : "Common")}{n}");
        var import = await world.ImportAsync($"Phone,First name\n{string.Join('\n', rows)}\n", new ImportOrder { ListName = "L" });
        import.Created.Should().Be(7_000);

        (await EveryPageAsync(world, "rare")).Should().OnlyHaveUniqueItems().And.HaveCount(8);
        (await EveryPageAsync(world, "ra")).Should().OnlyHaveUniqueItems().And.HaveCount(8);
        (await world.People().ListAsync(new ContactSearch { Text = "common", CountsTo = 100 }, Token)).Total.Should().Be(101);
        (await world.People().ListAsync(new ContactSearch { Text = "common", IsCounted = true }, Token)).Total.Should().Be(6_992);
    }

    private static async Task<IReadOnlyList<string?>> FindAsync(ContactsWorld world, string text)
    {
        var found = (await world.People().ListAsync(new ContactSearch { Text = text }, Token)).Items.Select(person => person.FirstName).ToList();
        (await IndexedAsync(world, text)).Should().BeEquivalentTo(found, "the index knows what looking at everybody knows");
        return found;
    }

    /// <summary>By the index, whatever the newest are.</summary>
    private static async Task<IReadOnlyList<string?>> IndexedAsync(ContactsWorld world, string text) =>
        await SearchWords.Of(text).In(world.Open()).Select(person => person.FirstName).ToListAsync(Token);

    private static async Task<List<ContactId>> EveryPageAsync(ContactsWorld world, string text)
    {
        var seen = new List<ContactId>();
        ContactPlace? after = null;
        do
        {
            var page = await world.People().ListAsync(new ContactSearch { Text = text, Limit = 3, After = after }, Token);
            seen.AddRange(page.Items.Select(person => person.Id));
            after = page.Next;
        }
        while (after is not null);
        return seen;
    }
}
