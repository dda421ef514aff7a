using System.Globalization;
using System.Text;
using AwesomeAssertions;
using Carillon.Text;
using CsCheck;

namespace Carillon.Tests.Text;

public sealed class SmsTextTests
{
    private static readonly Gen<string> CodePoint = Gen.OneOf(
        Gen.OneOf([.. GsmAlphabet.Default.Where(c => c != '\0').Select(c => c.ToString())]),
        Gen.OneOf([.. GsmAlphabet.Extension.Select(entry => entry.Character.ToString())]),
        Gen.OneOf("日", "ç", "“", "’", "—", "\u00A0", "😀", "🎉", "\u0301", "\t", "`", "™"));

    private static readonly Gen<string[]> GsmCodePoints = Gen.OneOf([.. GsmAlphabet.Default.Where(c => c != '\0').Select(c => c.ToString()), "€", "[", "^", "~"])
        .Array[0, 700];

    private static readonly Gen<string[]> CodePoints = Gen.OneOf(CodePoint.Array[0, 400], GsmCodePoints, Gen.OneOf("a", "b", "€", "[", "日", "😀").Array[0, 400]);

    public static TheoryData<string, SmsEncoding, int, int[]> WorkedExamples =>
    [
        .. TextTable.Read("segments.tsv").Select(row => (
            row[3], row[0] == SmsEncoding.Gsm7.ApiName ? SmsEncoding.Gsm7 : SmsEncoding.Ucs2, int.Parse(row[1], CultureInfo.InvariantCulture),
            row[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(units => int.Parse(units, CultureInfo.InvariantCulture)).ToArray())),
    ];

    public static TheoryData<string, char> Alphabets =>
        [.. TextTable.Read("alphabets.tsv").Select(row => (row[0], (char)Convert.ToInt32(row[1], 16)))];

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

    [Theory]
    [MemberData(nameof(Alphabets))]
    public void A_character_of_the_alphabets_has_its_septets(string septets, char character)
    {
        var text = character.ToString();

        Convert.ToHexString(GsmAlphabet.Encode(text)).Should().Be(septets.Replace(" ", "", StringComparison.Ordinal));
        SmsText.Count(text).Should().Be(new SmsCount(SmsEncoding.Gsm7, 1, septets.Split(' ').Length));
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
