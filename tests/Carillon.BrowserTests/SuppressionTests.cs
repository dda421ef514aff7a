using AwesomeAssertions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

public sealed class SuppressionTests
{
    [Fact]
    public async Task A_list_is_loaded_and_looked_through_on_a_desk_and_on_a_telephone()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        var errors = await Pages.ListenAsync(page);
        await Pages.BecomeAdministratorAsync(page, server);
        await Pages.OpenAsync(page, server, "/compliance/suppressions");

        await page.GetByLabel("File").SetInputFilesAsync(new FilePayload
        {
            Name = "registry.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes("Phone\n+14155552690\nnobody at all\n+14155552691\n+14155552690\n"),
        });
        await page.GetByLabel("Why they must not be texted").SelectOptionAsync("DoNotCall");
        await page.GetByLabel("Where the list comes from").FillAsync("National registry, download of our organisation");
        await page.GetByLabel("Day it was drawn").FillAsync(TimeProvider.System.GetUtcNow().AddDays(-2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = "Load", Exact = true }).ClickAsync();

        await Expect(page.GetByText("4 rows: 2 added")).ToBeVisibleAsync();
        await page.GetByText("One row was not taken").First.ClickAsync();
        await Expect(page.GetByText("nobody at all").First).ToBeVisibleAsync();
        foreach (var (width, name) in new[] { (1360, "suppressions"), (390, "suppressions-phone") })
        {
            await page.SetViewportSizeAsync(width, 850);
            await page.ShouldBeAccessibleAsync($"suppressed numbers at {width}");
            (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")).Should().BeTrue("nothing is wider than {0}", width);
            await Pages.LookAsync(page, name);
        }

        errors.Should().BeEmpty();
    }
}
