using AwesomeAssertions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

public sealed class StopTests
{
    [Fact]
    public async Task All_sending_is_stopped_with_a_reason_that_everybody_reads_and_goes_on_again()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        var errors = await Pages.ListenAsync(page);
        await Pages.BecomeAdministratorAsync(page, server);
        await Pages.OpenAsync(page, server, "/operations");

        await page.GetByRole(AriaRole.Button, new() { Name = "Stop all sending" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop it" }).ClickAsync();
        await Expect(page.GetByText("Say why: everybody who wonders")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop all sending" }).ClickAsync();
        await page.GetByLabel("Why").FillAsync("The price in the text is wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop it" }).ClickAsync();

        await Expect(page.GetByText("Nothing leaves", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop all sending" })).ToBeHiddenAsync();
        foreach (var (width, name) in new[] { (1360, "stopped"), (390, "stopped-phone") })
        {
            await page.SetViewportSizeAsync(width, 850);
            await page.ShouldBeAccessibleAsync($"a stop at {width}");
            await Pages.LookAsync(page, name);
        }

        await Pages.OpenAsync(page, server, "/notifications");
        await Expect(page.GetByText("The price in the text is wrong")).ToBeVisibleAsync();
        await Pages.OpenAsync(page, server, "/operations");
        await page.GetByRole(AriaRole.Button, new() { Name = "Let messages leave again" }).ClickAsync();
        await Expect(page.GetByText("Nothing leaves", new() { Exact = true })).ToBeHiddenAsync();
        errors.Should().BeEmpty();
    }
}
