using AwesomeAssertions;
using Carillon.Compliance.Content;
using Carillon.Tests.Text;
using Carillon.Text;
using CsCheck;

namespace Carillon.Tests.Compliance.Content;

public sealed class ContentLintTests
{
    private const string Good = "Acme: our spring sale begins on Monday. Reply STOP to opt out.";

    [Fact]
    public void A_text_with_brand_and_opt_out_words_has_nothing_to_be_said_of() => Check(Good).Should().BeEmpty();

    [Theory]
    [InlineData("Our spring sale begins. Reply STOP to end.", "brand")]
    [InlineData("Acme: our spring sale begins on Monday.", "opt-out-words")]
    [InlineData("Acme: sale https://bit.ly/3xYz Reply STOP to end", "shortener")]
    [InlineData("Acme: sale at TinyURL.com/abc. Reply STOP to end", "shortener")]
    [InlineData("Acme: sale t.co/abc Reply STOP to end", "shortener")]
    [InlineData("Acme: see http://203.0.113.9/sale. Reply STOP to end", "raw-ip-link")]
    [InlineData("Acme: see http://acme.example/sale. Reply STOP to end", "insecure-link")]
    [InlineData("Acme: CBD gummies are back. Reply STOP to end", "words.cannabis")]
    [InlineData("Acme: marijuana delivered. Reply STOP to end", "words.cannabis")]
    [InlineData("Acme: wine tasting tonight, come by. Reply STOP to end", "words.alcohol")]
    [InlineData("Acme: new vapes in stock. Reply STOP to end", "words.tobacco")]
    [InlineData("Acme: a payday loan in minutes. Reply STOP to end", "words.high-risk-loans")]
    [InlineData("Acme: your card 4111 1111 1111 1111 is on file. Reply STOP to end", "card-number")]
    [InlineData("ACME: OUR GREATEST SALE EVER BEGINS TODAY. Reply STOP", "capitals")]
    [InlineData("Acme: last hour of the sale. Reply STOP to end", "urgency")]
    [InlineData("Acme: free pizza at https://acme.example/pizza Reply STOP to end", "free-link")]
    [InlineData("Acme: it’s sale time. Reply STOP to end", "encoding")]
    public void Each_rule_finds_what_it_is_for(string text, string rule) => Check(text).Select(finding => finding.Rule).Should().Contain(rule);

    [Theory]
    [InlineData("Acme: 20% off, your order 1234567890123456 ships. Reply STOP to end")]
    [InlineData("Acme: weed and feed your lawn at 5.30pm.Yes, really. Reply STOP to end")]
    [InlineData("Acme: begun the winery tour? Visit acme.example/tours. Reply STOP to end")]
    [InlineData("Acme: version 1.2.3.4 is out. Reply STOP to end")]
    [InlineData("Acme: write to bit.ly@acme.example. Reply STOP to end")]
    [InlineData("Acme: répondez ARRET pour annuler")]
    [InlineData("ACME: the spring sale begins. Text UNSUBSCRIBE to end")]
    public void Ordinary_words_are_left_alone(string text) => Check(text).Should().BeEmpty();

    [Theory]
    [InlineData("A free tasting of our wines and whiskey", "alcohol", 21)]
    [InlineData("VAPES are back", "tobacco", 21)]
    [InlineData("The casino opens at nine", "gambling", 21)]
    [InlineData("We have open slots on Monday", null, null)]
    [InlineData("The winery tour and the gun range", null, null)]
    [InlineData("Win our sweepstakes", null, null)]
    public void Some_words_ask_for_a_checked_age(string text, string? category, int? age)
    {
        var gate = ContentRules.Shipped.AgeGateOf(text);
        gate?.Category.Should().Be(category);
        gate?.Age.Should().Be(age);
        (gate is null).Should().Be(category is null);
    }

