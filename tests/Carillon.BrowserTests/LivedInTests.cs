using System.Text;
using AwesomeAssertions;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Cluster;
using Carillon.Contacts;
using Carillon.Contacts.Bulk;
using Carillon.Receiving;
using Carillon.Sending;
using Carillon.Server.Commands;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

/// <summary>The pages as they are after some weeks, on a desk and on a telephone: the example workspace, with people, campaigns, answers and opt-outs.</summary>
public sealed class LivedInTests
{
    private static readonly (int Width, int Height)[] Sizes = [(1280, 860), (390, 844)];

    [Fact]
    public async Task No_page_with_rows_in_it_is_wider_than_the_screen_or_breaks_a_rule_of_accessibility()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce });
        var errors = await Pages.ListenAsync(page);
        await LookAtDoorAsync(page, server, "/", "first-administrator");
        await Pages.BecomeAdministratorAsync(page, server);
        await new DemoWorkspace(server.Services).FillAsync(TestContext.Current.CancellationToken);
        await Pages.WriteAsync(server, async (db, _) => await new BulkDesk(
            db, server.Services.GetRequiredService<ContactSources>(), server.Services.GetRequiredService<WakeSignals>(), TimeProvider.System)
            .AcceptAsync(BulkAction.AddTag, "regular", null, new BulkSelection { List = await db.ContactLists.OrderBy(row => row.Name).Select(row => row.Id).FirstAsync() }, "test", TestContext.Current.CancellationToken));
        await using var lookup = Pages.TakesPictures ? await NumberCheckForPictures.RunAsync(page, server) : null;
        await Pages.OpenAsync(page, server, "/inbox");
        await Expect(page.Locator(".talk").First).ToBeVisibleAsync();
        var ofRows = await PagesOfRowsAsync(server);

        var others = AccessibilityTests.Everywhere.Except(["/design"]).Select(path => (Path: path, Name: NameOf(path))).ToList();
        foreach (var (path, name) in ofRows.Concat(others))
        {
            foreach (var (width, height) in Sizes)
            {
                // The others are visited on a desk by the tests of accessibility; with rows in them they are long before they are wide.
                if (width < 500 || Pages.TakesPictures || path == "/operations/texts" || ofRows.Contains((path, name)))
                {
                    await page.SetViewportSizeAsync(width, height);
                    await Pages.OpenAsync(page, server, path);
                    var beyond = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
                    beyond.Should().Be(0, $"{path} at {width} px");
                    await page.ShouldBeAccessibleAsync($"{path} at {width} px");
                    await Pages.LookAsync(page, name + (width < 500 ? "-phone" : ""), isWhole: false);
                }
            }
        }

        foreach (var (width, height) in Pages.TakesPictures ? Sizes : [])
        {
            await page.SetViewportSizeAsync(width, height);
            await LookAtWhatOpensAsync(page, server, ofRows.First(one => one.Name == "composer").Path, width < 500 ? "-phone" : "");
        }

        await context.ClearCookiesAsync();
        await LookAtDoorAsync(page, server, "/sign-in", "sign-in");
        errors.Should().BeEmpty();
    }

    /// <summary>Pictures of a page that is before the door.</summary>
    private static async Task LookAtDoorAsync(IPage page, PageServer server, string path, string name)
    {
        foreach (var (width, ending) in Pages.TakesPictures ? new[] { (390, "-phone"), (1280, "") } : [])
        {
            await page.SetViewportSizeAsync(width, 860);
            await Pages.OpenAsync(page, server, path);
            await Pages.LookAsync(page, name + ending, isWhole: false);
        }
    }

    /// <summary>Pictures of what a page shows only when something is done on it.</summary>
    private static async Task LookAtWhatOpensAsync(IPage page, PageServer server, string composer, string ending)
    {
        await Pages.OpenAsync(page, server, composer);
        await page.GetByRole(AriaRole.Button, new() { Name = "Review and send" }).First.ClickAsync();
        await Expect(page.GetByText("First leaves")).ToBeVisibleAsync();
        await Pages.LookAsync(page, "pre-flight" + ending, isWhole: false);
        await Pages.OpenAsync(page, server, "/contacts/import");
        await Expect(page.Locator("#file")).ToBeEnabledAsync();
        var rows = Encoding.UTF8.GetBytes("First name,Mobile,City\nAda,(415) 555-0143,Oakland\nZoe,(415) 555-0144,Berkeley\n");
        await page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "people.csv", MimeType = "text/csv", Buffer = rows });
        await Expect(page.GetByLabel("Mobile becomes")).ToHaveValueAsync("phone");
        await Pages.LookAsync(page, "import" + ending, isWhole: false);
        await Pages.OpenAsync(page, server, "/design");
        await Pages.LookAsync(page, "design" + ending, isWhole: false);
        await Pages.OpenAsync(page, server, "/");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("tes");
        await Expect(page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await Pages.LookAsync(page, "search" + ending, isWhole: false);
    }

    /// <summary>One page of each kind that shows something single; first the one of the campaign that is under way.</summary>
    private static async Task<IReadOnlyList<(string Path, string Name)>> PagesOfRowsAsync(PageServer server)
    {
        List<(string, string)> pages = [];
        await Pages.WriteAsync(server, async (db, _) =>
        {
            pages.Add(($"/campaigns/{await db.Campaigns.Where(row => row.PacePerSecond != null).Select(row => row.Id).FirstAsync()}", "campaign-running"));
            pages.Add(($"/campaigns/{await db.Campaigns.Where(row => row.Name == "Autumn opening hours").Select(row => row.Id).FirstAsync()}", "campaign"));
            pages.Add(($"/campaigns/{await db.Campaigns.Where(row => row.Name == "Holiday orders").Select(row => row.Id).FirstAsync()}/edit", "composer"));
            pages.Add(($"/campaigns/{await db.Campaigns.Where(row => row.Name == "Holiday orders").Select(row => row.Id).FirstAsync()}/audience?show=Out", "audience"));
            var talk = await db.Conversations.OrderByDescending(row => row.LastAt).Select(row => row.ContactId).FirstAsync();
            pages.Add(($"/inbox/{talk}", "conversation"));
            pages.Add(($"/contacts/{talk}", "contact"));
            pages.Add(($"/contacts/{talk}/edit", "contact-edit"));
            pages.Add(($"/lists/{await db.ContactLists.OrderBy(row => row.Name).Select(row => row.Id).FirstAsync()}", "list"));
            pages.Add(($"/contacts/changes/new?list={await db.ContactLists.OrderBy(row => row.Name).Select(row => row.Id).FirstAsync()}", "change-new"));
            pages.Add(($"/contacts/changes/{await db.BulkChanges.Select(row => row.Id).FirstAsync()}?show=changed", "change"));
            pages.Add(($"/segments/{await db.Segments.OrderBy(row => row.Name).Select(row => row.Id).FirstAsync()}", "segment"));
            pages.Add(($"/accounts/{await db.Accounts.OrderBy(row => row.CreatedAt).Select(row => row.Id).FirstAsync()}", "account"));
            pages.Add(($"/campaigns/{await db.Campaigns.Where(row => row.Name == "Market stall has moved").Select(row => row.Id).FirstAsync()}", "campaign-paused"));
            pages.Add(($"/contacts/imports/{await db.ContactImports.Where(row => row.Invalid > 0).Select(row => row.Id).FirstAsync()}", "import-done"));
            if (await db.NumberCheckRuns.Select(row => row.Id).FirstOrDefaultAsync() is var check && check != default)
            {
                pages.Add(($"/contacts/numbers/{check}?show=Landline", "number-check"));
            }
        });
        return pages;
    }

    /// <summary>What a picture of the page is called.</summary>
    private static string NameOf(string path) => path switch
    {
        "/" => "home",
        "/accounts/new" => "account-new",
        "/settings/keys" => "api-keys",
        "/contacts/import" => "import",
        "/inbox/replies" => "saved-replies",
        "/campaigns/new" or "/contacts/new" or "/segments/new" => path.Split('/')[1] + "-new",
        _ => path.Split('/')[^1],
    };
}
