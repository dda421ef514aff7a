using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Compliance;

public sealed class KeywordsApiTests
{
    private const string Wording =
        "Text PIZZA to join Acme Pizza: recurring automated marketing texts. Consent is not a condition of purchase. Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to cancel.";

    [Fact]
    public async Task A_keyword_to_join_by_needs_all_disclosures_and_one_to_leave_by_needs_none()
    {
        await using var server = await StartAsync();

        using var bare = await PostAsync(server, new { keyword = "pizza", name = "Poster", wording = "Free pizza!" });
        bare.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await bare.FieldsAsync()).Should().Equal("wording");
        using var join = await PostAsync(server, new { keyword = "pizza", name = "Poster", wording = Wording, doubleOptIn = true });
        join.StatusCode.Should().Be(HttpStatusCode.Created);
        using var leave = await PostAsync(server, new { keyword = "Goodbyes", name = "As our people say", kind = "optOut" });
        leave.StatusCode.Should().Be(HttpStatusCode.Created);

        var listed = (await server.Client.GetJsonAsync("/api/v1/keywords")).GetProperty("items").EnumerateArray().ToList();
        listed.Select(row => (row.GetProperty("keyword").GetString(), row.GetProperty("kind").GetString(), row.GetProperty("doubleOptIn").GetBoolean()))
            .Should().BeEquivalentTo([("GOODBYES", "optOut", false), ("PIZZA", "optIn", true)]);
        var path = $"/api/v1/keywords/{(await leave.JsonAsync()).GetProperty("id").GetString()}";
        (await server.Client.GetJsonAsync(path)).GetProperty("wording").ValueKind.Should().Be(JsonValueKind.Null);
        (await server.Client.DeleteAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await server.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_cannot_be_a_keyword_is_refused_with_its_field()
    {
        await using var server = await StartAsync();
        foreach (var (wrong, field) in new (object, string)[]
        {
            (new { keyword = "STOP", name = "n", kind = "optOut" }, "keyword"), (new { keyword = "Start", name = "n", kind = "optOut" }, "keyword"),
            (new { keyword = "two words", name = "n", kind = "optOut" }, "keyword"), (new { keyword = "BYEBYE2U", kind = "optOut" }, "name"),
            (new { keyword = "PIZZAS", name = "n", kind = "optOut", wording = Wording }, "wording"), (new { keyword = "PIZZAS", name = "n", kind = "optOut", doubleOptIn = true }, "doubleOptIn"),
            (new { keyword = "PIZZAS", name = "n" }, "wording"),
        })
        {
            using var answer = await PostAsync(server, wrong);
            answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity, "{0}", wrong);
            (await answer.FieldsAsync()).Should().Equal(field);
        }

        using var first = await PostAsync(server, new { keyword = "Adiós2", name = "n", kind = "optOut" });
        (await first.JsonAsync()).GetProperty("keyword").GetString().Should().Be("ADIOS2");
        using var again = await PostAsync(server, new { keyword = "adios2", name = "n", kind = "optOut" });
        again.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await again.JsonAsync()).GetProperty("code").GetString().Should().Be("keyword-in-use");
    }

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync(Engine.Sqlite);
        using var named = await server.Client.PatchJsonAsync("/api/v1/workspace", """{"brand": {"name": "Acme Pizza"}}""");
        named.StatusCode.Should().Be(HttpStatusCode.OK);
        return server;
    }

    private static Task<HttpResponseMessage> PostAsync(TestServer server, object body) => server.Client.PostJsonAsync("/api/v1/keywords", JsonSerializer.Serialize(body));
}
