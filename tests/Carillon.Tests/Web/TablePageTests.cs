using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Receiving;
using Carillon.Sending;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Web;

/// <summary>Tables of pages: ordered and hidden by their addresses, remembered by the browser, and taken away as files that show what the page shows.</summary>
public sealed class TablePageTests
{
    private static readonly string[] Names = ["Ada", "zoe", "Mara"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task People_stand_in_the_order_that_is_asked_for(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await AddAsync(server, "Mara", "+14155552673");
        await AddAsync(server, "zoe", "+14155552671");
        await AddAsync(server, "Ada", "+14155552672");
        using var browser = await server.BrowserOfAsync(Role.Owner);

        (await OrderAsync(browser, "/contacts")).Should().Equal("Ada", "zoe", "Mara");
        (await OrderAsync(browser, "/contacts?sort=added")).Should().Equal("Mara", "zoe", "Ada");
        (await OrderAsync(browser, "/contacts?sort=name")).Should().Equal("Ada", "Mara", "zoe");
        (await OrderAsync(browser, "/contacts?sort=-name")).Should().Equal("zoe", "Mara", "Ada");
        (await OrderAsync(browser, "/contacts?sort=phone")).Should().Equal("zoe", "Ada", "Mara");
        (await OrderAsync(browser, "/contacts?sort=-phone&page=1")).Should().Equal("Mara", "Ada", "zoe");
        (await OrderAsync(browser, "/contacts?sort=phone&page=2")).Should().BeEmpty();
        (await OrderAsync(browser, "/contacts?sort=password")).Should().Equal("Ada", "zoe", "Mara");
        (await PageAsync(browser, "/contacts?sort=name")).Should().Contain("aria-sort=\"ascending\"").And.Contain("sort=-name");
    }

    [Fact]
    public async Task Pages_of_an_order_follow_each_other_without_a_gap()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 53; i++)
        {
            await AddAsync(server, $"Person {i:00}", $"+1415555{2600 + i}");
        }

        using var browser = await server.BrowserOfAsync(Role.Owner);
        var first = await PageAsync(browser, "/contacts?sort=-name");
        var second = await PageAsync(browser, "/contacts?sort=-name&page=2");

