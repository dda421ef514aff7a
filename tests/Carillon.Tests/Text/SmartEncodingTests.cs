using AwesomeAssertions;
using Carillon.Text;
using CsCheck;

namespace Carillon.Tests.Text;

public sealed class SmartEncodingTests
{
    /// <summary>Code points of the table, in ranges, and what each becomes.</summary>
    public static TheoryData<string, string> Table => new()
    {
        { "201C 201D 201E 201F 00AB 00BB 2033 FF02", "\"" },
        { "2018 2019 201B 2032 00B4 0060 02BB 02BC FF07", "'" },
        { "201A 3001 FF0C", "," },
        { "2013 2014 2015 2010 2011 2012 2212 2022", "-" },
        { "2026", "..." },
        { "00A0 2000-200A 202F 205F 3000 0009", " " },
        { "200B 200C 200D 2060 FEFF 00AD 0000-0008 000E-001A 001C-001F 007F-009F", "" },
        { "2028 2029", "\n" },
        { "2039", "<" },
        { "203A", ">" },
        { "00F7 2044 2215 FF0F", "/" },
        { "00BC", "1/4" },
        { "00BD", "1/2" },
        { "00BE", "3/4" },
        { "203C", "!!" },
        { "2049", "!?" },
        { "2126", "\u03A9" },
        { "212B", "\u00C5" },
        { "212A", "K" },
        { "FF01", "!" },
        { "FF21", "A" },
        { "FF5E", "~" },
    };

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
    [InlineData("© ® ™ soon", SmartEncoding.On, "© ® ™ soon")]
    [InlineData("© ® ™ soon", SmartEncoding.On | SmartEncoding.Marks, "(c) (R) (TM) soon")]
    [InlineData("garçon, ação, Žižek, Łódź", SmartEncoding.On, "garçon, ação, Žižek, Łódź")]
    [InlineData("garçon, ação, Žižek, Łódź", SmartEncoding.On | SmartEncoding.Accents, "garcon, acao, Zizek, Lodz")]
    [InlineData("é è à ù ì ò ä ö ñ ü å æ ø ß ê", SmartEncoding.Accents, "é è à ù ì ò ä ö ñ ü å æ ø ß e")]
    [InlineData("cafe\u0301 a\u0301", SmartEncoding.Accents, "café a")]
    [InlineData("´a", SmartEncoding.Accents, "´a")]
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
