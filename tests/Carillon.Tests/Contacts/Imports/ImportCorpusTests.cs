using System.Text;
using AwesomeAssertions;
using Carillon.Contacts.Imports;
using Carillon.Tests.Engines;
using CsCheck;

namespace Carillon.Tests.Contacts.Imports;

/// <summary>Files as the world sends them, made by code. Whatever they hold: no crash, every row counted, nothing half done.</summary>
public sealed class ImportCorpusTests
{
    private static readonly Encoding Western = Western1252();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Encodings => ["utf-8", "utf-8 mark", "utf-16 mark", "utf-16BE mark", "utf-16", "utf-16BE", "windows-1252"];

    [Theory, MemberData(nameof(Encodings))]
    public async Task Letters_arrive_as_they_were_written_in_every_encoding(string name)
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);
        var encoding = name.Split(' ')[0] switch { "windows-1252" => Western, var known => Encoding.GetEncoding(known) };
        var mark = encoding.GetPreamble().Where(_ => name.EndsWith("mark", StringComparison.Ordinal));

        var import = await world.ImportAsync([.. mark, .. encoding.GetBytes("Téléphone;Prénom;Ville\r\n4155552671;Zoë;Köln\r\n4155552672;“Renée” – né;Málaga\r\n")]);

        import.Should().BeEquivalentTo(new { Status = ImportStatus.Completed, Created = 2L, RowsTotal = 2L });
        var people = await world.ContactsAsync();
        people.Select(person => person.FirstName).Should().Equal("Zoë", "“Renée” – né");
        people.Select(person => person.Attributes["ville"]).Should().Equal("Köln", "Málaga");
    }

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("|")]
    public async Task Every_usual_delimiter_is_found(string delimiter)
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);

        var import = await world.ImportAsync("Phone,First name,Note\n4155552671,Ann,\"a,b;c|d\te\"\n4155552672,Bo,\n".Replace(",", delimiter, StringComparison.Ordinal));

        import.Created.Should().Be(2);
    }

    [Fact]
    public async Task Bytes_that_are_no_letters_cost_their_row_and_no_other()
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);
        byte[] file = [.. "Phone,First name\n4155552671,Zoë\n4155552672,B"u8, 0xC3, 0x28, .. "\n4155552673,Renée\n"u8];

        var import = await world.ImportAsync(file);

        import.Should().BeEquivalentTo(new { Created = 2L, Invalid = 1L });
        import.Problems.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Row = 3L, Column = "First name", Code = "unreadable-text" });
    }

    [Theory, EachDatabase]
    public async Task Zero_bytes_formulas_and_control_characters_do_no_harm(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);

        var import = await world.ImportAsync("Phone,First name,Note\n4155552671,=HYPERLINK(1),@SUM\n4155552672,A\0b,x\n4155552673,a\u0007b,'=1+1\n");

        import.Should().BeEquivalentTo(new { Created = 2L, Invalid = 1L });
        var people = await world.ContactsAsync();
        people.Select(person => (person.FirstName, person.Attributes["note"])).Should().Equal(("=HYPERLINK(1)", "@SUM"), ("a\u0007b", "=1+1"));
    }

    [Theory]
    [InlineData("50 4B 03 04 14 00 06 00", "damaged")]
    [InlineData("D0 CF 11 E0 A1 B1 1A E1", "old Excel workbook")]
    public async Task A_damaged_or_old_workbook_is_refused_at_the_door(string bytes, string words)
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);
        var file = Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal));

        var outcome = await world.Desk().AcceptAsync(new ImportOrder(), "people.xlsx", new MemoryStream(file), "tester", Token);

        outcome.Should().BeOfType<ImportOutcome.Invalid>().Which.Errors.ByField.Should().ContainKey("file")
            .WhoseValue.Should().ContainSingle().Which.Should().Contain(words);
        Directory.GetFiles(world.Storage.Folder("imports")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_no_text_fails_with_a_reason(int seed)
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);
        var noise = new byte[20_000];
        new Random(seed).NextBytes(noise);

        var import = await world.ImportAsync(noise);

        import.Should().BeEquivalentTo(new { Status = ImportStatus.Failed, RowsRead = 0L });
        import.Failure.Should().NotBeNullOrEmpty();
    }

    [Fact]
    public async Task Too_many_columns_and_too_long_cells_fail_with_the_place()
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);

        var wide = await world.ImportAsync("Phone" + string.Concat(Enumerable.Range(0, 600).Select(at => $",c{at}")) + "\n4155552671\n");
        var million = await world.ImportAsync("Phone" + new string(',', 1_000_000) + "\n4155552671\n");
        var longCell = await world.ImportAsync("Phone,Note\n4155552671,a\n4155552672," + new string('x', 70_000) + "\n4155552673,b\n");

        wide.Problems.Should().ContainSingle().Which.Code.Should().Be("too-many-columns");
        million.Problems.Should().ContainSingle().Which.Code.Should().Be("too-many-columns");
        longCell.Should().BeEquivalentTo(new { Status = ImportStatus.Failed, RowsRead = 1L, Created = 1L });
        longCell.Problems.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Row = 3L, Code = "field-too-long" });
    }

    [Fact]
    public async Task A_piecesof_512_columns_is_taken_whole()
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);

        var import = await world.ImportAsync("Phone" + string.Concat(Enumerable.Range(1, 511).Select(at => $",c{at}")) + "\n4155552671" + string.Concat(Enumerable.Range(1, 511).Select(at => $",v{at}")) + "\n");

        import.Created.Should().Be(1);
        (await world.ContactsAsync()).Single().Attributes.Should().HaveCount(511).And.Contain("c511", "v511");
    }

    [Fact]
    public async Task Odd_headers_are_kept_apart()
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);

        await world.ImportAsync("Phone,,Roof Age,roof age,,RoofAge\n4155552671,a,b,c,d,e\n");

        (await world.ContactsAsync()).Single().Attributes.Should().Equal(new Dictionary<string, string>
        {
            ["column_2"] = "a",
            ["roof_age"] = "b",
            ["roof_age_2"] = "c",
            ["column_5"] = "d",
            ["roof_age_3"] = "e",
        });
    }

    [Fact]
    public async Task Random_files_add_up_and_change_nothing_when_they_come_again()
    {
        var cell = Gen.Frequency(
            (6, Gen.Int[0, 30].Select(GeneratedFile.Phone)),
            (2, Of("(415) 555-2671", "12", "", "1.4155E+10", " +1 415 555 2672 ", "zzz")),
            (1, Gen.String[Gen.Char["\",;\n\r a=1é\uFFFE\0"], 0, 12]));
        var row = Gen.Select(cell, Gen.String[Gen.Char["\",\n\r ab'=é"], 0, 8], Of("a@b.co", "", "x", "\"q\"")).Select((phone, name, mail) => $"{phone},{name},{mail}");
        await Gen.Select(row.Array[0, 40], Of("\n", "\r\n", "\r")).SampleAsync(
            async pieces =>
            {
                var (rows, end) = pieces;
                await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);
                var file = Encoding.UTF8.GetBytes("Phone,First name,Email" + end + string.Join(end, rows));

                var first = await world.ImportAsync(file);
                var people = await world.ContactsAsync();
                var second = await world.ImportAsync(file);

                return new[] { first, second }.All(import => import.IsFinished
                        && import.Created + import.Updated + import.Unchanged + import.Skipped + import.Invalid == import.RowsRead
                        && (import.Status is ImportStatus.Completed || import.Failure is not null))
                    && people.Count == first.Created
                    && second is { Created: 0, Updated: 0 } && second.RowsRead == first.RowsRead && second.Invalid == first.Invalid;
            },
            iter: 60,
            threads: 1);
    }

    private static Gen<string> Of(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private static Encoding Western1252()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(1252);
    }
}
