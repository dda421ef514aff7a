using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

public sealed class ListTests
{
    [Fact]
    public async Task A_list_by_filter_is_built_counted_marked_where_lists_are_chosen_and_kept_by_hand_again()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        var errors = await Pages.ListenAsync(page);
        await Pages.BecomeAdministratorAsync(page, server);
        await Pages.WriteAsync(server, PlantAsync);

        await Pages.OpenAsync(page, server, "/lists");
        await page.GetByLabel("Name").FillAsync("Floridians");
        await page.GetByLabel("People who match a filter").CheckAsync();
        await Pages.LookAsync(page, "lists-new-kind");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the list" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "New list by filter" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Floridians");
        await Expect(page.GetByLabel("Name")).ToBeEnabledAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Condition" }).ClickAsync();
        await page.GetByLabel("Field", new() { Exact = true }).SelectOptionAsync("region");
        await page.GetByLabel("Value", new() { Exact = true }).FillAsync("US-FL");
        await page.GetByLabel("Value", new() { Exact = true }).PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "2 people" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Mara" })).ToBeVisibleAsync();
        await LookAsync(page, "list-filter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save the list" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Match its filter now" })).ToContainTextAsync("2");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Import into this list" })).ToHaveCountAsync(0);
        await page.GetByText("Keep it by hand from now on").ClickAsync();
        await LookAsync(page, "list-dynamic");
        var list = page.Url;
        await Pages.OpenAsync(page, server, "/lists");
        var row = page.Locator("tr", new() { HasText = "Floridians" });
        await Expect(row).ToContainTextAsync("By filter");
        await Expect(row.Locator("td.number")).ToHaveTextAsync("2");
        await LookAsync(page, "lists-dynamic");
        await Pages.OpenAsync(page, server, "/campaigns/new");
        await Expect(page.Locator("label.choice", new() { HasText = "Floridians" }).First).ToContainTextAsync("By filter");
        await Pages.LookAsync(page, "composer-lists");
        await Pages.OpenAsync(page, server, "/contacts/new");
        await Expect(page.Locator("label.choice", new() { HasText = "Regulars" })).ToHaveCountAsync(1);
        await Expect(page.Locator("label.choice", new() { HasText = "Floridians" })).ToHaveCountAsync(0);

        await page.GotoAsync(list);
        await page.GetByText("Keep it by hand from now on").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep 2 people, let the filter go" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Import into this list" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "See them" })).ToContainTextAsync("2");
        await page.GotoAsync(list + "/filter");
        await Expect(page.GetByText("People are on this list")).ToBeVisibleAsync();
        await Pages.LookAsync(page, "list-filter-not-empty");
        errors.Should().BeEmpty();
    }

    private static async Task LookAsync(IPage page, string name)
    {
        foreach (var (width, picture) in new[] { (1360, name), (390, name + "-phone") })
        {
            await page.SetViewportSizeAsync(width, 850);
            (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")).Should().BeTrue("nothing of {0} is wider than {1}", name, width);
            await Pages.LookAsync(page, picture);
        }

        await page.SetViewportSizeAsync(1360, 850);
        await page.ShouldBeAccessibleAsync(name);
    }

    private static Task PlantAsync(CarillonDb db, WorkspaceId workspace)
    {
        var now = TimeProvider.System.GetUtcNow().Stored();
        foreach (var (name, phone, region) in new[] { ("Ada", "+14155550143", "US-FL"), ("Zoe", "+14155550141", "US-NY"), ("Mara", "+14155550142", "US-FL") })
        {
            db.Add(new Contact { Id = Id.New<ContactId>(TimeProvider.System), WorkspaceId = workspace, Phone = PhoneNumber.FromStored(phone), FirstName = name, Region = region, CreatedAt = now, UpdatedAt = now });
        }

        db.Add(new ContactList { Id = Id.New<ContactListId>(TimeProvider.System), WorkspaceId = workspace, Name = "Regulars", CreatedAt = now });
        return Task.CompletedTask;
    }
}
