using AwesomeAssertions;
using Carillon.Text;
using CsCheck;

namespace Carillon.Tests.Text;

public sealed class KeywordAnswersTests
{
    private static readonly string[] Languages = ["en", "fr", "es", "pt", "de"];

    [Fact]
    public void The_opt_out_answer_names_the_brand_and_the_way_back() =>
        KeywordAnswers.OptOut("Acme", "en").Should().Be("Acme: You are unsubscribed and will receive no more messages. Reply START to resubscribe.");

    [Fact]
    public void The_help_answer_names_brand_contact_rates_and_the_way_out() =>
        KeywordAnswers.Help("Acme", "+1 800 555 0100", "en").Should()
            .Be("Acme alerts: help at +1 800 555 0100. Msg frequency varies. Msg&data rates may apply. Reply STOP to cancel.");

    [Theory]
    [InlineData("en", "Acme alerts: help at +18005550100. Up to 10 msgs/month. Msg&data rates may apply. Reply STOP to cancel.")]
    [InlineData("fr", "Acme: aide: +18005550100. Max. 10 messages/mois. Des frais peuvent s'appliquer. Répondez ARRET pour annuler.")]
    [InlineData("es", "Acme: ayuda: +18005550100. Hasta 10 mensajes/mes. Pueden aplicarse tarifas. Responda ALTO para cancelar.")]
    public void The_help_answer_tells_how_many_may_come_in_a_month_where_a_cap_says_so(string language, string answer) =>
        KeywordAnswers.Help("Acme", "+18005550100", language, mostAMonth: 10).Should().Be(answer);

    [Theory]
    [InlineData("en", "STOP")]
    [InlineData("fr", "ARRET")]
    [InlineData("es", "ALTO")]
    public void Each_language_names_its_own_word_to_end(string language, string word)
    {
        KeywordAnswers.Help("Acme", "acme.example/help", language).Should().Contain(word).And.Contain("acme.example/help");
        KeywordAnswers.OptIn("Acme", language).Should().Contain(word);
        KeywordAnswers.OptOut("Acme", language).Should().StartWith("Acme: ");
    }

    [Theory]
    [InlineData("Café Ça Va – “Überläufer”™", "Café Ça Va - \"Überläufer\"(TM): ")]
    [InlineData("Łódź\nBakery", "Lodz Bakery: ")]
    [InlineData("寿司", "You are")]
    [InlineData("", "You are")]
    public void A_brand_is_written_in_the_alphabet(string brand, string begins) => KeywordAnswers.OptOut(brand, "en").Should().StartWith(begins);

    [Fact]
    public void A_long_brand_is_shortened_at_a_word()
    {
        var answer = KeywordAnswers.OptOut("The Grand Old Company of Very Long Names and Even Longer Explanations, Limited", "en");
        answer.Should().StartWith("The Grand Old Company of Very Long Names and Even Longer").And.EndWith("Reply START to resubscribe.");
    }

    [Fact]
    public void A_contact_too_long_is_left_out_and_never_cut()
    {
        var page = "https://acme.example/" + new string('a', 150);
        KeywordAnswers.Help("Acme", page, "en").Should().Be("Acme alerts: Msg frequency varies. Msg&data rates may apply. Reply STOP to cancel.");
        var shorter = "https://acme.example/" + new string('a', 80);
        KeywordAnswers.Help("Acme", shorter, "en").Should().Be($"Acme: help at {shorter}. Reply STOP to cancel.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("寿司")]
    public void Without_a_contact_the_number_written_to_is_where_help_is(string? contact) =>
        KeywordAnswers.Help("Acme", contact, "en", "+18005550100").Should().Be("Acme alerts: help at +18005550100. Msg frequency varies. Msg&data rates may apply. Reply STOP to cancel.");

    [Fact]
    public void A_contact_that_cannot_fit_gives_way_to_the_number_written_to() =>
        KeywordAnswers.Help("Acme", "https://acme.example/" + new string('a', 150), "fr", "+18005550100").Should()
            .Be("Acme: aide: +18005550100. Fréquence variable. Des frais peuvent s'appliquer. Répondez ARRET pour annuler.");

    [Fact]
    public void A_contact_that_looks_like_a_place_for_the_brand_stays_what_it_is() =>
        KeywordAnswers.Help("Acme", "{0}", "en").Should().StartWith("Acme alerts: help at {0}.");

    [Fact]
    public void Every_answer_is_one_message_of_GSM_7() =>
        Gen.Select(Gen.OneOf(Gen.String, Gen.OneOf("a", "€", "é", "ç", "😀", " ", "{0}", "日").Array[0, 200].Select(string.Concat)), Gen.String, Gen.OneOf(Languages))
            .Sample((brand, contact, language) =>
                IsOneMessage(KeywordAnswers.OptOut(brand, language))
                && IsOneMessage(KeywordAnswers.OptIn(brand, language))
                && IsOneMessage(KeywordAnswers.Help(brand, contact, language)));

    private static bool IsOneMessage(string text) => SmsText.Count(text) is { Encoding: SmsEncoding.Gsm7, Segments: 1 };
}
