using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Campaigns;

/// <summary>Who gets a campaign and who does not, before it begins: each figure opens exactly the people it counts.</summary>
public sealed partial class AudiencePageTests
{
    [Theory, EachDatabase]
    public async Task Each_figure_opens_the_people_it_counts(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var world = await World.CreateAsync(server.Client);
        var list = await world.ListAsync("Everybody");
        List<string> people = [];
        for (var n = 0; n < 130; n++)
        {
            people.Add(await world.PersonAsync($"+1212555{n + 1000:0000}", hasAgreed: n >= 70, list));
        }

        people.Add(await world.PersonAsync(null, hasAgreed: false, list));
        await world.PostAsync("/api/v1/opt-outs", new { phone = "+12125551129", reason = "asked" });
        var few = await world.ListAsync("Few");
        await world.PostAsync($"/api/v1/lists/{few}/members", new { contactIds = people[..5] });
        var campaign = await world.CampaignAsync(new { lists = new[] { list }, excludeLists = new[] { few } });
        using var browser = await world.BrowserAsync(server);

        var page = await PageAsync(browser, $"/campaigns/{campaign}/audience");

        Figures(page).Should().BeEquivalentTo(new Dictionary<string, int> { ["In"] = 59, ["NoConsent"] = 65, ["OptedOut"] = 1, ["NoNumber"] = 1, ["ByChoice"] = 5, ["Held"] = 59 });
        page.Should().Contain("59 people get it, 67 do not").And.Contain("126 recipients");
        foreach (var (figure, count) in Figures(page))
        {
            (await PeopleAsync(browser, campaign, figure)).Should().HaveCount(count, figure).And.OnlyHaveUniqueItems();
        }

        (await PeopleAsync(browser, campaign, "Out")).Should().HaveCount(67);
        (await PeopleAsync(browser, campaign, "OptedOut,NoNumber")).Should().BeEquivalentTo([people[129], people[130]]);
        (await PeopleAsync(browser, campaign, "ByChoice")).Should().BeEquivalentTo(people[..5]);
    }

