using AwesomeAssertions;
using Carillon.Text;
using CsCheck;

namespace Carillon.Tests.Text;

public sealed class TextNormalisationTests
{
    [Theory]
    [InlineData("a\r\nb\rc\n", "a\nb\nc\n", 1)]
    [InlineData("cafe\u0301", "café", 1)]
    [InlineData("a\0b", "ab", 1)]
    [InlineData("a\u2028b\fc 😀 “x”", "a\u2028b\fc 😀 “x”", 0)]
    [InlineData("", "", 0)]
    public void A_text_is_saved_with_line_feeds_composed_and_whole(string text, string saved, int changes)
    {
        TextNormalisation.ForSaving(text).Should().Be(saved);
        TextNormalisation.ChangesOnSaving(text).Should().HaveCount(changes);
    }

    // Attributes keep text as UTF-8, which has no half pairs: so these cases are no inline data.
    [Fact]
    public void Half_of_a_character_is_saved_as_the_replacement_character()
    {
        TextNormalisation.ForSaving("half \uD83D here").Should().Be("half \uFFFD here");
        TextNormalisation.ForSaving("\uDE00\uD83D\uDE00\uD83D").Should().Be("\uFFFD\uD83D\uDE00\uFFFD");
        TextNormalisation.ForSaving("e\u0301\r\n\uDC00").Should().Be("é\n\uFFFD");
        TextNormalisation.ChangesOnSaving("e\u0301\r\n\uDC00").Should().HaveCount(3);
    }

    [Fact]
    public void A_saved_text_is_not_changed_again() => Gen.String.Sample(text =>
    {
        var saved = TextNormalisation.ForSaving(text);
        return TextNormalisation.ForSaving(saved) == saved && TextNormalisation.ChangesOnSaving(saved).Count == 0;
    });
}
