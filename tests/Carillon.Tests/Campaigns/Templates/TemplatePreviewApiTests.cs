using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Tests.Web;

namespace Carillon.Tests.Campaigns.Templates;

public sealed class TemplatePreviewApiTests
{
    [Fact]
    public async Task A_body_is_counted_as_given_and_the_warnings_name_what_saving_changes()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var (body, units, encoding, warning) in new[]
        {
            (@"a\r\nb", 4, "GSM-7", "single line feeds"),
            (@"a\rb", 3, "GSM-7", "single line feeds"),
            (@"e\u0301", 2, "UCS-2", "separate accent"),
            (@"a\ud83db", 3, "UCS-2", "lone surrogate"),
            (@"a\u0000b", 3, "UCS-2", "U+0000"),
            (@"gar\u00e7on", 6, "UCS-2", "'ç'"),
            (@"\ud83d\ude00", 2, "UCS-2", "'😀'"),
        })
        {
            var answer = await server.Client.PostJsonAsync("/api/v1/templates/preview", $$"""{"body": "{{body}}"}""");

            answer.StatusCode.Should().Be(HttpStatusCode.OK, body);
            var preview = await answer.JsonAsync();
            preview.GetProperty("units").GetInt32().Should().Be(units, body);
            preview.GetProperty("encoding").GetString().Should().Be(encoding, body);
            Warnings(preview).Should().Contain(said => said.Contains(warning), body);
        }
    }

    [Fact]
    public async Task Smart_encoding_is_used_when_asked_for_and_tells_what_it_replaced()
    {
        await using var server = await TestServer.StartAsync();

        var plain = await PreviewAsync(server, """{"body": "It’s 5 o’clock"}""");
        var smart = await PreviewAsync(server, """{"body": "It’s 5 o’clock", "smartEncoding": true}""");
        var filled = await PreviewAsync(server, """{"body": "Hi {{ first_name }} – sale", "sample": {"first_name": "O’Neil"}, "smartEncoding": true}""");

        plain.GetProperty("encoding").GetString().Should().Be("UCS-2");
        Warnings(plain).Should().Contain(said => said.Contains("smart encoding", StringComparison.OrdinalIgnoreCase));
        smart.GetProperty("encoding").GetString().Should().Be("GSM-7");
        smart.GetProperty("rendered").GetString().Should().Be("It's 5 o'clock");
        smart.GetProperty("substitutions").EnumerateArray().Select(made => made.GetProperty("from").GetString()).Should().Equal("’", "’");
        filled.GetProperty("rendered").GetString().Should().Be("Hi O'Neil - sale");
    }

    [Fact]
    public async Task More_than_ten_segments_are_warned_of()
    {
        await using var server = await TestServer.StartAsync();

        Warnings(await PreviewAsync(server, $$"""{"body": "{{new string('x', 1531)}}"}""")).Should().Contain(said => said.Contains("11 segments"));
        Warnings(await PreviewAsync(server, $$"""{"body": "{{new string('x', 1530)}}"}""")).Should().NotContain(said => said.Contains("segments;"));
    }

    private static async Task<JsonElement> PreviewAsync(TestServer server, string json)
    {
        var answer = await server.Client.PostJsonAsync("/api/v1/templates/preview", json);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await answer.JsonAsync();
    }

    private static IEnumerable<string> Warnings(JsonElement preview) => preview.GetProperty("warnings").EnumerateArray().Select(said => said.GetString() ?? "");
}
