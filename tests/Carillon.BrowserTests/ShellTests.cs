using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

public sealed class ShellTests
{
    [Fact]
    public async Task Everything_is_found_by_keys_alone()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        var errors = await Pages.ListenAsync(page);
        await Pages.BecomeAdministratorAsync(page, server);
        await Pages.WriteAsync(server, (db, workspace) =>
        {
            var now = TimeProvider.System.GetUtcNow().Stored();
            db.Add(new Contact { Id = Id.New<ContactId>(TimeProvider.System), WorkspaceId = workspace, Phone = PhoneNumber.FromStored("+14155550142"), FirstName = "Wilhelmina", LastName = "Quist", CreatedAt = now, UpdatedAt = now });
            return Task.CompletedTask;
        });

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("wilhelmina");
        var found = page.Locator("#search").GetByRole(AriaRole.Option);
        await Expect(found).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Wilhelmina Quist" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("webhook");
        await Expect(found.First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#search")).Not.ToBeVisibleAsync();
        await page.GotoAsync(server.Address + "/campaigns");
        await Expect(page.Locator("a, button, input").First).ToHaveTextAsync("Skip to the content");
        await page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "New campaign" }).First).ToBeFocusedAsync();

        errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_server_that_starts_again_finds_the_draft_as_it_was_typed()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        await Pages.BecomeAdministratorAsync(page, server);
        await page.GotoAsync(server.Address + "/campaigns/new");
        await page.GetByLabel("Name of the campaign").FillAsync("Autumn");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("First words.");
        await Expect(page.GetByText("Draft saved at")).ToBeVisibleAsync();

        await server.RestartAsync(whileGone: () => page.GetByLabel("Text", new() { Exact = true }).FillAsync("First words. And those typed while it was gone."));

        await Expect(page.GetByLabel("Text", new() { Exact = true })).ToHaveValueAsync("First words. And those typed while it was gone.", new() { Timeout = 60_000 });
        await Expect(page.GetByLabel("Name of the campaign")).ToHaveValueAsync("Autumn");
        page.Url.Should().Contain("/edit");
    }
}