    [Theory, EachDatabase]
    public async Task A_file_has_everybody_once_with_the_reason_or_those_of_one_figure(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var world = await World.CreateAsync(server.Client);
        var list = await world.ListAsync("Everybody");
        List<string> people = [];
        for (var n = 0; n < 12; n++)
        {
            people.Add(await world.PersonAsync($"+1212555{n + 1000:0000}", hasAgreed: n >= 2, list, n == 5 ? "=HYPERLINK(\"http://x\")" : "Ada"));
        }

        await world.PostAsync("/api/v1/opt-outs", new { phone = "+12125551011", reason = "asked" });
        var few = await world.ListAsync("Few");
        await world.PostAsync($"/api/v1/lists/{few}/members", new { contactIds = people[2..4] });
        var campaign = await world.CampaignAsync(new { lists = new[] { list }, excludeLists = new[] { few }, limit = 9 });
        using var browser = await world.BrowserAsync(server);

        var rows = await FileAsync(browser, campaign, "");

        rows.Select(row => row[0]).Should().BeEquivalentTo(people);
        rows.GroupBy(row => row[3]).ToDictionary(group => group.Key, group => group.Count()).Should().BeEquivalentTo(new Dictionary<string, int> { ["held"] = 7, ["out"] = 2, ["byChoice"] = 2, ["beyondLimit"] = 1 });
        rows.Where(row => row[3] is "out").Should().OnlyContain(row => row[4] == "noConsent" && row[5].Length > 0 && row[8].Length == 0);
        rows.Where(row => row[3] is "held").Should().OnlyContain(row => row[2].StartsWith("\"'+1212555", StringComparison.Ordinal) && row[6].Length > 0 && row[8].StartsWith("\"Hi, we open", StringComparison.Ordinal));
        rows.Single(row => row[0] == people[5])[1].Should().StartWith("\"'=HYPERLINK");
        (await FileAsync(browser, campaign, "?show=NoConsent")).Select(row => row[0]).Should().BeEquivalentTo(people[..2]);
        (await FileAsync(browser, campaign, "?show=ByChoice")).Select(row => row[0]).Should().BeEquivalentTo(people[2..4]);
        (await PageAsync(browser, $"/campaigns/{campaign}/audience")).Should().Contain($"/campaigns/{campaign}/audience.csv");
        using var missing = await browser.GetAsync(new Uri("/campaigns/0123456789abcdef0123456789abcdef/audience.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory, EachDatabase]
    public async Task Who_comes_behind_a_limit_is_told_and_shown(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var world = await World.CreateAsync(server.Client);
        var list = await world.ListAsync("Everybody");
        for (var n = 0; n < 8; n++)
        {
            await world.PersonAsync($"+1212555{n + 1000:0000}", hasAgreed: true, list);
        }

        var campaign = await world.CampaignAsync(new { lists = new[] { list }, limit = 3 });
        using var browser = await world.BrowserAsync(server);

        Figures(await PageAsync(browser, $"/campaigns/{campaign}/audience")).Should().Contain("In", 3).And.Contain("BeyondLimit", 5);
        var within = await PeopleAsync(browser, campaign, "In");
        var beyond = await PeopleAsync(browser, campaign, "BeyondLimit");

        within.Concat(beyond).Should().HaveCount(8).And.OnlyHaveUniqueItems();
        beyond.Should().HaveCount(5);
    }

    [Fact]
    public async Task A_campaign_that_is_not_there_is_not_found_and_one_for_nobody_says_so()
    {
        await using var server = await TestServer.StartAsync();
        var world = await World.CreateAsync(server.Client);
        var campaign = await world.CampaignAsync(new { });
        using var browser = await world.BrowserAsync(server);

        using var missing = await browser.GetAsync(new Uri("/campaigns/0123456789abcdef0123456789abcdef/audience", UriKind.Relative), TestContext.Current.CancellationToken);

        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await PageAsync(browser, $"/campaigns/{campaign}/audience")).Should().Contain("It is for nobody yet");
    }

    /// <summary>Each figure of the page by the words of its address; where one stands in the list and in a card, they agree.</summary>
    private static Dictionary<string, int> Figures(string page) => Links().Matches(page)
        .Select(match => (Show: match.Groups["show"].Value, Count: int.Parse(match.Groups["count"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)))
        .Distinct().ToDictionary(figure => figure.Show, figure => figure.Count);

    /// <summary>Everybody whom a figure opens, page after page.</summary>
    private static async Task<List<string>> PeopleAsync(HttpClient browser, string campaign, string show)
    {
        List<string> people = [];
        for (var path = $"/campaigns/{campaign}/audience?show={show}"; path is not null;)
        {
            var page = await PageAsync(browser, path);
            people.AddRange(Rows().Matches(page).Select(match => match.Groups["id"].Value));
            path = Next().Match(page) is { Success: true } next ? next.Groups["href"].Value : null;
        }

        return people;
    }

    /// <summary>The cells of a file, each as it was written.</summary>
    private static async Task<List<string[]>> FileAsync(HttpClient browser, string campaign, string query)
    {
        var text = await browser.GetStringAsync(new Uri($"/campaigns/{campaign}/audience.csv{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        return [.. text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..].Select(line => Comma().Split(line))];
    }

    /// <summary>The page as it stands in the end: what had to be counted comes behind it, and each such part takes the place of the one before.</summary>
    private static async Task<string> PageAsync(HttpClient browser, string path)
    {
        var page = await browser.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return WebUtility.HtmlDecode(page[Math.Max(0, page.LastIndexOf("<blazor-ssr>", StringComparison.Ordinal))..]);
    }

    [GeneratedRegex("""href="/campaigns/\w+/audience\?show=(?<show>\w+)#people"[^>]*>(?:(?!</a>).)*?<span class="(?:amount |value)[^"]*">(?<count>[\d,]+)</span>""", RegexOptions.Singleline)]
    private static partial Regex Links();

    [GeneratedRegex(""",(?=(?:[^"]*"[^"]*")*[^"]*$)""")]
    private static partial Regex Comma();

    [GeneratedRegex("""class="main" href="/contacts/(?<id>\w+)">""")]
    private static partial Regex Rows();

    [GeneratedRegex("""href="(?<href>[^"#]*)[^"]*" rel="next\b""")]
    private static partial Regex Next();

    private sealed class World(HttpClient client, string sender)
    {
        public static async Task<World> CreateAsync(HttpClient client) =>
            new(client, (await client.GetJsonAsync("/api/v1/senders")).GetProperty("items")[0].GetProperty("id").GetString()!); // every installation has one

        public async Task<string> ListAsync(string name) => await IdOfAsync("/api/v1/lists", new { name });

        public async Task<string> PersonAsync(string? phone, bool hasAgreed, string list, string firstName = "Ada")
        {
            var id = await IdOfAsync("/api/v1/contacts", new { phone, firstName, email = phone is null ? "ada@example.com" : null, lists = new[] { list } });
            if (hasAgreed)
            {
                await PostAsync("/api/v1/opt-ins", new { phone, evidence = "till receipt" });
            }

            return id;
        }

        public async Task<string> CampaignAsync(object audience) => await IdOfAsync(
            "/api/v1/campaigns", new { name = "Winter", audience, body = "Hi, we open at nine. Reply STOP to opt out.", from = new { senderId = sender }, schedule = new { startAt = "2027-01-13T05:00:00Z" } });

        public async Task<HttpClient> BrowserAsync(TestServer server)
        {
            Assert.True(Id.TryParse<WorkspaceId>((await client.GetJsonAsync("/api/v1/workspace")).GetProperty("id").GetString(), out var workspace));
            return await server.BrowserOfAsync(Role.Owner, workspace);
        }

        public async Task<JsonElement> PostAsync(string path, object body)
        {
            using var answer = await client.PostJsonAsync(path, JsonSerializer.Serialize(body));
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            return answer.StatusCode is HttpStatusCode.NoContent ? default : await answer.JsonAsync();
        }

        private async Task<string> IdOfAsync(string path, object body) => (await PostAsync(path, body)).GetProperty("id").GetString()!; // told always
    }
}