        first.Should().Contain("Person 52").And.Contain("Person 03").And.NotContain("Person 02").And.Contain("page=2");
        second.Should().Contain("Person 02").And.Contain("Person 00").And.NotContain("Person 03").And.Contain("First page");
    }

    [Fact]
    public async Task A_browser_that_wants_other_columns_is_remembered_and_an_address_comes_first()
    {
        await using var server = await TestServer.StartAsync();
        await AddAsync(server, "Ada", "+14155552672");
        using var browser = await server.BrowserOfAsync(Role.Owner);

        (await PageAsync(browser, "/contacts")).Should().Contain("data-label=\"Phone\"").And.NotContain("data-label=\"E-mail\"");
        (await PageAsync(browser, "/contacts?columns=email.phone")).Should().NotContain("data-label=\"Phone\"").And.Contain("data-label=\"E-mail\"");
        var cookies = browser.DefaultRequestHeaders.GetValues("Cookie").Single();
        browser.DefaultRequestHeaders.Remove("Cookie");
        browser.DefaultRequestHeaders.Add("Cookie", cookies + "; carillon-columns-contacts=phone.name");

        (await PageAsync(browser, "/contacts")).Should().NotContain("data-label=\"Phone\"").And.Contain("data-label=\"Name\"", "what names a row is never hidden");
        (await PageAsync(browser, "/contacts?columns=lists")).Should().Contain("data-label=\"Phone\"").And.NotContain("data-label=\"Lists\"");
    }

    [Theory, EachDatabase]
    public async Task A_file_has_what_the_filter_shows_and_no_cell_that_is_a_formula(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await AddAsync(server, "=HYPERLINK(1)", "+14155552671");
        await AddAsync(server, "Ada", "+14155552672");
        using var browser = await server.BrowserOfAsync(Role.Owner);

        var all = await browser.GetStringAsync(new Uri("/contacts.csv", UriKind.Relative), Stop);
        var one = await browser.GetStringAsync(new Uri("/contacts.csv?q=ada", UriKind.Relative), Stop);
        var log = await browser.GetStringAsync(new Uri("/settings/audit.csv?action=data.exported", UriKind.Relative), Stop);

        all.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(3);
        all.Should().Contain("'=HYPERLINK(1)").And.NotContain(",=HYPERLINK").And.Contain("'+14155552672");
        one.Should().Contain("Ada").And.NotContain("HYPERLINK");
        log.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(4, "each file stands in the log, this one too");
        log.Should().Contain("/contacts.csv");
    }

    [Fact]
    public async Task Suppressed_numbers_are_ordered_and_taken_away_as_the_page_shows_them()
    {
        await using var server = await TestServer.StartAsync();
        await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+14155552673", "reason": "at the till"}""");
        await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+14155552671", "reason": "at the till"}""");
        using var browser = await server.BrowserOfAsync(Role.Owner);

        var ordered = await PageAsync(browser, "/compliance/suppressions?sort=number");
        var file = await browser.GetStringAsync(new Uri("/compliance/suppressions.csv?phone=(415)+555-2671", UriKind.Relative), Stop);
        using var wrong = await browser.GetAsync(new Uri("/compliance/suppressions.csv?reason=whatever", UriKind.Relative), Stop);

        ordered.IndexOf("%2B14155552671", StringComparison.Ordinal).Should().BeLessThan(ordered.IndexOf("%2B14155552673", StringComparison.Ordinal));
        file.Should().Contain("+14155552671,sms,optedOut").And.NotContain("+14155552673");
        wrong.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        using var mine = await server.Client.GetAsync(new Uri("/api/v1/suppressions.csv?phone=14155552673", UriKind.Relative), Stop);
        (await mine.Content.ReadAsStringAsync(Stop)).Should().Contain("+14155552673").And.NotContain("+14155552671");
    }

    [Fact]
    public async Task Entries_of_the_log_can_stand_the_oldest_first()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = await server.BrowserOfAsync(Role.Owner);
        await server.Client.PatchJsonAsync("/api/v1/workspace", """{"name": "Harbor Street"}""");
        await server.Client.PostJsonAsync("/api/v1/api-keys", """{"name": "till", "scope": "read"}""");

        var newest = await PageAsync(browser, "/settings/audit?columns=number");
        var oldest = await PageAsync(browser, "/settings/audit?columns=number&sort=when");

        newest.LastIndexOf("Workspace changed", StringComparison.Ordinal).Should().BeGreaterThan(newest.LastIndexOf("(till)", StringComparison.Ordinal));
        oldest.Should().Contain("aria-sort=\"ascending\"");
        Numbers(oldest).Should().BeInAscendingOrder();
        Numbers(newest).Should().BeInDescendingOrder();
    }

    [Fact]
    public async Task A_file_asks_who_it_is_and_leads_back_to_the_page_where_its_link_stands()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = await server.BrowserOfAsync(Role.Owner);
        await using (var db = server.Database.Open(Carillon.Storage.WorkspaceScope.Everybody))
        {
            await db.UserSessions.ExecuteUpdateAsync(set => set.SetProperty(row => row.ProvedAt, DateTimeOffset.UnixEpoch), Stop);
        }

        foreach (var (from, back) in new[] { (new Uri(server.Address, "/compliance/ledger?kind=OptOut"), "%2Fcompliance%2Fledger%3Fkind%3DOptOut"), (new Uri("https://elsewhere.example/ledger"), "%2F") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/compliance/ledger.csv");
            request.Headers.Referrer = from;
            using var answer = await browser.SendAsync(request, Stop);
            answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
            answer.Headers.Location!.OriginalString.Should().Be("/step-up?returnUrl=" + back); // a redirect has one
        }

        (await PageAsync(browser, "/compliance/ledger")).Should().NotContain(" download", "a browser would keep the question as the file");
    }

    [Theory, EachDatabase]
    public async Task The_ledger_is_ordered_and_taken_away_as_the_page_shows_it(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+14155552673", "reason": "=2+5"}""");
        await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+14155552671", "reason": "at the till"}""");
        using var browser = await server.BrowserOfAsync(Role.Owner);

        (await FirstIsBeforeAsync(browser, "/compliance/ledger")).Should().BeTrue("the newest stands first");
        (await FirstIsBeforeAsync(browser, "/compliance/ledger?sort=when")).Should().BeFalse();
        (await FirstIsBeforeAsync(browser, "/compliance/ledger?sort=number")).Should().BeTrue();
        (await FirstIsBeforeAsync(browser, "/compliance/ledger?sort=-number")).Should().BeFalse();
        foreach (var sort in new[] { "what", "-what", "how", "-how", "-when", "password" })
        {
            (await PageAsync(browser, $"/compliance/ledger?sort={sort}&page=1")).Should().Contain("at the till");
        }

        (await PageAsync(browser, "/compliance/ledger?sort=number&page=2")).Should().NotContain("at the till");
        var all = await browser.GetStringAsync(new Uri("/compliance/ledger.csv", UriKind.Relative), Stop);
        var one = await browser.GetStringAsync(new Uri("/compliance/ledger.csv?phone=(415)+555-2671&kind=OptOut", UriKind.Relative), Stop);
        var none = await browser.GetStringAsync(new Uri("/compliance/ledger.csv?phone=nonsense", UriKind.Relative), Stop);

        all.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(3);
        all.Should().Contain("'+14155552673").And.Contain("'=2+5").And.NotContain(",=2+5");
        one.Should().Contain("at the till").And.NotContain("2673");
        none.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle();
        (await PageAsync(browser, "/settings/audit?action=data.exported")).Should().Contain("ledger");

        async Task<bool> FirstIsBeforeAsync(HttpClient client, string path)
        {
            var page = await PageAsync(client, path);
            return page.IndexOf("at the till", StringComparison.Ordinal) < page.IndexOf("=2+5", StringComparison.Ordinal);
        }
    }

    [Theory, EachDatabase]
    public async Task Webhook_events_are_ordered_and_taken_away_as_the_page_shows_them(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        await using (var db = server.Database.Open(Carillon.Storage.WorkspaceScope.Of(server.Workspace)))
        {
            var account = (await db.Accounts.FirstAsync(Stop)).Id;
            for (var i = 0; i < 53; i++)
            {
                db.Add(EventOf(server, account, i));
            }

            await db.SaveChangesAsync(Stop);
        }

        using var browser = await server.BrowserOfAsync(Role.Owner);
        var newest = await PageAsync(browser, "/operations/webhook-events");
        var second = await PageAsync(browser, "/operations/webhook-events?sort=received&page=2");
        var byKind = await PageAsync(browser, "/operations/webhook-events?sort=kind");

        newest.Should().Contain("kind-52").And.NotContain("kind-02");
        second.Should().Contain("kind-50").And.Contain("kind-52").And.NotContain("kind-49").And.Contain("First page");
        byKind.IndexOf("kind-00", StringComparison.Ordinal).Should().BePositive().And.BeLessThan(byKind.IndexOf("kind-01", StringComparison.Ordinal));
        foreach (var sort in new[] { "-kind", "source", "-source", "state", "-state", "attempts", "-attempts", "-received", "password" })
        {
            (await PageAsync(browser, $"/operations/webhook-events?sort={sort}")).Should().Contain("kind-30");
        }

        var all = await browser.GetStringAsync(new Uri("/operations/webhook-events.csv", UriKind.Relative), Stop);
        var dead = await browser.GetStringAsync(new Uri("/operations/webhook-events.csv?show=dead", UriKind.Relative), Stop);
        all.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(54);
        all.Should().Contain("'=cmd").And.NotContain("secret words");
        dead.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Should().ContainSingle();
    }

    [Fact]
    public async Task The_opt_out_report_is_ordered_and_cut_to_columns()
    {
        var clock = new ShiftedClock();
        await using var server = await TestServer.StartAsync(Engine.Sqlite, alter: builder => builder.Services.AddSingleton<TimeProvider>(clock));
        await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+14155552673", "reason": "at the till"}""");
        await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+14155552674", "reason": "at the till"}""");
        clock.Advance(TimeSpan.FromDays(2));
        await server.Client.PostJsonAsync("/api/v1/opt-outs", """{"phone": "+14155552675", "reason": "by post"}""");
        using var browser = await server.BrowserOfAsync(Role.Owner);
        var day = clock.GetUtcNow().AddDays(-10).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        var plain = await PageAsync(browser, $"/compliance/opt-outs?from={day}");
        var up = await PageAsync(browser, $"/compliance/opt-outs?from={day}&sort=group&columns=how");
        var most = await PageAsync(browser, $"/compliance/opt-outs?from={day}&sort=-people");

        plain.Should().Contain("data-label=\"How\"").And.Contain("sort=group").And.Contain("/compliance/opt-outs.csv?from=");
        up.Should().NotContain("data-label=\"How\"");
        Days(plain).Should().BeInDescendingOrder("what happened last is asked for first").And.HaveCount(2, "days on which nothing happened stand in the picture alone");
        Days(up).Should().BeInAscendingOrder().And.HaveSameCount(Days(plain));
        Days(most)[0].Should().Be(Days(plain)[1], "two opted out on the first day");
        plain.Should().Contain("People who opted out, by day");
        (await PageAsync(browser, "/compliance/opt-outs?groupBy=keyword&sort=texts")).Should().Contain("Other words");
    }

    private static IReadOnlyList<string> Days(string page) =>
        [.. System.Text.RegularExpressions.Regex.Matches(page, "data-label=\"Day\"><span class=\"strong\">([0-9-]{10})").Select(match => match.Groups[1].Value)];

    private static ProviderEvent EventOf(TestServer server, Carillon.Primitives.AccountId account, int number) => new()
    {
        Id = Carillon.Primitives.Id.New<Carillon.Primitives.ProviderEventId>(TimeProvider.System),
        WorkspaceId = server.Workspace,
        AccountId = account,
        Source = Carillon.Channels.Provider.Simulator,
        EventKey = number == 7 ? "=cmd" : $"event-{number}",
        Type = $"kind-{number:00}",
        Partition = 0,
        Content = "secret words",
        ReceivedAt = DateTimeOffset.UnixEpoch.AddDays(20_000).AddMinutes(number),
        NextAttemptAt = DateTimeOffset.UnixEpoch.AddDays(90_000),
    };

    private static IReadOnlyList<int> Numbers(string page) =>
        [.. System.Text.RegularExpressions.Regex.Matches(page, "data-label=\"Number\">([0-9]+)", System.Text.RegularExpressions.RegexOptions.NonBacktracking).Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];

    private static async Task AddAsync(TestServer server, string firstName, string phone)
    {
        using var made = await server.Client.PostJsonAsync("/api/v1/contacts", System.Text.Json.JsonSerializer.Serialize(new { firstName, phone }));
        made.StatusCode.Should().Be(HttpStatusCode.Created);
    }

    private static async Task<IReadOnlyList<string>> OrderAsync(HttpClient browser, string path)
    {
        var page = await PageAsync(browser, path);
        return [.. Names.Where(name => page.Contains($">{name}</a>", StringComparison.Ordinal)).OrderBy(name => page.IndexOf($">{name}</a>", StringComparison.Ordinal))];
    }

    private static async Task<string> PageAsync(HttpClient browser, string path) => WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri(path, UriKind.Relative), Stop));
}
