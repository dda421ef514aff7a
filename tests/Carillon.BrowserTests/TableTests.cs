using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

public sealed class TableTests
{
    [Fact]
    public async Task A_table_is_ordered_cut_to_columns_and_taken_away_by_keys_alone()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        var errors = await Pages.ListenAsync(page);
        await Pages.BecomeAdministratorAsync(page, server);
        await Pages.WriteAsync(server, PlantAsync);
        await Pages.OpenAsync(page, server, "/contacts");
        var names = page.Locator("td.title a");
        await Expect(names).ToHaveTextAsync(["Mara", "Zoe", "Ada"]);

        await page.GetByRole(AriaRole.Link, new() { Name = "Name" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("th[aria-sort=ascending]")).ToHaveTextAsync("Name");
        await Expect(names).ToHaveTextAsync(["Ada", "Mara", "Zoe"]);
        await page.GetByRole(AriaRole.Link, new() { Name = "Name" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(names).ToHaveTextAsync(["Zoe", "Mara", "Ada"]);

        await page.Locator("summary", new() { HasText = "Columns" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Phone is shown; hide it" })).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync("the menu of columns");
        await Pages.LookAsync(page, "columns");
        await page.GetByRole(AriaRole.Link, new() { Name = "Phone is shown; hide it" }).PressAsync("Enter");
        await Expect(page.Locator("th", new() { HasText = "Phone" })).ToHaveCountAsync(0);
        await Expect(names).ToHaveTextAsync(["Zoe", "Mara", "Ada"]);
        await Pages.OpenAsync(page, server, "/contacts");
        await Expect(page.Locator("th", new() { HasText = "Phone" })).ToHaveCountAsync(0); // the browser remembers

        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).PressAsync("Enter"));
        (await File.ReadAllTextAsync(await file.PathAsync())).Should().Contain("Mara").And.Contain("'=2+5");
        await page.Locator("summary", new() { HasText = "Columns" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Phone is hidden; show it" }).ClickAsync();
        await Expect(page.Locator("th", new() { HasText = "Phone" })).ToHaveCountAsync(1);
        errors.Should().BeEmpty();
    }

    private static Task PlantAsync(CarillonDb db, WorkspaceId workspace)
    {
        var now = TimeProvider.System.GetUtcNow().Stored();
        foreach (var (name, phone, age) in new[] { ("Ada", "+14155550143", 3), ("Zoe", "+14155550141", 2), ("Mara", "+14155550142", 1) })
        {
            var at = now.AddMinutes(-age);
            db.Add(new Contact { Id = Id.New<ContactId>(TimeProvider.System), WorkspaceId = workspace, Phone = PhoneNumber.FromStored(phone), FirstName = name, Email = name == "Ada" ? "=2+5@shop.example" : null, CreatedAt = at, UpdatedAt = at });
        }

        return Task.CompletedTask;
    }
}
