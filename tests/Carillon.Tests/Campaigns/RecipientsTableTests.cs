using System.Net;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;

namespace Carillon.Tests.Campaigns;

/// <summary>The recipients on a campaign's page: ordered by a column, and as a file exactly those that are shown.</summary>
public sealed class RecipientsTableTests
{
    private const int People = 30;

    [Theory, EachDatabase]
    public async Task A_file_has_the_rows_that_the_page_shows_and_an_order_is_kept(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        for (var n = 0; n < 4; n++)
        {
            await Road.Road.PostAsync(road.Client, "/api/v1/opt-outs", new { phone = Road.Road.Number(n), reason = "at the till" });
        }

        var campaign = await road.CampaignAsync(await road.ListOfAsync(People));
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("accepted").GetInt32() + stats.GetProperty("sent").GetInt32() + stats.GetProperty("delivered").GetInt32() == People - 4);
        Assert.True(Id.TryParse<WorkspaceId>((await road.Client.GetJsonAsync("/api/v1/workspace")).GetProperty("id").GetString(), out var workspace));
        using var browser = await road.Server.BrowserOfAsync(Role.Owner, workspace);

        (await RowsAsync(browser, campaign, "")).Should().HaveCount(People);
        var skipped = await RowsAsync(browser, campaign, "?show=skipped&reason=OptedOut");
        skipped.Should().HaveCount(4).And.OnlyContain(row => row.Contains("skipped,OptedOut", StringComparison.Ordinal));
        (await RowsAsync(browser, campaign, "?show=proof-accepted")).Should().HaveCount(People - 4);
        (await RowsAsync(browser, campaign, "?show=skipped&variant=B")).Should().BeEmpty();

        var up = await PageAsync(browser, $"/campaigns/{campaign}?sort=number");
        var down = await PageAsync(browser, $"/campaigns/{campaign}?sort=-number");
        up.Should().Contain("aria-sort=\"ascending\"");
        Place(up, 0).Should().BeLessThan(Place(up, People - 1)).And.BePositive();
        Place(down, People - 1).Should().BeLessThan(Place(down, 0)).And.BePositive();
        (await PageAsync(browser, $"/campaigns/{campaign}?sort=-fate&columns=body")).Should().Contain("data-label=\"Words\"");
        await FiguresOpenTheirTextsAsync(browser, campaign);
        var why = Regex.Match(await PageAsync(browser, $"/campaigns/{campaign}?show=skipped"), "href=\"(/compliance/decisions\\?message=[0-9a-f]+)\"").Groups[1].Value;
        (await PageAsync(browser, why)).Should().Contain("Not sent: Opted out").And.Contain("is never texted").And.Contain("47 CFR 64.1200(a)(10)").And.Contain($"/campaigns/{campaign}").And.Contain("/contacts/");
        using var missing = await browser.GetAsync(new Uri("/campaigns/0123456789abcdef0123456789abcdef", UriKind.Relative), TestContext.Current.CancellationToken);
        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
        using var inbox = await road.Server.BrowserOfAsync(Role.Inbox, workspace);
        using var refused = await inbox.GetAsync(new Uri($"/campaigns/{campaign}/recipients.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    /// <summary>The report's figures of sent texts lead to exactly those texts: in all, of the day and of the campaign.</summary>
    private static async Task FiguresOpenTheirTextsAsync(HttpClient browser, string campaign)
    {
        foreach (var by in new[] { "day", "campaign" })
        {
            var report = await PageAsync(browser, $"/compliance/opt-outs?groupBy={by}");
            var opened = Regex.Matches(report, $"href=\"/operations/texts(\\?[^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
            opened.Should().HaveCount(2, "the figure of all and that of the one group with texts");
            foreach (var query in opened)
            {
                (await PageAsync(browser, "/operations/texts.csv" + query)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..].Should().HaveCount(People - 4, query);
                (await PageAsync(browser, "/operations/texts" + query)).Should().Contain($"{People - 4} texts");
            }
        }

        (await PageAsync(browser, $"/operations/texts?campaign={campaign}")).Should().Contain($"{People} texts").And.Contain("Of one campaign");
        (await PageAsync(browser, $"/operations/texts?campaign={campaign}&show=skipped&sort=-number")).Should().Contain("4 texts").And.Contain("aria-sort=\"descending\"");
        (await PageAsync(browser, $"/operations/texts?phone={Uri.EscapeDataString(Road.Road.Number(5))}")).Should().Contain(">1 text<");
        foreach (var sort in new[] { "fate", "-fate", "due", "-due", "sent", "-sent", "written", "-written", "-number", "password" })
        {
            (await PageAsync(browser, $"/operations/texts?sort={sort}")).Should().Contain($"{People} texts");
        }

        foreach (var wrong in new[] { "since=yesterday", "campaign=x", "sender=x", "phone=nonsense" })
        {
            (await PageAsync(browser, $"/operations/texts?{wrong}")).Should().Contain("No such text");
        }
    }

    private static int Place(string page, int n)
    {
        var number = Road.Road.Number(n);
        return page.IndexOf($"({number[2..5]}) {number[5..8]}-{number[8..]}", StringComparison.Ordinal);
    }

    private static async Task<string[]> RowsAsync(HttpClient browser, string campaign, string query) =>
        (await PageAsync(browser, $"/campaigns/{campaign}/recipients.csv{query}")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..];

    private static async Task<string> PageAsync(HttpClient browser, string path) =>
        WebUtility.HtmlDecode(await browser.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));
}