    [Fact]
    public void Blocks_come_before_warnings_and_say_so()
    {
        var found = Check("it’s on: bit.ly/abc Reply STOP to end");

        found.Select(finding => finding.Weight).Should().BeInDescendingOrder();
        found[0].Should().Match<ContentFinding>(finding => finding.Rule == "shortener" && finding.Weight == ContentWeight.Block && finding.Found == "bit.ly/abc");
    }

    [Theory]
    [InlineData("See https://bit.ly/abc", "shortener")]
    [InlineData("See WWW.TinyURL.com/abc", "shortener")]
    [InlineData("See http://10.0.0.1/x", "raw-ip-link")]
    [InlineData("Fresh Cánnabis today", "words.cannabis")]
    [InlineData("Please VERIFY your account immediately, Ada", "words.phishing")]
    [InlineData("Verify your account when you like, no need to act immediately", null)]
    [InlineData("Acme: 20% off at acme.example. We open at 9.30", null)]
    [InlineData("Ада: хлеб готов", null)]
    public void A_finished_text_is_looked_at_once_more(string text, string? rule) => ContentLint.Blocks(text, ContentRules.Shipped).Should().Be(rule);

    [Fact]
    public void The_first_text_to_a_person_must_say_how_to_end_it()
    {
        Check("Acme: we open at nine").Should().ContainSingle().Which.Should().Match<ContentFinding>(finding => finding.Rule == "opt-out-words" && finding.Weight == ContentWeight.Block);
        Check("we open at nine. Reply STOP to end").Should().ContainSingle().Which.Should().Match<ContentFinding>(finding => finding.Rule == "brand" && finding.Weight == ContentWeight.Warn);
    }

    [Fact]
    public void An_encoding_surprise_names_the_character_its_place_and_the_mended_text()
    {
        var finding = Check("Acme: it’s on. Reply STOP to end").Should().ContainSingle().Subject;

        finding.Position.Should().Be(8);
        finding.Found.Should().Be("’");
        finding.Fix.Should().Be("Acme: it's on. Reply STOP to end");
        Check("Acme: it’s on 😀. Reply STOP to end").Should().OnlyContain(each => each.Fix == null, "no fix makes it GSM-7");
        Check("Acme: it’s on. Reply STOP to end", smart: SmartEncoding.On).Should().BeEmpty();
    }

    [Fact]
    public void A_link_behind_a_filter_is_seen_too()
    {
        var draft = Draft("Acme: see us. Reply STOP to end") with { Body = "Acme: see us {{ \"https://bit.ly/abc\" | track }}. Reply STOP to end" };

        ContentLint.Check(draft).Should().ContainSingle(finding => finding.Rule == "shortener");
    }

    [Fact]
    public void A_notice_needs_neither_brand_nor_opt_out_words() => ContentLint.Check(Draft("Your table is ready") with { IsMarketing = false }).Should().BeEmpty();

    [Fact]
    public void An_unknown_field_blocks() => ContentLint.Check(Draft(Good) with { UnknownFields = ["first_nam"] }).Should()
        .ContainSingle(finding => finding.Rule == "unknown-field" && finding.Weight == ContentWeight.Block);

    [Fact]
    public void Any_text_is_checked_without_an_exception() => Gen.OneOf(
        Gen.String,
        Gen.OneOf("http://", "bit.ly", ".", "/", "1.2.3.4", "4111", " ", "-", "FREE", "é", "\uD83D", "last hour", "e\u0301", "STOP").Array[0, 30].Select(string.Concat))
        .Sample(text => Check(text) is not null);

    [Fact]
    public void A_check_takes_microseconds()
    {
        Check(Good);

        // The promise is 20 µs for the analysis of a body, and this does far more, in a build without optimisation.
        QuickestRound.Of(500, () => Check(Good)).Should().BeLessThan(TimeSpan.FromMilliseconds(1));
    }

    private static IReadOnlyList<ContentFinding> Check(string text, SmartEncoding smart = SmartEncoding.Off) => ContentLint.Check(Draft(text) with { SmartEncoding = smart });

    private static ContentDraft Draft(string text) => new() { Body = text, Rendered = text, Brand = "Acme" };
}
