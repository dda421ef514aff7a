using AwesomeAssertions;
using Carillon.Contacts.Imports.Reading;
using CsCheck;

namespace Carillon.Tests.Contacts.Imports.Reading;

public sealed class DelimitedReaderTests
{
    [Theory]
    [InlineData("a,b\nc,d\n", "1:a|b 2:c|d")]
    [InlineData("a,b\r\nc,d", "1:a|b 2:c|d")]
    [InlineData("a,b\rc,d\r", "1:a|b 2:c|d")]
    [InlineData("a\r\n\r\n\nb", "1:a 4:b")]
    [InlineData("a,,\n", "1:a||")]
    [InlineData("\"x,y\",\"say \"\"hi\"\"\"\n", "1:x,y|say \"hi\"")]
    [InlineData("\"x\ny\r\nz\",1\nb,2\n", "1:x\ny\r\nz|1 4:b|2")]
    [InlineData("a, \"b,c\" ,d\n", "1:a|b,c|d")]
    [InlineData("5\" pipe,2\n", "1:5\" pipe|2")]
    [InlineData("\"\"\n\"\",\n", "1: 2:|")]
    [InlineData("", "")]
    public void Records_are_cut_as_people_expect(string text, string expected) =>
        string.Join(' ', ReadAll(text, out _)).Should().Be(expected);

    [Theory]
    [InlineData("a,\"b\" c,d\ne,f\n", "1:a|!\"b\" c|d 2:e|f")]
    [InlineData("a,\"b\nc,d\ne,\"f\"\n", "1:a|!cut b 2:c|d 3:e|f")]
    public void A_quote_that_goes_on_costs_one_row(string text, string expected) =>
        string.Join(' ', ReadAll(text, out _)).Should().Be(expected);

    [Fact]
    public void A_quote_that_nothing_closes_is_named_with_its_line()
    {
        var rows = ReadAll("a,b\nc,d\ne,\"f\ng,h\n", out var fault);

        rows.Should().Equal("1:a|b", "2:c|d");
        fault!.Should().BeEquivalentTo(new { Code = "unclosed-quote", Line = 3L });
    }

    [Fact]
    public void A_cell_beyond_the_limit_is_named_with_its_line()
    {
        ReadAll("a\nb\n" + new string('x', 70_000) + "\n", out var fault);
        fault!.Should().BeEquivalentTo(new { Code = "field-too-long", Line = 3L });

        ReadAll("a\n\"" + new string('x', 70_000) + "\"\n", out fault);
        fault!.Should().BeEquivalentTo(new { Code = "field-too-long", Line = 2L });

        ReadAll("a\n\"" + new string('x', 300_000), out fault);
        fault!.Should().BeEquivalentTo(new { Code = "unclosed-quote", Line = 2L });
    }

    [Fact]
    public void A_row_of_a_million_columns_is_counted_and_not_kept()
    {
        var reader = new DelimitedReader(new StringReader(new string(',', 999_999) + "\nb\n"), ',');

        reader.Read().Should().BeTrue();
        reader.CellCount.Should().Be(1_000_000);
        reader.Read().Should().BeTrue();
        reader.Cell(0).Should().Be("b");
    }

    [Fact]
    public void What_is_written_by_the_rules_is_read_back_whatever_stands_in_it() =>
        Gen.Select(Gen.String[Gen.Char[",;\"\r\n \tabcé'"], 0, 12].Array[1, 6].Array[1, 30], Gen.Int[1, 9000]).Sample((rows, padding) =>
        {
            // A long first cell moves the records over the ends of the reader's buffer.
            string[][] all = [[new string('p', padding * 7)], .. rows];
            var text = string.Concat(all.Select(row => string.Join(',', row.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n"));
            var reader = new DelimitedReader(new StringReader(text), ',');
            foreach (var row in all)
            {
                if (!reader.Read() || reader.CellCount != row.Length || row.Where((cell, at) => reader.Cell(at) != cell).Any())
                {
                    return false;
                }
            }

            return !reader.Read() && reader.Fault is null;
        });

    [Fact]
    public void Any_text_at_all_is_read_to_its_end_or_to_a_fault() =>
        Gen.String[Gen.Char[",\"\r\na "], 0, 400].Sample(text =>
        {
            var reader = new DelimitedReader(new StringReader(text), ',');
            var line = 0L;
            while (reader.Read())
            {
                if (reader.Line <= line)
                {
                    return false;
                }

                line = reader.Line;
            }

            return line <= text.Length + 1;
        });

    private static List<string> ReadAll(string text, out FileFault? fault)
    {
        var reader = new DelimitedReader(new StringReader(text), ',');
        var rows = new List<string>();
        while (reader.Read())
        {
            var cells = Enumerable.Range(0, reader.CellCount).Select(at =>
                (reader.FlawedCell == at ? reader.IsCut ? "!cut " : "!" : "") + reader.Cell(at));
            rows.Add($"{reader.Line}:{string.Join('|', cells)}");
        }

        fault = reader.Fault;
        return rows;
    }
}
