using AwesomeAssertions;
using Carillon.Access.SecondFactors;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

public sealed class SettingsTests
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    [Fact]
    public async Task An_owner_requires_a_second_factor_and_is_the_first_to_set_one_up()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        var errors = await Pages.ListenAsync(page);
        await Pages.BecomeAdministratorAsync(page, server);
        await Pages.OpenAsync(page, server, "/settings/users");

        await page.GetByRole(AriaRole.Button, new() { Name = "Require it of everybody" }).ClickAsync();
        await Expect(page.GetByText("Set up an authenticator app to go on")).ToBeVisibleAsync();
        await page.GotoAsync(server.Address + "/contacts");
        await Expect(page.GetByText("Set up an authenticator app to go on")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync("being led to a second factor");
        await Pages.LookAsync(page, "second-factor-required");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up an app" }).ClickAsync();
        var secret = await page.Locator(".secret code").InnerTextAsync();
        await page.GetByLabel("The code it shows now").FillAsync(Totp.CodeAt(Bytes(secret), TimeProvider.System.GetUtcNow()));
        await page.GetByRole(AriaRole.Button, new() { Name = "Use this app" }).ClickAsync();
        await Expect(page.GetByText("Keep these recovery codes now")).ToBeVisibleAsync();

        await Pages.OpenAsync(page, server, "/contacts");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Contacts", Exact = true })).ToBeVisibleAsync();
        await Pages.OpenAsync(page, server, "/settings/users");
        await Expect(page.GetByText("Required of everybody")).ToBeVisibleAsync();
        await Pages.OpenAsync(page, server, "/settings/audit");
        await Expect(page.GetByText("Second factor required").Last).ToBeVisibleAsync();
        errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_backup_is_made_by_a_button_taken_away_and_planned_for_each_day()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        var errors = await Pages.ListenAsync(page);
        await Pages.BecomeAdministratorAsync(page, server);
        await Pages.OpenAsync(page, server, "/settings/backup");

        await page.GetByRole(AriaRole.Button, new() { Name = "Make one now" }).ClickAsync();
        await Expect(page.GetByText("is ready and whole")).ToBeVisibleAsync();
        await Expect(page.Locator("table code")).ToHaveCountAsync(1);
        await Expect(page.GetByText("Fresh")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync("backups");
        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Download") }).ClickAsync());
        file.SuggestedFilename.Should().EndWith(".carillon");
        new FileInfo(await file.PathAsync()).Length.Should().BeGreaterThan(1000);

        await page.GetByLabel("Every day at").SelectOptionAsync("3");
        await page.GetByLabel("Keep the last").FillAsync("5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await Expect(page.Locator("dd time")).ToBeVisibleAsync(); // when the next is made
        await Expect(page.GetByText("None was made by itself yet.")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync("backups with a plan");
        await Pages.LookAsync(page, "backup-made", isWhole: false);
        await page.ReloadAsync();
        await Expect(page.Locator("table code")).ToHaveCountAsync(1);
        await Expect(page.GetByLabel("Every day at")).ToHaveValueAsync("3");
        await Expect(page.GetByLabel("Keep the last")).ToHaveValueAsync("5");
        errors.Should().BeEmpty();
    }

    [Fact]
    public async Task How_long_providers_words_are_kept_is_chosen_and_told()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        await Pages.BecomeAdministratorAsync(page, server);
        await Pages.OpenAsync(page, server, "/settings");

        await page.GetByLabel("What providers told is kept").SelectOptionAsync("90");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await Pages.OpenAsync(page, server, "/settings");
        await Expect(page.GetByLabel("What providers told is kept")).ToHaveValueAsync("90");
        await Pages.OpenAsync(page, server, "/settings/audit");
        await Expect(page.GetByText("CallbackDays")).ToBeVisibleAsync();
    }

    private static byte[] Bytes(string base32)
    {
        var bits = string.Concat(base32.Select(letter => Convert.ToString(Letters.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(part => part.Length == 8).Select(part => Convert.ToByte(new string(part), 2))];
    }
}
