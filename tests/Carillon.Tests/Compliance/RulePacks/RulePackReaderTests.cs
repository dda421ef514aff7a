using System.Text.Json.Nodes;
using AwesomeAssertions;
using Carillon.Compliance.RulePacks;
using Carillon.Text;

namespace Carillon.Tests.Compliance.RulePacks;

/// <summary>A pack that contradicts itself is refused, with the place and the reason.</summary>
public sealed class RulePackReaderTests
{
    [Fact]
    public void The_pack_in_the_program_is_sound()
    {
        RulePackReader.Read(Shipped().ToJsonString()).Should().BeOfType<RulePackReading.Accepted>()
            .Which.Pack.Carriers.SegmentsPerDay(75).Should().Be(40_000, "between two borders the lower cap holds");
        RulePack.BuiltIn.Carriers.SegmentsPerDay(76).Should().Be(200_000);
    }

    [Fact]
    public void Its_keywords_are_read_as_it_says()
    {
        var keywords = RulePack.BuiltIn.Keywords;

        keywords.OptOut.Where(word => InboundReading.Read(word).Kind is not InboundKind.OptOut).Should().BeEmpty();
        keywords.OptIn.Where(word => InboundReading.Read(word).Kind is not InboundKind.OptIn).Should().BeEmpty();
        keywords.Help.Where(word => InboundReading.Read(word).Kind is not InboundKind.Help).Should().BeEmpty();
    }

    [Fact]
    public void Its_confirmations_are_what_is_sent()
    {
        var texts = RulePack.BuiltIn.Confirmations;

        KeywordAnswers.OptOut("Acme", "en").Should().Be(texts.OptOut.Replace("{Brand}", "Acme", StringComparison.Ordinal));
        KeywordAnswers.Help("Acme", "acme.example/help", "en", mostAMonth: 10).Should()
            .Be(texts.Help.Replace("{Brand}", "Acme", StringComparison.Ordinal).Replace("{phone|url}", "acme.example/help", StringComparison.Ordinal).Replace("{n}", "10", StringComparison.Ordinal));
    }

    [Fact]
    public void Hours_that_close_before_they_open_are_refused() =>
        Wrong(pack => pack["quietHours"]!["rules"]![3]!["sat"] = "20:00-08:00").Should().ContainSingle().Which.Should().StartWith("quietHours.rules[3].sat: ");

    [Fact]
    public void A_region_that_nobody_knows_is_refused() =>
        Wrong(pack => pack["quietHours"]!["rules"]![3]!["region"] = "US-ZZ").Should().ContainSingle().Which.Should().Be("quietHours.rules[3].region: there is no region US-ZZ");

    [Fact]
    public void A_zone_that_nobody_knows_is_refused() =>
        Wrong(pack => pack["quietHours"]!["unknown"]!["timeZone"] = "America/Nowhere").Should().ContainSingle().Which.Should().StartWith("quietHours.unknown.timeZone: ");

    [Fact]
    public void A_list_without_a_year_that_others_have_is_refused() =>
        Wrong(pack => pack["holidays"]![2]!["years"]!.AsObject().Remove("2027")).Should().ContainSingle().Which.Should().Be("holidays US-LA: has no list for 2027");

    [Fact]
    public void A_holiday_of_another_year_is_refused() =>
        Wrong(pack => pack["holidays"]![0]!["years"]!["2027"]![0] = "2026-01-01 New Year").Should().ContainSingle().Which.Should().Contain("2026-01-01 is no day of 2027");

    [Fact]
    public void Two_rules_of_a_region_at_the_same_time_are_refused() =>
        Wrong(pack =>
        {
            var copy = pack["quietHours"]!["rules"]![2]!.DeepClone();
            copy["id"] = "quiet-hours-twice";
            copy["from"] = "2030-01-01";
            pack["quietHours"]!["rules"]!.AsArray().Add(copy);
        }).Should().ContainSingle().Which.Should().Contain("overlaps rules[2]");

    [Fact]
    public void A_member_that_is_misspelt_is_refused_with_its_path() =>
        Wrong(pack => pack["quietHours"]!["rules"]![1]!["sta"] = "08:00-20:00").Should().ContainSingle().Which.Should().StartWith("$.quietHours.rules[1].sta");

    [Fact]
    public void A_rule_without_a_source_is_refused() =>
        Wrong(pack => pack["frequency"]!["hard"]![0]!["source"] = "").Should().ContainSingle().Which.Should().Be("frequency.hard[0].source: is empty");

    private static IReadOnlyList<string> Wrong(Action<JsonNode> change)
    {
        var pack = Shipped();
        change(pack);
        return RulePackReader.Read(pack.ToJsonString()).Should().BeOfType<RulePackReading.Refused>().Which.Problems;
    }

    private static JsonNode Shipped()
    {
        using var stream = typeof(RulePack).Assembly.GetManifestResourceStream("Carillon.Compliance.RulePacks.north-america.json")!;
        return JsonNode.Parse(stream)!;
    }
}
