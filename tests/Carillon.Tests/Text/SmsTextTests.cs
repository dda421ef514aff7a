using System.Text;
using AwesomeAssertions;
using Carillon.Text;
using CsCheck;

namespace Carillon.Tests.Text;

public sealed class SmsTextTests
{
    private const string Family = "👨‍👩‍👧‍👦";

    private static readonly Gen<string> CodePoint = Gen.OneOf(
        Gen.OneOf([.. GsmAlphabet.Default.Where(c => c != '\0').Select(c => c.ToString())]),
        Gen.OneOf([.. GsmAlphabet.Extension.Select(entry => entry.Character.ToString())]),
        Gen.OneOf("日", "ç", "“", "’", "—", "\u00A0", "😀", "🎉", "\u0301", "\t", "`", "™"));

    private static readonly Gen<string[]> GsmCodePoints = Gen.OneOf([.. GsmAlphabet.Default.Where(c => c != '\0').Select(c => c.ToString()), "€", "[", "^", "~"])
        .Array[0, 700];

    private static readonly Gen<string[]> CodePoints = Gen.OneOf(CodePoint.Array[0, 400], GsmCodePoints, Gen.OneOf("a", "b", "€", "[", "日", "😀").Array[0, 400]);

    public static TheoryData<string, SmsEncoding, int, int[]> WorkedExamples => new()
    {
        { "", SmsEncoding.Gsm7, 0, [] },
        { Repeat("x", 160), SmsEncoding.Gsm7, 160, [160] },
        { Repeat("x", 161), SmsEncoding.Gsm7, 161, [153, 8] },
        { Repeat("x", 306), SmsEncoding.Gsm7, 306, [153, 153] },
        { Repeat("x", 307), SmsEncoding.Gsm7, 307, [153, 153, 1] },
        { "Total: 5€", SmsEncoding.Gsm7, 10, [10] },
        { Repeat("€", 80), SmsEncoding.Gsm7, 160, [160] },
        { Repeat("€", 81), SmsEncoding.Gsm7, 162, [152, 10] },
        { Repeat("€", 152), SmsEncoding.Gsm7, 304, [152, 152] },
        { Repeat("€", 153), SmsEncoding.Gsm7, 306, [152, 152, 2] },
        { Repeat("a", 152) + "[" + Repeat("a", 10), SmsEncoding.Gsm7, 164, [152, 12] },
        { Repeat("a", 158) + "^", SmsEncoding.Gsm7, 160, [160] },
        { Repeat("a", 159) + "^", SmsEncoding.Gsm7, 161, [153, 8] },
        { "garçon", SmsEncoding.Ucs2, 6, [6] },
        { Repeat("日", 70), SmsEncoding.Ucs2, 70, [70] },
        { Repeat("日", 71), SmsEncoding.Ucs2, 71, [67, 4] },
        { Repeat("日", 134), SmsEncoding.Ucs2, 134, [67, 67] },
        { Repeat("日", 135), SmsEncoding.Ucs2, 135, [67, 67, 1] },
        { Repeat("😀", 35), SmsEncoding.Ucs2, 70, [70] },
        { Repeat("😀", 36), SmsEncoding.Ucs2, 72, [66, 6] },
        { Repeat("😀", 66), SmsEncoding.Ucs2, 132, [66, 66] },
        { Repeat("😀", 67), SmsEncoding.Ucs2, 134, [66, 66, 2] },
        { Repeat("日", 66) + "🎉" + Repeat("日", 66), SmsEncoding.Ucs2, 134, [66, 67, 1] },
        { Family, SmsEncoding.Ucs2, 11, [11] },
        { "🇺🇸 👍🏽", SmsEncoding.Ucs2, 9, [9] },
        { "It’s 5 o’clock", SmsEncoding.Ucs2, 14, [14] },
        { "José", SmsEncoding.Gsm7, 4, [4] },
        { "Zoë", SmsEncoding.Ucs2, 3, [3] },
        { "e\u0301", SmsEncoding.Ucs2, 2, [2] },
        { "a\r\nb", SmsEncoding.Gsm7, 4, [4] },
        { "a\fb", SmsEncoding.Gsm7, 4, [4] },
        { "a\tb", SmsEncoding.Ucs2, 3, [3] },
        { "`", SmsEncoding.Ucs2, 1, [1] },
        { "\u2126", SmsEncoding.Ucs2, 1, [1] },
        { "\u212B", SmsEncoding.Ucs2, 1, [1] },
        { "\u001B", SmsEncoding.Ucs2, 1, [1] },
        { "\0", SmsEncoding.Ucs2, 1, [1] },
        { "µ", SmsEncoding.Ucs2, 1, [1] },
    };

