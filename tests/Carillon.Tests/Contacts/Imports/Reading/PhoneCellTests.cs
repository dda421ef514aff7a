using AwesomeAssertions;
using Carillon.Contacts.Imports.Reading;
using Carillon.Primitives;
using CsCheck;

namespace Carillon.Tests.Contacts.Imports.Reading;

public sealed class PhoneCellTests
{
    [Theory]
    [InlineData("4155552671", "+14155552671")]
    [InlineData("(415) 555-2671", "+14155552671")]
    [InlineData("415.555.2671", "+14155552671")]
    [InlineData("1 415 555 2671", "+14155552671")]
    [InlineData("+1-415-555-2671", "+14155552671")]
    [InlineData("tel:+14155552671", "+14155552671")]
    [InlineData("'+14155552671", "+14155552671")]
    [InlineData("=\"4155552671\"", "+14155552671")]
    [InlineData("4155552671.0", "+14155552671")]
    [InlineData("1.4155552671E+10", "+14155552671")]
    [InlineData("\u200B415\u00A0555\u20112671\u200E", "+14155552671")]
    [InlineData("\u0664\u0661\u0665\u0665\u0665\u0665\u0662\u0666\u0667\u0661", "+14155552671")]
    [InlineData("+44 20 7946 0958", "+442079460958")]
    public void Numbers_are_read_as_spreadsheets_hold_them(string cell, string expected)
    {
        PhoneCell.TryRead(cell, "US", out var number, out _).Should().BeTrue();
        number.E164.Should().Be(expected);
    }

    [Theory]
    [InlineData("1.4155E+10", "rounded-phone")]
    [InlineData("1.41555526E+10", "rounded-phone")]
    [InlineData("0000000000", "invalid-phone")]
    [InlineData("1111111111", "invalid-phone")]
    [InlineData("123", "invalid-phone")]
    [InlineData("call me", "invalid-phone")]
    [InlineData("+4155552671", "invalid-phone")]
    [InlineData("415555267", "invalid-phone")]
    [InlineData("41555526711", "invalid-phone")]
    public void What_is_no_number_is_not_guessed(string cell, string problem)
    {
        PhoneCell.TryRead(cell, "US", out _, out var said).Should().BeFalse();
        said.Should().Be(problem);
    }

    [Fact]
    public void The_short_way_answers_as_the_library_does()
    {
        var digits = Gen.Frequency(
            (3, Gen.Select(Gen.Int[200, 999], Gen.Int[0, 9_999_999]).Select((area, rest) => $"{area}{rest:0000000}")),
            (1, Gen.Select(OneOf("500", "521", "523", "526", "600", "622", "700", "710", "800", "900", "456", "242", "787", "416"), Gen.Int[0, 9_999_999]).Select((area, rest) => $"{area}{rest:0000000}")),
            (1, Gen.Char['0', '9'].Array[8, 12].Select(letters => new string(letters))));
        var form = OneOf("{0}", "1{0}", "+1{0}", "+{0}", "1-{0}", "({0})", "{0} ", " {0}", "-{0}", ".{0}.", "+1 ({0}");
        var cut = OneOf("", "-", " ", ".", ") ");
        var region = OneOf("US", "CA", "PR", "DO", "GB", "DE", "MX");

        Gen.Select(digits, form, cut, region).Sample(
            (number, shape, separator, country) =>
            {
                var cell = string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, number.Length > 6 ? number[..3] + separator + number[3..6] + separator + number[6..] : number);
                var isRead = PhoneCell.TryRead(cell, country, out var read, out _);
                var isKnown = PhoneNumber.TryParse(cell, country, out var known);
                return isRead == isKnown && (!isRead || read == known);
            },
            iter: 30_000);
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);
}
