using AwesomeAssertions;
using Carillon.Text;

namespace Carillon.Tests.Text.Templates;

public sealed class MessageTemplateTests
{
    private static readonly SampleValues Ann = new(new Dictionary<string, string?>
    {
        ["first_name"] = "Ann",
        ["last_name"] = "O'Neil",
        ["email"] = "",
        ["region"] = "  ",
        ["attributes.roof_age"] = "12",
        ["attributes.Roof age"] = "13",
        ["attributes.due"] = "2027-03-05",
        ["attributes.price"] = "19.90",
        ["attributes.evil"] = "{{ first_name }}{% if %}",
        ["brand"] = "Acme",
    });

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("Hi {{ first_name }}!", "Hi Ann!")]
    [InlineData("Hi {{first_name}}{{last_name}}", "Hi AnnO'Neil")]
    [InlineData("Hi {{ phone | default: \"there\" }}", "Hi there")]
    [InlineData("Hi {{ email | default: 'there' }}", "Hi there")]
    [InlineData("Hi {{ region | default: 'there' }}", "Hi there")]
    [InlineData("[{{ email }}]", "[]")]
    [InlineData("{{ attributes.evil }}", "{{ first_name }}{% if %}")]
    [InlineData("{{ attributes.evil | upcase }}", "{{ FIRST_NAME }}{% IF %}")]
    [InlineData("{{ attributes[\"Roof age\"] }} {{ attributes['Roof age'] }}", "13 13")]
    [InlineData("{{ First_Name }}", "Ann")]
    [InlineData("a  {{- first_name -}}  b", "aAnnb")]
    [InlineData("{{ \"x\" }}{{ 12 }}{{ 1.50 }}", "x121.5")]
    [InlineData("a { b } c % d %} {x}", "a { b } c % d %} {x}")]
    [InlineData("{{ first_name | upcase }} {{ first_name | downcase }} {{ 'aB c' | capitalize }}", "ANN ann Ab c")]
    [InlineData("{{ last_name | remove: \"'\" | append: '!' | prepend: '¡' }}", "¡ONeil!")]
    [InlineData("{{ last_name | replace: 'Neil', 'Hara' }}", "O'Hara")]
    [InlineData("{{ 'a b c d' | truncatewords: 2 }} {{ 'abcdefgh' | truncate: 5 }} {{ 'abcdefgh' | truncate: 5, '' }}", "a b... ab... abcde")]
    [InlineData("{{ 'Ann Marie' | split: ' ' | first }} {{ 'Ann Marie' | split: ' ' | last }} {{ 'a,b' | split: ',' | join: '+' }}", "Ann Marie a+b")]
    [InlineData("{{ attributes.roof_age | plus: 1 }} {{ attributes.price | times: 2 }} {{ 7 | divided_by: 2 }} {{ 7 | modulo: 4 }}", "13 39.8 3 3")]
    [InlineData("{{ attributes.price | round }} {{ attributes.price | floor }} {{ 1.005 | round: 2 }} {{ 5 | divided_by: 0 }}", "20 19 1.01 ")]
    [InlineData("{{ first_name | plus: 1 }}", "")]
    [InlineData("{{ attributes.due | date: '%B %-d, %Y' }} {{ attributes.due | date: '%a %d.%m.%y' }} {{ first_name | date: '%Y' }}", "March 5, 2027 Fri 05.03.27 Ann")]
    [InlineData("{{ first_name | slice: 0 }}{{ first_name | size }}", "A3")]
    [InlineData("{{ 'a b&c' | url_encode }}", "a%20b%26c")]
    [InlineData("{% if first_name %}yes{% else %}no{% endif %}", "yes")]
    [InlineData("{% if email %}yes{% elsif phone %}p{% else %}no{% endif %}", "no")]
    [InlineData("{% if attributes.roof_age > 9 %}old{% endif %}", "old")]
    [InlineData("{% if attributes.roof_age == 12 and first_name == 'Ann' %}x{% endif %}", "x")]
    [InlineData("{% if attributes.roof_age < 9 or last_name contains 'Neil' %}x{% endif %}", "x")]
    [InlineData("{% if email == blank %}b{% endif %}{% if email == '' %}e{% endif %}{% if first_name != nil %}n{% endif %}", "ben")]
    [InlineData("{% unless email %}no mail{% endunless %}", "no mail")]
    [InlineData("{% case first_name %}{% when 'Bob', 'Ann' %}hit{% else %}miss{% endcase %}", "hit")]
    [InlineData("{% case first_name %} {% when 'Bob' %}hit{% else %}miss{% endcase %}", "miss")]
    [InlineData("{% assign n = first_name | upcase %}{{ n }}", "ANN")]
    [InlineData("{% comment %} {{ nonsense | nothing }} {% endcomment %}x{% raw %}{{ y }}{% endraw %}z", "x{{ y }}z")]
    [InlineData("a {%- if first_name -%} b {%- endif -%} c", "abc")]
    [InlineData("{{ 'half 😀' | truncate: 6, '' }}", "half \uFFFD")]
    public void A_body_is_filled(string body, string expected) => Parsed(body).Render(Ann).Text.Should().Be(expected);

    [Theory]
    [InlineData("Hi {{ first_name", 1, 4, "never closed")]
    [InlineData("Hi {{ first_name }", 1, 4, "never closed")]
    [InlineData("Hi {{ first_name }, you {{ last_name }}", 1, 4, "never closed")]
    [InlineData("Hi first_name }}", 1, 15, "none is open")]
    [InlineData("😀 a\nb {{ }}", 2, 6, "missing")]
    [InlineData("😀 {{ | upcase }}", 1, 6, "a name")]
    [InlineData("{{ first_name | shout }}", 1, 17, "no filter \"shout\"")]
    [InlineData("{{ 'https://acme.example' | track }}", 1, 29, "not available yet")]
    [InlineData("{{ first_name | default }}", 1, 17, "takes 1 value")]
    [InlineData("{{ first_name | upcase: 3 }}", 1, 17, "no value")]
    [InlineData("{{ first_name | truncate: 'x' }}", 1, 17, "a number")]
    [InlineData("{{ first_name | default: “there” }}", 1, 26, "typographic quote")]
    [InlineData("{{ first_name | default: \"there }}", 1, 26, "quote")]
    [InlineData("{{ first_name last_name }}", 1, 15, "\"}}\" was")]
    [InlineData("{{ first name }}", 1, 10, "not expected")]
    [InlineData("{{ first_name || 'x' }}", 1, 16, "the name of a filter")]
    [InlineData("{{ 'now' | date: '%Y' }}", 1, 12, "day of sending")]
    [InlineData("{{ attributes.due | date: 'MMM d' }}", 1, 21, "no form of a date")]
    [InlineData("{{ attributes.due | date: '%Q' }}", 1, 21, "%Q")]
    [InlineData("{% if first_name %}x", 1, 1, "endif")]
    [InlineData("a\n{% if first_name %}x{% endunless %}", 2, 21, "endif")]
    [InlineData("x{% endif %}", 1, 2, "belongs")]
    [InlineData("{% else %}", 1, 1, "belongs")]
    [InlineData("{% if a %}{% else %}{% else %}{% endif %}", 1, 21, "does not fit")]
    [InlineData("{% if %}x{% endif %}", 1, 7, "missing")]
    [InlineData("{% if a = 'b' %}x{% endif %}", 1, 9, "\"==\"")]
    [InlineData("{% for i in (1..1000000) %}x{% endfor %}", 1, 1, "Loops")]
    [InlineData("{% for i in list %}x{% endfor %}", 1, 1, "Loops")]
    [InlineData("{% include 'x' %}", 1, 1, "take in")]
    [InlineData("{% render 'x' %}", 1, 1, "take in")]
    [InlineData("{% shrug %}", 1, 1, "no tag")]
    [InlineData("{% raw %}x", 1, 1, "endraw")]
    [InlineData("{% comment %}x", 1, 1, "endcomment")]
    [InlineData("{{ attributes[\"x }}", 1, 15, "quote")]
    [InlineData("{{ 99999999999999999999999999999999 }}", 1, 4, "no number")]
    public void A_body_that_cannot_be_read_names_the_place_and_the_reason(string body, int line, int column, string reason)
    {
        var refused = MessageTemplate.Parse(body).Should().BeOfType<TemplateReading.Refused>().Subject;
        refused.Reason.Should().Contain(reason);
        (refused.Line, refused.Column).Should().Be((line, column));
        refused.Message.Should().StartWith($"Line {line}, column {column}: ");
    }

    [Fact]
    public void The_names_a_body_asks_for_are_listed_and_unknown_ones_named()
    {
        var template = Parsed(
            "{{ First_name }} {{ attributes.x }} {{ firstname }} {{ BRAND }} {% assign n = last_name %}{{ n }}{% if contact.email == region %}{% endif %}{{ first_name }}",
            "brand",
            "sender");

        template.Variables.Should().Equal("first_name", "attributes.x", "firstname", "brand", "last_name", "contact.email", "region");
        template.UnknownVariables.Should().Equal("firstname", "contact.email");
        template.IsConstant.Should().BeFalse();
        Parsed("Hello {{ 'x' }}").IsConstant.Should().BeTrue();
    }

    [Theory]
    [InlineData("{{ email }}{{ email }}{{ phone }}{{ first_name }}", "email,phone")]
    [InlineData("{{ email | default: 'x' }}{{ email | default: '' }}", "")]
    [InlineData("{{ email | upcase }}", "email")]
    [InlineData("{{ email | append: '!' }}", "email")]
    [InlineData("{{ email | default: phone }}", "email")]
    [InlineData("{{ email | default: first_name }}", "")]
    [InlineData("{% if email %}{{ email }}{% endif %}", "")]
    [InlineData("{% assign m = email %}{{ m }}", "email")]
    [InlineData("{% assign m = email | default: 'x' %}{{ m }}", "")]
    [InlineData("{% assign m = email %}{{ m | default: 'x' }}", "")]
    [InlineData("{{ region }}", "region")]
    [InlineData("{{ nonsense }}", "nonsense")]
    public void What_was_printed_empty_without_a_default_is_missing(string body, string missing) =>
        Parsed(body).Render(Ann).Missing.Should().Equal(missing.Split(',', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void A_body_longer_than_the_limit_is_refused() =>
        MessageTemplate.Parse(new string('x', MessageTemplate.MaxLength + 1)).Should().BeOfType<TemplateReading.Refused>();

    [Fact]
    public void Work_without_end_is_cut_off_in_time()
    {
        var doubling = "{% assign a = 'xxxxxxxx' %}" + string.Concat(Enumerable.Repeat("{% assign a = a | append: a %}", 60)) + "{{ a }}";
        var exploding = "{% assign a = '" + new string('x', 20_000) + "' %}{{ a | replace: 'x', a }}{{ a | split: 'y' | join: a }}";
        var toiling = "{% assign a = '" + new string('x', 30_000) + "' %}" + string.Concat(Enumerable.Repeat("{% assign b = a | replace: 'x', 'yy' %}", 800));
        var printing = "{% assign a = '" + new string('x', 30_000) + "' %}{{ a }}{{ a }}{{ a }}";
        foreach (var body in new[] { doubling, exploding, toiling, printing })
        {
            var template = Parsed(body);
            template.Render(Ann);
            template.Render(Ann).IsCut.Should().BeTrue();
            QuickestRound.Of(5, () => template.Render(Ann)).Should().BeLessThan(TimeSpan.FromMilliseconds(500), "the promise is 100 ms on a free core");
        }
    }

    [Fact]
    public void Conditions_may_not_stand_in_one_another_without_end()
    {
        var deep = string.Concat(Enumerable.Repeat("{% if a %}", 51)) + string.Concat(Enumerable.Repeat("{% endif %}", 51));
        MessageTemplate.Parse(deep).Should().BeOfType<TemplateReading.Refused>().Which.Reason.Should().Contain("deeper");
    }

    [Fact]
    public void One_template_serves_many_threads_at_once()
    {
        var template = Parsed("{% assign n = first_name | upcase %}Hi {{ n }}, {{ email | default: 'none' }}");
        Parallel.For(0, 10_000, i =>
        {
            var name = $"n{i}";
            template.Render(new SampleValues(new Dictionary<string, string?> { ["first_name"] = name })).Text.Should().Be($"Hi N{i}, none");
        });
    }

    private static MessageTemplate Parsed(string body, params string[] alsoKnown) =>
        MessageTemplate.Parse(body, alsoKnown).Should().BeOfType<TemplateReading.Parsed>().Subject.Template;
}
