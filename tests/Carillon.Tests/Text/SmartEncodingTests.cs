using AwesomeAssertions;
using Carillon.Text;
using CsCheck;

namespace Carillon.Tests.Text;

public sealed class SmartEncodingTests
{
    /// <summary>Code points of the table, in ranges, and what each becomes.</summary>
    public static TheoryData<string, string> Table => [.. TextTable.Read("smart-characters.tsv").Select(row => (row[0], row[1]))];

    public static TheoryData<string, SmartEncoding, string> Bodies =>
        [.. TextTable.Read("smart-bodies.tsv").Select(row => (row[1], row[0].Split(' ').Aggregate(default(SmartEncoding), (all, name) => all | Enum.Parse<SmartEncoding>(name)), row[2]))];

    [Theory]
    [MemberData(nameof(Table))]
    public void Each_character_of_the_table_is_replaced(string codePoints, string to)
    {
        foreach (var character in codePoints.Split(' ').SelectMany(Range))
        {
            SmsText.Analyse($"a{character}b", SmartEncoding.On).Body.Should().Be($"a{to}b", "of U+{0:X4}", (int)character);
        }
    }

    [Fact]
    public void Each_replacement_fits_the_alphabet() =>
        SmartReplacement.Punctuation.Values.Should().OnlyContain(to => GsmAlphabet.Covers(to));

    [Fact]
    public void Curly_quotes_cost_a_body_its_encoding_unless_they_are_replaced()
    {
        SmsText.Analyse("It’s 5 o’clock").Encoding.Should().Be(SmsEncoding.Ucs2);

        var smart = SmsText.Analyse("It’s 5 o’clock", SmartEncoding.On);
        smart.Encoding.Should().Be(SmsEncoding.Gsm7);
        smart.Units.Should().Be(14);
        smart.Body.Should().Be("It's 5 o'clock");
        smart.Substitutions.Should().Equal(new SmsSubstitution(2, "’", "'"), new SmsSubstitution(8, "’", "'"));
    }

    [Fact]
    public void A_body_that_stays_UCS_2_keeps_every_character()
    {
        var smart = SmsText.Analyse("It’s 🎉", SmartEncoding.On);

        smart.Body.Should().Be("It’s 🎉");
        smart.Substitutions.Should().BeEmpty();
        smart.Offending.Should().HaveCount(2);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Marks_and_accents_have_switches_of_their_own(string body, SmartEncoding smart, string expected) =>
        SmsText.Replace(body, smart).Should().Be(expected);

    [Fact]
    public void A_body_without_anything_to_replace_is_the_same_instance()
    {
        var body = string.Concat("plain", " text");
        SmsText.Replace(body, SmartEncoding.On).Should().BeSameAs(body);
    }

    [Fact]
    public void Replacing_twice_is_replacing_once() => Gen.Select(
        Gen.OneOf(Gen.Char['\0', '\u04FF'], Gen.Char['\u2000', '\u2100'], Gen.Char['\uFF00', '\uFF60'], Gen.OneOf('a', '“', '…', '1')).Array[0, 12],
        Gen.OneOf(SmartEncoding.On, SmartEncoding.On | SmartEncoding.Accents, SmartEncoding.On | SmartEncoding.Marks)).Sample((characters, smart) =>
        {
            var once = SmsText.Replace(new string(characters), smart);
            return SmsText.Replace(once, smart) == once
                && (once == new string(characters) || SmsText.Count(once).Encoding == SmsEncoding.Gsm7);
        });

    private static IEnumerable<char> Range(string codePoints)
    {
        var ends = codePoints.Split('-');
        for (var c = Convert.ToInt32(ends[0], 16); c <= Convert.ToInt32(ends[^1], 16); c++)
        {
            yield return (char)c;
        }
    }
}