    [Theory]
    [MemberData(nameof(WorkedExamples))]
    public void A_body_is_counted_and_cut_as_the_standard_says(string body, SmsEncoding encoding, int units, int[] parts)
    {
        var analysis = SmsText.Analyse(body);

        analysis.Encoding.Should().Be(encoding);
        analysis.Units.Should().Be(units);
        analysis.Segments.Should().Be(parts.Length);
        analysis.Parts.Select(part => SmsText.Count(part).Units).Should().Equal(analysis.Encoding == encoding ? parts : []);
        string.Concat(analysis.Parts).Should().Be(body);
        SmsText.Count(body).Should().Be(new SmsCount(encoding, parts.Length, units));
    }

    [Theory]
    [InlineData("", 160)]
    [InlineData("abc", 157)]
    [InlineData("日", 69)]
    public void The_units_left_are_those_of_the_segment_begun(string body, int left) => SmsText.Analyse(body).UnitsLeft.Should().Be(left);

    [Fact]
    public void The_units_left_of_a_long_body_are_those_of_its_last_part() =>
        SmsText.Analyse(Repeat("x", 161)).UnitsLeft.Should().Be(153 - 8);

    [Fact]
    public void Each_character_outside_the_tables_is_named_with_its_place()
    {
        var offending = SmsText.Analyse("Hi 😀, it’s ç").Offending;

        offending.Should().Equal(
            new OffendingCharacter(3, "😀", null),
            new OffendingCharacter(9, "’", "'"),
            new OffendingCharacter(12, "ç", null));
    }

    [Fact]
    public void The_default_alphabet_has_127_characters_and_the_extension_10()
    {
        GsmAlphabet.Default.Should().HaveLength(128);
        Enumerable.Range(0, 0x10000).Count(c => GsmAlphabet.Cost((char)c) == 1).Should().Be(127);
        Enumerable.Range(0, 0x10000).Count(c => GsmAlphabet.Cost((char)c) == 2).Should().Be(10);
    }

    [Fact]
    public void The_encodings_have_their_names_outside()
    {
        SmsEncoding.Gsm7.ApiName.Should().Be("GSM-7");
        SmsEncoding.Ucs2.ApiName.Should().Be("UCS-2");
    }

    [Fact]
    public void Parts_join_to_the_body_and_each_fits() => CodePoints.Sample(points =>
    {
        var body = string.Concat(points);
        var analysis = SmsText.Analyse(body);
        var limit = analysis.Segments > 1 ? analysis.Encoding.UnitsOfPart : analysis.Encoding.UnitsOfSingle;

        return string.Concat(analysis.Parts) == body
            && analysis.Parts.Count == analysis.Segments
            && analysis.Units == analysis.Parts.Sum(part => Units(part, analysis.Encoding))
            && analysis.Parts.All(part => part.Length > 0 && Units(part, analysis.Encoding) <= limit && !char.IsLowSurrogate(part[0]))
            && analysis.UnitsLeft >= 0
            && SmsText.Count(body) == new SmsCount(analysis.Encoding, analysis.Segments, analysis.Units);
    });

    [Fact]
    public void A_character_more_never_lowers_the_segments() => Gen.Select(CodePoints, CodePoint).Sample((points, more) =>
        SmsText.Count(string.Concat(points) + more).Segments >= SmsText.Count(string.Concat(points)).Segments);

    [Fact]
    public void A_character_less_never_raises_the_segments() => Gen.Select(CodePoints, Gen.Int[0, 10_000]).Sample((points, at) =>
        points.Length == 0
        || SmsText.Count(string.Concat(points.Where((_, index) => index != at % points.Length))).Segments <= SmsText.Count(string.Concat(points)).Segments);

    [Fact]
    public void Encoding_and_decoding_give_the_text_back() => GsmCodePoints.Sample(points =>
    {
        var text = string.Concat(points);
        var septets = GsmAlphabet.Encode(text);
        return GsmAlphabet.Decode(septets) == text && septets.Length == SmsText.Count(text).Units;
    });

    [Fact]
    public void Counting_allocates_nothing_and_takes_a_microsecond()
    {
        string[] bodies = [Repeat("Hello there ", 14)[..160], Repeat("é€[a", 40), Repeat("日", 160), Repeat("Sale 20% ", 18)[..160]];
        SmsText.Count(bodies[0]);
        var total = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100_000; i++)
        {
            total += SmsText.Count(bodies[i & 3]).Segments;
        }

        GC.GetAllocatedBytesForCurrentThread().Should().Be(before);
        total.Should().BeGreaterThan(0);

        // A million in a second, and five times as much for a build without optimisation.
        var quickest = QuickestRound.Of(200, () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                total += SmsText.Count(bodies[i & 3]).Segments;
            }
        });
        quickest.Should().BeLessThan(TimeSpan.FromMilliseconds(5));
    }

    private static int Units(string part, SmsEncoding encoding) =>
        encoding == SmsEncoding.Ucs2 ? part.Length : part.Sum(character => GsmAlphabet.Cost(character));

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
}
