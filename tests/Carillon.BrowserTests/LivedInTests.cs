using AwesomeAssertions;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Contacts;
using Carillon.Receiving;
using Carillon.Sending;
using Carillon.Server.Commands;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

/// <summary>The pages as they are after some weeks, on a desk and on a telephone: the example workspace, with people, campaigns, answers and opt-outs.</summary>
public sealed class LivedInTests
{
    [Theory]
    [InlineData(1280, 860)]
    [InlineData(390, 844)]
    public async Task No_page_with_rows_in_it_is_wider_than_the_screen_or_breaks_a_rule_of_accessibility(int width, int height)
    {
        await using var context = await Browser.OpenAsync(width, height);
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce });
        var errors = await Pages.ListenAsync(page);
        await Pages.BecomeAdministratorAsync(page, server);
        await new DemoWorkspace(server.Services).FillAsync(TestContext.Current.CancellationToken);
        await Pages.OpenAsync(page, server, "/inbox");
        await Expect(page.Locator(".talk").First).ToBeVisibleAsync();
        var paths = AccessibilityTests.Everywhere.Except(["/design"]).Concat(await PathsOfRowsAsync(server)).ToList();

        foreach (var path in paths)
        {
            await Pages.OpenAsync(page, server, path);
            var beyond = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            beyond.Should().Be(0, $"{path} at {width} px");
            await Pages.ShouldBeAccessibleAsync(page, $"{path} at {width} px");
            await Pages.LookAsync(page, NameOf(path) + (width < 500 ? "-phone" : ""));
        }

        errors.Should().BeEmpty();
    }

    /// <summary>One page of each kind that shows something single.</summary>
    private static async Task<IReadOnlyList<string>> PathsOfRowsAsync(PageServer server)
    {
        List<string> paths = [];
        await Pages.WriteAsync(server, async (db, _) =>
        {
            var talk = await db.Conversations.OrderByDescending(row => row.LastAt).Select(row => row.ContactId).FirstAsync();
            paths.Add($"/inbox/{talk}");
            paths.Add($"/contacts/{talk}");
            paths.Add($"/contacts/{talk}/edit");
            paths.Add($"/lists/{await db.ContactLists.OrderBy(row => row.Name).Select(row => row.Id).FirstAsync()}");
            paths.Add($"/segments/{await db.Segments.OrderBy(row => row.Name).Select(row => row.Id).FirstAsync()}");
            paths.Add($"/accounts/{await db.Accounts.Select(row => row.Id).FirstAsync()}");
            paths.Add($"/campaigns/{await db.Campaigns.Where(row => row.PacePerSecond != null).Select(row => row.Id).FirstAsync()}");
            paths.Add($"/campaigns/{await db.Campaigns.Where(row => row.Name == "Holiday orders").Select(row => row.Id).FirstAsync()}/edit");
        });
        return paths;
    }

    private static string NameOf(string path) => path.Length < 2 ? "home" : string.Join('-', path[1..].Split('/').Select(part => part.Length == 32 ? "one" : part));
}
