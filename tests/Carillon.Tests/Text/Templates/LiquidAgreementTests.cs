using System.Globalization;
using Carillon.Text;
using CsCheck;
using DotLiquid;
using Hash = DotLiquid.Hash;

namespace Carillon.Tests.Text.Templates;

/// <summary>Our reading of Liquid agrees with DotLiquid's, where both have the thing.</summary>
public sealed class LiquidAgreementTests
{
    private static readonly Gen<string> Name = Gen.OneOf("first_name", "last_name", "email", "phone", "attributes.x", "attributes.roof_age");

    private static readonly Gen<string> Words = Gen.OneOf("Hi ", "a", "\n", " ", "50% off", "{ x }", "é😀", "“q”", "-", ".", "\t");

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.OneOf("Ann", "O'Neil", "", "  ", "{{ email }}", "{% if x %}", "12", "é😀", "a b  c", "<b>", "\"q\""),
        Gen.Char['!', '~'].Array[0, 8].Select(characters => new string(characters)));

    private static readonly Gen<string> Space = Gen.OneOf("", " ", "  ");

    private static readonly Gen<string> Plain = Gen.Select(Name, Space, Gen.OneOf("{{", "{{-"), Gen.OneOf("}}", "-}}")).Select((name, space, open, close) => $"{open} {name}{space}{close}");

    private static readonly Gen<string> WithDefault = Gen.Select(Name, Space, Gen.OneOf("there", "x y", "é", "a|b:c,d"), Gen.OneOf('"', '\''))
        .Select((name, space, text, quote) => $"{{{{{space}{name}{space}|{space}default:{space}{quote}{text}{quote}{space}}}}}");

    private static readonly Gen<string> Filter = Gen.OneOf(
        "upcase", "downcase", "capitalize", "strip", "lstrip", "rstrip", "append: '!'", "prepend: \"x\"", "replace: 'a', 'b'", "remove: 'n'", "truncate: 4",
        "default: 'd'", "replace_first: 'n', 'm'", "remove_first: 'n'", "truncate: 3, '..'");

    private static readonly Gen<string> Filtered = Gen.Select(Name, Filter, Filter).Select((name, one, two) => $"{{{{ {name} | {one} | {two} }}}}");

    private static readonly Gen<string> Condition = Gen.Select(Name, Gen.OneOf("", " == 'Ann'", " != \"Ann\"", " == nil", " contains 'n'"))
        .Select((name, rest) => name + rest);

    private static readonly Gen<string> Choice = Gen.Select(Condition, Condition, Gen.OneOf("and", "or"), Plain, Words)
        .Select((one, two, join, inside, otherwise) => $"{{% if {one} {join} {two} %}}{inside}{{% elsif {two} %}}2{{% else %}}{otherwise}{{% endif %}}");

    private static readonly Gen<string> Tag = Gen.Select(Name, Words).Select((name, words) =>
        $"{{% assign n = {name} | upcase %}}{{{{ n }}}}{{% unless {name} %}}{words}{{% endunless %}}{{% case {name} %}}{{% when 'Ann' %}}A{{% else %}}-{{% endcase %}}");

    private static readonly Gen<Dictionary<string, string?>> Values = Value.Array[6].Select(values => new Dictionary<string, string?>
    {
        ["first_name"] = values[0],
        ["last_name"] = values[1],
        ["email"] = values[2],
        ["phone"] = values[3],
        ["attributes.x"] = values[4],
        ["attributes.roof_age"] = values[5],
    });

    [Fact]
    public void Bodies_of_text_and_names_read_the_same() => Agree(Gen.OneOf(Words, Plain, WithDefault), 2_000);

    [Fact]
    public void Filters_conditions_and_assignments_read_the_same() => Agree(Gen.OneOf(Words, Plain, WithDefault, Filtered, Choice, Tag), 1_000);

    private static void Agree(Gen<string> piece, int samples) => Gen.Select(piece.Array[0, 8], Values).Sample(
        (pieces, values) =>
        {
            var body = string.Concat(pieces);
            var ours = ((TemplateReading.Parsed)MessageTemplate.Parse(body)).Template.Render(new SampleValues(values)).Text;
            var theirs = Liquid(body, values);
            return ours == theirs ? true : throw new InvalidOperationException($"{body}\nours:   {ours}\ntheirs: {theirs}");
        },
        iter: samples);

    /// <summary>DotLiquid with our one agreement: white space alone is no value.</summary>
    private static string Liquid(string body, Dictionary<string, string?> values)
    {
        var attributes = new Hash();
        var all = new Hash { ["attributes"] = attributes };
        foreach (var (name, value) in values.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)))
        {
            var (hash, key) = name.StartsWith("attributes.", StringComparison.Ordinal) ? (attributes, name["attributes.".Length..]) : (all, name);
            hash[key] = value;
        }

        var template = Template.Parse(body, SyntaxCompatibility.DotLiquid22a);
        return template.Render(new RenderParameters(CultureInfo.InvariantCulture)
        {
            LocalVariables = all,
            SyntaxCompatibilityLevel = SyntaxCompatibility.DotLiquid22a,
            ErrorsOutputMode = ErrorsOutputMode.Rethrow,
        });
    }
}
