using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Contacts.Imports;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Contacts.Imports;

/// <summary>Dry runs, remembered mappings and rows that name several people or several numbers.</summary>
public sealed class ImportShapesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_dry_run_counts_as_the_load_will_and_stores_nobody(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await world.AddAsync("+14155550100", "Old");
        var rows = Enumerable.Range(0, 600).Select(row => $"41555501{row % 50:00},{(row % 3 == 0 ? "" : "N" + (row % 5))},x{row % 7}");
        var csv = "Phone,First name,Note\n" + string.Join('\n', rows) + "\nbad,A,b\n4155550150,,\n";
        var order = new ImportOrder { ListName = "North", IsDryRun = true };

        foreach (var rule in Enum.GetValues<OnDuplicate>())
        {
            var dry = await RunAsync(world, csv, order with { OnDuplicate = rule }, 64);
            dry.Status.Should().Be(ImportStatus.Completed);
            dry.IsDryRun.Should().BeTrue();
            (await world.ContactsAsync()).Should().HaveCount(1);
            (await world.Lists().CountAsync(Token)).Should().Be(0);

            await using var twin = await ContactsWorld.StartAsync(engine);
            await twin.AddAsync("+14155550100", "Old");
            Counts(await RunAsync(twin, csv, order with { OnDuplicate = rule, IsDryRun = false }, 64)).Should().Be(Counts(dry), "{0}", rule);
        }
    }

    [Theory, EachDatabase]
    public async Task A_dry_run_that_died_begins_anew_and_cannot_be_undone(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var csv = "Phone\n" + string.Join('\n', Enumerable.Range(10, 80).Select(row => $"41555501{row}")) + "\nbad\n";
        var import = await world.AcceptAsync(System.Text.Encoding.UTF8.GetBytes(csv), new ImportOrder { IsDryRun = true });
        await using (var db = world.Database.OpenEverybody())
        {
            await db.ContactImports.Where(row => row.Id == import.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.RowsRead, 30).SetProperty(row => row.Created, 30), Token);
        }

        await world.Run().RunAsync(import.Id, Token);

        var done = await world.FindAsync(import.Id);
        Counts(done).Should().Be((81, 80, 0, 0, 0, 1));
        (await world.Desk().UndoAsync(import.Id, Token)).Should().BeOfType<ImportOutcome.Finished>();
    }

    [Theory, EachDatabase]
    public async Task What_was_said_of_a_header_serves_for_the_next_file_when_asked_for(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await world.ImportAsync("Kontakt,Wer,Seit\n4155550101,Ann,2020\n", new ImportOrder { Mapping = new Dictionary<string, string> { ["Kontakt"] = "phone", ["Wer"] = "firstName", ["Seit"] = "ignore" } });

        await world.ImportAsync("kontakt,WER,seit\n4155550102,Bo,2021\n", new ImportOrder { IsMappingRemembered = true });
        await world.ImportAsync("Kontakt,Wer,Seit\n4155550103,Cy,2022\n", new ImportOrder());
        await world.ImportAsync("Kontakt,Wer,Seit,Neu\n4155550104,Di,2023,x\n", new ImportOrder { IsMappingRemembered = true });
        var look = (await world.Desk().DetectAsync(new ImportOrder { IsMappingRemembered = true }, new MemoryStream("Kontakt,Wer,Seit\n4155550105,Ed,1\n"u8.ToArray()), Token)).Should().BeOfType<ImportOutcome.Detected>().Subject.Preview;

        var people = await world.ContactsAsync();
        people.Select(person => person.FirstName).Should().Equal("Ann", "Bo", null, null);
        people.Select(person => person.Attributes.Count).Should().Equal(0, 0, 2, 3);
        look.SavedMapping.Should().HaveCount(3);
        look.People[0].FirstName.Should().Be("Ed");
    }

    [Theory, EachDatabase]
    public async Task A_row_of_several_people_makes_each_of_them_and_counts_once(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        const string csv = """
            Type,Address,City,ZIP,Primary First Name,Primary Last Name,Primary Mobile Phone1,Primary Email1,Secondary First Name,Secondary Last Name,Secondary Mobile Phone1,Secondary Email1
            SFR,1 Elm St,Quincy,02169,Ann,Lee,(617) 555-0101,ann@example.com,Bob,Lee,617-555-0102,bob@example.com
            SFR,2 Elm St,Quincy,02169,Cy,Ray,617-555-0103,,Di,Ray,,
            SFR,3 Elm St,Quincy,02169,Ed,Fox,,,Flo,Fox,617-555-0104,
            SFR,4 Elm St,Quincy,02169,Gus,Hay,617-555-0105,,Ida,Hay,123,
            SFR,5 Elm St,Quincy,02169,Jo,Kay,,,Lu,Kay,,
            SFR,1 Elm St,Quincy,02169,Ann,Lee,(617) 555-0101,ann@example.com,Bob,Lee,617-555-0102,bob@example.com
            CON,6 Elm St,Quincy,02169,Mo,Nim,617-555-0106,,Ola,Nim,617-555-0106,
            """;

        var import = await world.ImportAsync(csv);

        Counts(import).Should().Be((7, 5, 0, 1, 0, 1));
        import.Problems.Select(problem => (problem.Row, problem.Code)).Should().Equal((5, "invalid-phone"), (6, "missing-phone"));
        import.Problems[0].Message.Should().EndWith("The rest of the row was taken.");
        var people = await world.ContactsAsync();
        people.Select(person => person.DisplayName).Should().Equal("Ann Lee", "Bob Lee", "Cy Ray", "Flo Fox", "Gus Hay", "Mo Nim");
        people.Select(person => person.Attributes["address"][..1]).Should().Equal("1", "1", "2", "3", "4", "6");
        people.Select(person => person.Attributes["zip"]).Should().AllBe("02169");
        people[1].Email.Should().Be("bob@example.com");
        people[2].Attributes["secondary_first_name"].Should().Be("Di");
        people[3].Attributes["primary_first_name"].Should().Be("Ed");
        people[5].Attributes["secondary_first_name"].Should().Be("Ola");
        Counts(await world.ImportAsync(csv)).Should().Be((7, 0, 0, 6, 0, 1));
    }

    [Theory]
    [InlineData("Owner 1 Name,Owner 1 Phone,Owner 2 Name,Owner 2 Phone,Owner 3 Phone")]
    [InlineData("Contact 1 Full Name,Contact 1 Cell,Contact 2 Full Name,Contact 2 Cell,Contact 3 Cell")]
    [InlineData("Name 1,Phone 1,Name 2,Phone 2,Phone 3")]
    public async Task Headers_with_numbers_of_people_are_known(string header)
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);

        var import = await world.ImportAsync(header + "\nAnn Lee,6175550101,Bo Ray,6175550102,6175550103\n");

        Counts(import).Should().Be((1, 1, 0, 0, 0, 0));
        (await world.ContactsAsync()).Select(person => person.DisplayName).Should().Equal("Ann Lee", "Bo Ray", "+16175550103");
    }

    [Theory, EachDatabase]
    public async Task A_further_number_stands_in_for_a_missing_one_and_is_else_kept(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);

        var order = new ImportOrder { Mapping = new Dictionary<string, string> { ["Name"] = "firstName", ["Phone 1"] = "phone", ["Phone 2"] = "otherPhone" } };
        var import = await world.ImportAsync("Name,Phone 1,Phone 2,Work phone\nAnn,6175550101,6175550102,\nBo,,6175550103,6175550109\nCy,12,6175550104,\nDi,,,6175550105\n", order);

        Counts(import).Should().Be((4, 3, 0, 0, 0, 1));
        import.Problems.Select(problem => (problem.Row, problem.Code)).Should().Equal((4, "invalid-phone"), (5, "missing-phone"));
        var people = await world.ContactsAsync();
        people.Select(person => person.Phone!.Value.E164[^4..]).Should().Equal("0101", "0103", "0104");
        people[0].Attributes.Should().BeEquivalentTo(new Dictionary<string, string> { ["phone_2"] = "6175550102" });
        people[1].Attributes.Should().BeEquivalentTo(new Dictionary<string, string> { ["work_phone"] = "6175550109" });
    }

    [Theory, EachDatabase]
    public async Task A_mapping_of_a_column_that_the_file_does_not_have_is_refused_at_once_and_named(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var order = new ImportOrder { ListName = "People", Mapping = new Dictionary<string, string> { ["Phone"] = "phone", ["Given name"] = "firstName" } };
        const string table = "Phone,First name\n6175550101,Ann\n";
        byte[] wide = [.. System.Text.Encoding.Unicode.GetPreamble(), .. System.Text.Encoding.Unicode.GetBytes(table)];
        using var packed = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(packed, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = await archive.CreateEntry("people.csv").OpenAsync(Token);
            await entry.WriteAsync(System.Text.Encoding.UTF8.GetBytes(table), Token);
        }

        foreach (var file in new[] { System.Text.Encoding.UTF8.GetBytes(table), wide, packed.ToArray() })
        {
            var (field, words) = (await world.OfferAsync(file, order)).Should().BeOfType<ImportOutcome.Invalid>().Subject.Errors.ByField.Should().ContainSingle().Subject;

            field.Should().Be("options.mapping.Given name");
            words.Should().ContainSingle().Which.Should().Contain("\"Given name\"").And.Contain("Phone, First name");
        }

        world.LargePacked = 0;
        using var large = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(large, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            await using var entry = await archive.CreateEntry("people.csv").OpenAsync(Token);
            await entry.WriteAsync(System.Text.Encoding.UTF8.GetBytes("Phone,Größe\n" + string.Concat(Enumerable.Range(0, 40_000).Select(n => $"617555{n:0000},größer\n"))), Token);
        }

        (await world.OfferAsync(large.ToArray(), order)).Should().BeOfType<ImportOutcome.Invalid>().Subject.Errors.ByField.Should().ContainKey("options.mapping.Given name");
        (await world.ContactsAsync()).Should().BeEmpty();
        (await world.ListsAsync()).Should().BeEmpty();
        (await world.OfferAsync(large.ToArray(), order with { Mapping = new Dictionary<string, string> { ["Phone"] = "phone", ["Größe"] = "attributes.size" } })).Should().BeOfType<ImportOutcome.Accepted>();
        (await world.OfferAsync(System.Text.Encoding.UTF8.GetBytes(table), order with { Mapping = new Dictionary<string, string> { ["phone"] = "phone" } })).Should().BeOfType<ImportOutcome.Accepted>();
    }

    private static (long, long, long, long, long, long) Counts(ImportView view) => (view.RowsRead, view.Created, view.Updated, view.Unchanged, view.Skipped, view.Invalid);

    private static async Task<ImportView> RunAsync(ContactsWorld world, string csv, ImportOrder order, int batch)
    {
        var import = await world.AcceptAsync(System.Text.Encoding.UTF8.GetBytes(csv), order);
        await new ImportRun(world.Database, world.Uploads, world.Checks, world.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger<ImportRun>.Instance) { BatchSize = batch }.RunAsync(import.Id, Token);
        return await world.FindAsync(import.Id);
    }
}
