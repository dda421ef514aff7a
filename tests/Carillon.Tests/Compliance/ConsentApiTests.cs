using System.Net;
using AwesomeAssertions;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Compliance;

public sealed class ConsentApiTests
{
    [Fact]
    public async Task Evidence_is_kept_as_it_was_given()
    {
        await using var server = await TestServer.StartAsync();

        var parts = await server.Client.PostJsonAsync(
            "/api/v1/opt-ins",
            """{"phone": "+14155552671", "evidence": {"wording": "Yes, text me offers", "version": "7", "source": "checkout", "obtainedAt": "2026-01-02T03:04:05Z", "url": "https://acme.example/join", "ip": "192.0.2.1", "userAgent": "Firefox"}}""");
        var text = await server.Client.PostJsonAsync("/api/v1/opt-ins", """{"phone": "+14155552672", "evidence": "paper form 12"}""");

        parts.StatusCode.Should().Be(HttpStatusCode.Created);
        var evidence = (await parts.JsonAsync()).GetProperty("evidence");
        evidence.GetProperty("wording").GetString().Should().Be("Yes, text me offers");
        evidence.GetProperty("obtainedAt").GetString().Should().Be("2026-01-02T03:04:05Z");
        evidence.GetProperty("userAgent").GetString().Should().Be("Firefox");
        (await text.JsonAsync()).GetProperty("evidence").GetString().Should().Be("paper form 12");
        (await text.JsonAsync()).GetProperty("text").GetString().Should().Be("paper form 12");
    }

