using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Compliance;
using Carillon.Compliance.Programmes;
using Carillon.Sending;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Receiving;

public sealed class JoinPageTests
{
    private const string Wording =
        "Yes, send me recurring automated marketing texts from Acme at this number. Consent is not a condition of purchase. Msg frequency varies. Msg & data rates may apply. Reply HELP for help, STOP to cancel.";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Who_ticks_the_box_is_asked_once_to_reply_YES(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var path = await PublishAsync(server);
        using var visitor = server.ClientWith(null);

        var page = await (await visitor.GetAsync(path)).Content.ReadAsStringAsync(Token);
        page.Should().Contain("Msg frequency varies").And.Contain("name=\"viewport\"").And.NotContain("<script").And.NotContain("checked");
        (await PostAsync(visitor, path, ("phone", "(617) 555-0123"), ("agree", "yes"), ("version", "1"))).StatusCode.Should().Be(HttpStatusCode.OK);
        (await PostAsync(visitor, path, ("phone", "617-555-0123"), ("agree", "yes"), ("version", "1"))).StatusCode.Should().Be(HttpStatusCode.OK);

        await using var db = server.Database.OpenEverybody();
        var pending = await db.PendingOptIns.SingleAsync(Token);
        pending.Evidence.Should().Contain("\"version\":\"1\"").And.Contain("Consent is not a condition").And.Contain("127.0.0.1");
        (await db.OutboundMessages.SingleAsync(Token)).Body.Should().Contain("reply YES");
        (await db.ConsentStates.AnyAsync(Token)).Should().BeFalse("only the YES is consent");
    }

    [Fact]
    public async Task Without_tick_or_number_or_with_old_words_nothing_is_taken()
    {
        await using var server = await TestServer.StartAsync();
        var path = await PublishAsync(server);
        using var visitor = server.ClientWith(null);

        (await PostAsync(visitor, path, ("phone", "6175550123"), ("version", "1"))).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(visitor, path, ("phone", "<b>"), ("agree", "yes"), ("version", "1"))).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(visitor, path, ("phone", "6175550123"), ("agree", "yes"), ("version", "0"))).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(visitor, path, ("phone", "6175550123"), ("agree", "yes"), ("version", "1"), ("website", "spam"))).StatusCode.Should().Be(HttpStatusCode.OK);

        await using var db = server.Database.OpenEverybody();
        (await db.PendingOptIns.AnyAsync(Token)).Should().BeFalse();
        (await visitor.GetAsync(new Uri("/join/nothing", UriKind.Relative), Token)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_opted_out_hears_nothing_and_is_not_lifted()
    {
        await using var server = await TestServer.StartAsync();
        var path = await PublishAsync(server);
        await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+16175550123"}""");
        using var visitor = server.ClientWith(null);

        (await PostAsync(visitor, path, ("phone", "6175550123"), ("agree", "yes"), ("version", "1"))).StatusCode.Should().Be(HttpStatusCode.OK);

        await using var db = server.Database.OpenEverybody();
        (await db.OutboundMessages.AnyAsync(Token)).Should().BeFalse();
        (await db.Suppressions.CountAsync(Token)).Should().Be(1);
    }

    [Fact]
    public async Task Too_many_from_one_place_are_refused_for_a_while()
    {
        await using var server = await TestServer.StartAsync();
        var path = await PublishAsync(server);
        using var visitor = server.ClientWith(null);
        var last = HttpStatusCode.OK;
        for (var i = 0; i < 12; i++)
        {
            last = (await PostAsync(visitor, path, ("phone", $"617555012{i % 10}"), ("agree", "yes"), ("version", "1"))).StatusCode;
        }

        last.Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("marketing texts", false)]
    [InlineData("marketing texts by an automatic system", true)]
    [InlineData("recurring marketing texts", true)]
    [InlineData("marketing texts from an autodialer", true)]
    [InlineData("messages promotionnels automatisés", true)]
    [InlineData("ofertas por mensajes automáticos recurrentes", true)]
    public void That_texts_are_automated_is_said_in_its_own_words(string wording, bool isSaid) =>
        Disclosures.Missing(wording, "Acme").Any(missing => missing.Contains("are automated", StringComparison.Ordinal)).Should().Be(!isSaid);

    [Fact]
    public async Task No_form_is_published_without_what_must_be_disclosed()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.PatchJsonAsync("/api/v1/workspace", """{"brand": {"name": "Acme"}}""");
        var made = await (await server.Client.PostJsonAsync("/api/v1/opt-in-forms", """{"name": "Shop", "heading": "Texts", "wording": "Get our texts"}""")).JsonAsync();
        var id = made.GetProperty("id").GetString();

        var answer = await server.Client.PostJsonAsync($"/api/v1/opt-in-forms/{id}/publish", "{}");

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        var said = (await answer.JsonAsync()).GetProperty("errors").GetProperty("wording").EnumerateArray().Select(each => each.GetString()).ToList();
        said.Should().HaveCountGreaterThan(7).And.Contain(each => each!.Contains("STOP")).And.Contain(each => each!.Contains("are automated")).And.Contain(each => each!.Contains("privacy"));
        made.GetProperty("doubleOptIn").GetBoolean().Should().BeTrue();
    }

    private static async Task<Uri> PublishAsync(TestServer server)
    {
        await server.Client.PatchJsonAsync("/api/v1/workspace", """{"brand": {"name": "Acme"}}""");
        var sender = (await server.Client.GetJsonAsync("/api/v1/senders")).GetProperty("items")[0].GetProperty("id").GetString();
        var form = JsonSerializer.Serialize(new { name = "Shop", heading = "Texts from Acme", wording = Wording, termsUrl = "https://acme.example/terms", privacyUrl = "https://acme.example/privacy", senderId = sender });
        var made = await (await server.Client.PostJsonAsync("/api/v1/opt-in-forms", form)).JsonAsync();
        var published = await server.Client.PostJsonAsync($"/api/v1/opt-in-forms/{made.GetProperty("id").GetString()}/publish", "{}");
        published.StatusCode.Should().Be(HttpStatusCode.OK, await published.Content.ReadAsStringAsync(Token));
        return new Uri((await published.JsonAsync()).GetProperty("path").GetString()!, UriKind.Relative);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, Uri path, params (string Name, string Value)[] fields) =>
        client.PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), Token);
}
