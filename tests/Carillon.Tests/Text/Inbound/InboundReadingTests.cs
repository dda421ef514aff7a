using System.Diagnostics;
using AwesomeAssertions;
using Carillon.Text;
using CsCheck;

namespace Carillon.Tests.Text.Inbound;

public sealed class InboundReadingTests
{
    [Theory]
    [MemberData(nameof(InboundExamples.Legal), MemberType = typeof(InboundExamples))]
    public void The_examples_of_the_rules_are_read_as_they_say(string text, InboundKind kind) =>
        InboundReading.Read(text).Kind.Should().Be(kind);

    [Theory]
    [MemberData(nameof(InboundExamples.Own), MemberType = typeof(InboundExamples))]
    public void Other_wordings_are_read_in_the_same_spirit(string text, InboundKind kind) =>
        InboundReading.Read(text).Kind.Should().Be(kind);

    [Theory]
    [InlineData("Not interested")]
    [InlineData("who is this?")]
    [InlineData("this is spam")]
    [InlineData("I'll report you to the FCC")]
    [InlineData("my lawyer will call yours")]
    [InlineData("you people are assholes")]
    [InlineData("🖕")]
    [InlineData("I never signed up for this")]
    [InlineData("How did you get my number?")]
    [InlineData("No me interesa")]
    [InlineData("Pas intéressé")]
    [InlineData("no cancelar")]
    public void Doubtful_wordings_are_left_to_a_person(string text)
    {
        var meaning = InboundReading.Read(text);
        meaning.Kind.Should().Be(InboundKind.None);
        meaning.Tier.Should().Be(InboundTier.Review);
    }

    [Theory]
    [InlineData("stop please", InboundTier.Exact, "STOP", "en")]
    [InlineData("sotp", InboundTier.Exact, "STOP", "en")]
    [InlineData("opt-out", InboundTier.Exact, "OPTOUT", "en")]
    [InlineData("🛑🛑", InboundTier.Exact, "STOP", "en")]
    [InlineData("Arrêt svp", InboundTier.Exact, "ARRET", "fr")]
    [InlineData("¡ALTO!", InboundTier.Exact, "ALTO", "es")]
    [InlineData("Nope. Stop.", InboundTier.Exact, "STOP", "en")]
    [InlineData("STOP! Who gave you my number?", InboundTier.Sentence, "STOP", "en")]
    [InlineData("How do I unsubscribe?", InboundTier.Phrase, "UNSUBSCRIBE", "en")]
    [InlineData("lose my number", InboundTier.Phrase, null, "en")]
    [InlineData("quítenme de su lista", InboundTier.Phrase, null, "es")]
    [InlineData("ne m’envoyez plus rien", InboundTier.Phrase, null, "fr")]
    public void The_reading_says_how_and_in_which_language(string text, InboundTier tier, string? keyword, string language) =>
        InboundReading.Read(text).Should().Be(new InboundMeaning(InboundKind.OptOut, tier, keyword, language, false));

    [Theory]
    [InlineData("Wrong number")]
    [InlineData("You have the wrong person")]
    [InlineData("Wrong number, stop texting")]
    [InlineData("numero equivocado")]
    [InlineData("Mauvais numéro")]
    public void A_wrong_number_is_an_opt_out_with_its_reason(string text)
    {
        var meaning = InboundReading.Read(text);
        meaning.Kind.Should().Be(InboundKind.OptOut);
        meaning.IsWrongNumber.Should().BeTrue();
    }

    [Theory]
    [InlineData("Yes")]
    [InlineData("YES please!")]
    [InlineData("sí")]
    [InlineData("Oui merci")]
    public void A_yes_opts_in_only_while_it_is_asked_for(string text)
    {
        InboundReading.Read(text).Kind.Should().Be(InboundKind.None);
        InboundReading.Read(text, isDoubleOptInPending: true).Should().Match<InboundMeaning>(meaning => meaning.Kind == InboundKind.OptIn && meaning.Keyword == "YES");
        InboundReading.Read("stop", isDoubleOptInPending: true).Kind.Should().Be(InboundKind.OptOut);
        InboundReading.Read("no", isDoubleOptInPending: true).Kind.Should().Be(InboundKind.None);
        InboundReading.Read("yes but who are you", isDoubleOptInPending: true).Kind.Should().Be(InboundKind.None);
    }

    [Fact]
    public void Any_text_is_read_without_an_exception() => Gen.OneOf(
        Gen.String,
        Gen.OneOf("stop", "don't", "“", "”", ".", " ", "\n", "> ", "Liked", "\uD83D", "é", "S.", "-", "'", "e\u0301", "please", "ne", "m'").Array[0, 30].Select(string.Concat))
        .Sample(text => InboundReading.Read(text) is not null);

    [Fact]
    public void A_code_that_is_no_character_is_read_past() => InboundReading.Read("\uFFFESTOP").Kind.Should().Be(InboundKind.OptOut);

    [Fact]
    public void A_reading_takes_less_than_fifty_microseconds()
    {
        string[] texts =
        [
            .. InboundExamples.Legal.Select(row => row.Data.Item1),
            .. InboundExamples.Own.Select(row => row.Data.Item1),
        ];
        foreach (var text in texts)
        {
            InboundReading.Read(text);
        }

        var quickest = QuickestRound.Of(40, () =>
        {
            foreach (var text in texts)
            {
                InboundReading.Read(text);
            }
        });

        // The promise is 50 µs; four times as much for a build without optimisation.
        (quickest / texts.Length).Should().BeLessThan(TimeSpan.FromMicroseconds(200));
    }

    [Fact]
    public void The_longest_texts_are_read_in_bounded_time()
    {
        var started = Stopwatch.GetTimestamp();
        InboundReading.Read(new string('s', 1_000_000));
        InboundReading.Read(string.Concat(Enumerable.Repeat("stop the your all any ", 50_000)));
        InboundReading.Read(string.Concat(Enumerable.Repeat("s ", 500_000)) + "stop").Kind.Should().Be(InboundKind.None);
        Stopwatch.GetElapsedTime(started).Should().BeLessThan(TimeSpan.FromSeconds(5));
    }
}