    [Theory]
    [InlineData("""{"phone": "+14155552671"}""", "evidence")]
    [InlineData("""{"phone": "+14155552671", "evidence": ""}""", "evidence")]
    [InlineData("""{"phone": "+14155552671", "evidence": {}}""", "evidence")]
    [InlineData("""{"phone": "+14155552671", "evidence": {"wordin": "x"}}""", "evidence.wordin")]
    [InlineData("""{"phone": "+14155552671", "evidence": {"source": "form", "obtainedAt": "2126-01-02T03:04:05Z"}}""", "evidence.obtainedAt")]
    [InlineData("""{"phone": "+14155552671", "evidence": {"source": "list bought from a broker"}}""", "evidence.source")]
    [InlineData("""{"phone": "+14155552671", "evidence": "form", "basis": "impliedPurchase"}""", "basis")]
    public async Task What_is_no_evidence_is_refused(string body, string field)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await server.Client.PostJsonAsync("/api/v1/opt-ins", body);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.FieldsAsync()).Should().Contain(field);
    }

    [Fact]
    public async Task A_consent_taken_back_by_the_operator_is_unknown_again()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.PostJsonAsync("/api/v1/contacts", """{"phone": "+14155552671"}""");
        await server.Client.PostJsonAsync("/api/v1/opt-ins", """{"phone": "+14155552671", "evidence": "form"}""");
        (await ConsentAsync(server)).Should().Be("subscribed");

        var answer = await server.Client.PostJsonAsync("/api/v1/revocations", """{"phone": "+14155552671", "reason": "recorded for the wrong person"}""");

        (await answer.JsonAsync()).GetProperty("kind").GetString().Should().Be("revoked");
        (await ConsentAsync(server)).Should().Be("unknown");
    }

    [Fact]
    public async Task Implied_consent_counts_in_Canada()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.PostJsonAsync("/api/v1/contacts", """{"phone": "+14165550123"}""");

        var answer = await server.Client.PostJsonAsync("/api/v1/opt-ins", """{"phone": "+14165550123", "evidence": {"source": "order 12"}, "basis": "impliedPurchase"}""");

        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        var proof = await server.Client.GetJsonAsync("/api/v1/proof?phone=%2B14165550123");
        var consent = proof.GetProperty("consents").EnumerateArray().Single();
        consent.GetProperty("basis").GetString().Should().Be("impliedPurchase");
        consent.GetProperty("expiresAt").GetDateTimeOffset().Should().BeCloseTo(TimeProvider.System.GetUtcNow().AddMonths(24), TimeSpan.FromDays(1));
    }

    [Theory, EachDatabase]
    public async Task The_report_counts_people_and_gives_a_rate_with_its_interval(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        foreach (var number in new[] { "+14155552671", "+14155552672", "+14155552671" })
        {
            await server.Client.PostJsonAsync("/api/v1/opt-outs", $$"""{"phone": "{{number}}", "reason": "=cmd"}""");
        }

        foreach (var by in new[] { "day", "campaign", "keyword", "method" })
        {
            var report = await server.Client.GetJsonAsync($"/api/v1/reports/opt-outs?groupBy={by}");
            report.GetProperty("total").GetProperty("optOuts").GetInt32().Should().Be(2, by);
            report.GetProperty("total").GetProperty("byMethod").GetProperty("api").GetInt32().Should().Be(2, by);
            report.GetProperty("items").EnumerateArray().Sum(item => item.GetProperty("optOuts").GetInt32()).Should().Be(2, by);
            report.GetProperty("total").GetProperty("rate").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null, "nothing was sent");
        }

        var csv = await server.Client.GetAsync(new Uri("/api/v1/reports/opt-outs.csv?groupBy=keyword", UriKind.Relative));
        csv.Content.Headers.ContentType?.MediaType.Should().Be("text/csv");
        (await csv.Content.ReadAsStringAsync()).Should().StartWith("keyword,name,optOuts,sent,rate,rateLow,rateHigh,byKeyword,byManual,byApi").And.Contain("other,,2,0,");
        (await server.Client.GetAsync(new Uri("/api/v1/reports/opt-outs?groupBy=hour", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await server.Client.GetAsync(new Uri("/api/v1/reports/opt-outs?from=2026-02-01&to=2026-01-01", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await server.Client.GetJsonAsync("/api/v1/reports/opt-outs?from=2020-01-01&to=2020-01-03")).GetProperty("items").GetArrayLength().Should().Be(3, "a date is a day of the workspace");
    }

    [Fact]
    public async Task The_proof_of_a_number_holds_its_events_with_their_seals()
    {
        await using var server = await TestServer.StartAsync();
        var contact = await (await server.Client.PostJsonAsync("/api/v1/contacts", """{"phone": "+14155552671", "firstName": "Ann"}""")).JsonAsync();
        await server.Client.PostJsonAsync("/api/v1/opt-ins", """{"phone": "+14155552671", "evidence": {"source": "form", "wording": "Text me"}}""");
        await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+14155552671", "reason": "called"}""");

        var proof = await server.Client.GetJsonAsync($"/api/v1/contacts/{contact.GetProperty("id").GetString()}/proof");

        proof.GetProperty("events").EnumerateArray().Select(entry => entry.GetProperty("kind").GetString()).Should().Equal("optIn", "optOut");
        proof.GetProperty("events").EnumerateArray().Should().OnlyContain(entry => entry.GetProperty("ledgerHash").GetString()!.Length == 64);
        proof.GetProperty("suppressions").GetArrayLength().Should().Be(1);
        proof.GetProperty("contact").GetProperty("firstName").GetString().Should().Be("Ann");
        (await server.Client.GetAsync(new Uri("/api/v1/proof?phone=abc", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await server.Client.GetAsync(new Uri("/api/v1/proof.pdf?phone=abc", UriKind.Relative))).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        proof.GetProperty("decisions").GetArrayLength().Should().Be(0);
        var document = await server.Client.GetByteArrayAsync(new Uri($"/api/v1/proof.pdf?phone={Uri.EscapeDataString(proof.GetProperty("phone").GetString()!)}", UriKind.Relative));
        System.Text.Encoding.Latin1.GetString(document).Should().StartWith("%PDF-1.4").And.Contain(proof.GetProperty("phone").GetString()).And.EndWith("%%EOF\n");
    }

    private static async Task<string?> ConsentAsync(TestServer server) =>
        (await server.Client.GetJsonAsync("/api/v1/contacts?phone=%2B14155552671")).GetProperty("items")[0].GetProperty("consent").GetProperty("sms").GetString();
}
