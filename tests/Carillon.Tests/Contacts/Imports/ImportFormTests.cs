using System.IO.Compression;
using System.Text;
using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Contacts.Imports;
using Carillon.Contacts.Numbers;
using Carillon.Tests.Engines;
using MiniExcelLibs;

namespace Carillon.Tests.Contacts.Imports;

/// <summary>The forms in which tables come: workbooks, zipped text, encodings of other countries.</summary>
public sealed class ImportFormTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_workbook_is_read_row_by_row_with_the_rows_of_the_sheet(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var rows = new[]
        {
            new Dictionary<string, object?> { ["Mobile"] = 14155552671d, ["First Name"] = "Ann", ["Note"] = "two\nlines, \"quoted\"", ["Born"] = new DateTime(1980, 5, 6), ["Age"] = 45.5 },
            new Dictionary<string, object?> { ["Mobile"] = "12", ["First Name"] = "Bo", ["Note"] = null, ["Born"] = null, ["Age"] = null },
            new Dictionary<string, object?> { ["Mobile"] = "+1 (415) 555-2672", ["First Name"] = "=1+1", ["Note"] = "x", ["Born"] = null, ["Age"] = 7 },
        };

        var import = await world.ImportAsync(Workbook(rows));

        import.Should().BeEquivalentTo(new { Status = ImportStatus.Completed, RowsRead = 3L, RowsTotal = 3L, Created = 2L, Invalid = 1L });
        import.Problems.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Row = 3L, Column = "Mobile", Value = "12" });
        var people = await world.ContactsAsync();
        people[0].Should().BeEquivalentTo(new { FirstName = "Ann" });
        people[0].Attributes.Should().BeEquivalentTo(new Dictionary<string, string> { ["note"] = "two\nlines, \"quoted\"", ["born"] = "1980-05-06", ["age"] = "45.5" });
        people[1].FirstName.Should().Be("=1+1");
        (await world.ImportAsync(Workbook(rows))).Should().BeEquivalentTo(new { Created = 0L, Updated = 0L, Unchanged = 2L, Invalid = 1L });
    }

    [Theory, EachDatabase]
    public async Task A_zipped_table_is_read_as_if_it_were_not(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);

        var import = await world.ImportAsync(Zip(("../../people.csv", "Phone;First Name\n4155552671;Ann\n"), ("readme.md", "x")));

        import.Should().BeEquivalentTo(new { Status = ImportStatus.Completed, Created = 1L });
    }

    [Theory, EachDatabase]
    public async Task Shift_JIS_and_Windows_1252_are_told_apart(Engine engine)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        await using var world = await ContactsWorld.StartAsync(engine);

        await world.ImportAsync(Encoding.GetEncoding("shift_jis").GetBytes("Phone,First Name,City\n4155552671,太郎,東京都\n4155552672,花子,大阪府のまち\n"));
        await world.ImportAsync(Encoding.GetEncoding("windows-1252").GetBytes("Phone,First Name,City\n4155552673,José,Köln “am Rhein”\n4155552674,Müller,Ann’s – café\n"));

        (await world.ContactsAsync()).Select(person => person.FirstName).Should().Equal("太郎", "花子", "José", "Müller");
    }

    [Fact]
    public async Task What_would_unpack_too_far_is_refused_before_it_is_unpacked()
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);
        foreach (var (file, words) in new[]
        {
            (Zip(("people.csv", new string('0', 50_000_000))), "grow more than 100 times"),
            (Zip(("a.csv", "Phone\n1"), ("b.csv", "Phone\n1")), "holds 2 tables"),
            (Zip(("a.exe", "MZ")), "holds no CSV"),
            ("PK\u0003\u0004 and then nothing"u8.ToArray(), "damaged"),
        })
        {
            var outcome = await world.Desk().AcceptAsync(new ImportOrder(), "people.zip", new MemoryStream(file), "tester", Token);

            outcome.Should().BeOfType<ImportOutcome.Invalid>().Which.Errors.ByField["file"].Should().ContainSingle().Which.Should().Contain(words);
        }
    }

    [Fact]
    public async Task A_damaged_workbook_fails_with_a_message()
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);

        var import = await world.ImportAsync(Zip(
            ("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><workbook>&e;</workbook>"), ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>")));

        import.Should().BeEquivalentTo(new { Status = ImportStatus.Failed, RowsRead = 0L });
        import.Failure.Should().Contain("damaged");
    }

    [Theory, EachDatabase]
    public async Task Mobile_only_leaves_landlines_aside_and_counts_them(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);

        var import = await world.ImportAsync(
            "Phone,Name\n+442079460000,Land\n+447911123456,Mobile\n+14155552671,Either\n+18005551234,Free\nx,Bad\n", new ImportOrder { IsMobileOnly = true });

        import.Should().BeEquivalentTo(new { RowsRead = 5L, Created = 2L, Skipped = 2L, Invalid = 1L });
        import.Problems.Where(problem => problem.Code == "not-mobile").Select(problem => problem.Row).Should().Equal(2, 5);
        (await world.ContactsAsync()).Select(person => person.LineType).Should().BeEquivalentTo([LineType.Unknown, LineType.Mobile]);
    }

    [Theory, EachDatabase]
    public async Task Mobile_only_leaves_lines_over_the_internet_aside_and_keeps_the_unknown(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        world.Checker.Answer = phone => new NumberAnswer.Told(true, phone.E164[^1] switch { '1' => LineType.Mobile, '2' => LineType.Voip, _ => LineType.Unknown }, null, "US");

        var import = await world.ImportAsync("Phone\n4155552671\n4155552672\n4155552673\n", new ImportOrder { IsMobileOnly = true, Validation = "numverify" });

        import.Should().BeEquivalentTo(new { RowsRead = 3L, Created = 2L, Skipped = 1L });
        import.Problems.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Row = 3L, Code = "not-mobile", Message = "The number is no mobile one (one over the internet); only mobile numbers were asked for." });
        (await world.ContactsAsync()).Select(person => person.LineType).Should().Equal(LineType.Mobile, LineType.Unknown);
    }

    [Theory, EachDatabase]
    public async Task What_a_provider_does_not_tell_makes_no_number_invalid(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var asked = 0;
        world.Checker.Answer = phone =>
        {
            Interlocked.Increment(ref asked);
            return phone.E164[^1] switch
            {
                '1' => new NumberAnswer.Told(true, LineType.Mobile, "Carrier", "US"),
                '2' => new NumberAnswer.Told(true, LineType.Landline, null, "US"),
                '3' => new NumberAnswer.Told(false, LineType.Unknown, null, null),
                _ => new NumberAnswer.Untold("away", false, false, null),
            };
        };
        const string File = "Phone\n4155552671\n4155552672\n4155552673\n4155552674\n";
        var order = new ImportOrder { IsMobileOnly = true, Validation = "numverify" };

        var import = await world.ImportAsync(File, order);
        var again = await world.ImportAsync(File, order);

        import.Should().BeEquivalentTo(new { RowsRead = 4L, Created = 2L, Skipped = 1L, Invalid = 1L });
        again.Should().BeEquivalentTo(new { RowsRead = 4L, Unchanged = 2L, Skipped = 1L, Invalid = 1L });
        asked.Should().Be(5); // three were told and are remembered, one is asked again
    }

    [Theory, EachDatabase]
    public async Task A_look_at_a_file_shows_its_rows_as_they_would_be_stored(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);

        var outcome = await world.Desk().DetectAsync(
            new ImportOrder(), new MemoryStream("Cell,Full Name,Roof age,Signed\n415-555-2671,Ann Lee,12,2026-11-27\n12,Bo,3.5,2026-01-02\n"u8.ToArray()), Token);

        var preview = outcome.Should().BeOfType<ImportOutcome.Detected>().Which.Preview;
        preview.People[0].Should().BeEquivalentTo(new { Row = 2L, FirstName = "Ann", LastName = "Lee" });
        preview.People[1].Problems.Should().ContainSingle().Which.Code.Should().Be("invalid-phone");
        preview.AttributeTypes.Should().BeEquivalentTo(new Dictionary<string, AttributeType> { ["roof_age"] = AttributeType.Number, ["signed"] = AttributeType.Date });
    }

    [Fact]
    public async Task A_look_counts_rows_as_the_import_does()
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);
        var sheet = Workbook([new Dictionary<string, object?> { ["Phone"] = "4155552671" }, new Dictionary<string, object?> { ["Phone"] = null }, new Dictionary<string, object?> { ["Phone"] = "4155552672" }]);

        foreach (var file in new[] { Encoding.UTF8.GetBytes("Phone,Note\n4155552671,\"two\nlines\"\n\n\n4155552672,x\n\n"), sheet })
        {
            var look = await world.Desk().DetectAsync(new ImportOrder(), new MemoryStream(file), Token);
            var import = await world.ImportAsync(file);

            look.Should().BeOfType<ImportOutcome.Detected>().Which.Preview.RowsTotal.Should().Be(import.RowsRead);
            import.RowsRead.Should().Be(2);
        }
    }

    [Theory, EachDatabase]
    public async Task Time_zones_are_taken_though_some_of_them_are_none(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);

        var import = await world.ImportAsync("phone,timeZone\n4155552671,America/Chicago\n4155552672,Nowhere/Bad\n4155552673,\n");
        var words = await world.ImportAsync("phone,timeZone\n4155552681,America/Chicago\n4155552682,morning\n4155552683,evening\n");

        (await world.ContactsAsync()).Select(person => person.TimeZone).OfType<string>().Should().Equal("America/Chicago");
        import.Problems.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Row = 3L, Column = "timeZone", Value = "Nowhere/Bad" });
        words.Should().BeEquivalentTo(new { Created = 3L, Invalid = 0L });
    }

    internal static byte[] Workbook(IEnumerable<IDictionary<string, object?>> rows)
    {
        using var file = new MemoryStream();
        MiniExcel.SaveAs(file, rows);
        return file.ToArray();
    }

    internal static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file.ToArray();
    }
}
