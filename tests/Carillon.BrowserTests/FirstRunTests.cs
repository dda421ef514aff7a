using System.Text.RegularExpressions;
using AwesomeAssertions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

public sealed partial class FirstRunTests
{
    [Fact]
    public async Task Three_steps_lead_from_nothing_to_a_first_simulated_campaign_and_are_gone_then()
    {
        await using var context = await OpenInTorontoAsync(1280, 860);
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        var errors = await Pages.ListenAsync(page);
        await Pages.BecomeAdministratorAsync(page, server);

        await Expect(page.GetByLabel("Country")).ToHaveValueAsync("CA"); // the country of the browser's zone
        await Expect(page.GetByLabel("Time zone")).ToHaveValueAsync("America/Toronto");
        await page.ShouldBeAccessibleAsync("the first step");
        await Pages.LookAsync(page, "first-steps", isWhole: false);
        await page.GetByLabel("Name of your business").FillAsync("Maple Bakery");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and go on" }).ClickAsync();
        await Expect(page.GetByText("Maple Bakery, Canada, America/Toronto.")).ToBeVisibleAsync();

        await page.ReloadAsync(); // somebody comes back later
        await page.GetByRole(AriaRole.Button, new() { Name = "Use the simulator for now" }).ClickAsync();
        await Expect(page.GetByText("With the simulator: nothing leaves this machine.")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync("the third step");
        await Pages.LookAsync(page, "first-steps-people", isWhole: false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use ten made-up people" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your first campaign", Exact = true })).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync("all steps taken");
        await Pages.LookAsync(page, "first-steps-done", isWhole: false);
        await page.GetByRole(AriaRole.Link, new() { Name = "Write it" }).ClickAsync();

        await page.GetByLabel("Name of the campaign").FillAsync("A first try");
        await page.GetByLabel("Kind of message").SelectOptionAsync("Transactional");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("Hi {{ first_name }}, your bread is ready.");
        await page.GetByRole(AriaRole.Checkbox, new() { NameRegex = MadeUp() }).First.CheckAsync();
        await Expect(page.GetByText("10 people get it")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Review and send" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send to 10 people" }).ClickAsync();
        await Expect(page.GetByText("All 10 recipients are settled")).ToBeVisibleAsync(new() { Timeout = 60_000 });

        await Pages.OpenAsync(page, server, "/");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "A first try" }).First).ToBeVisibleAsync();
        await Expect(page.GetByText("Three steps to your first campaign")).Not.ToBeVisibleAsync();
        await Expect(page.GetByText("Your first campaign", new() { Exact = true })).Not.ToBeVisibleAsync();
        errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Each_step_can_be_put_off_and_taken_up_again_on_a_phone()
    {
        await using var context = await OpenInTorontoAsync(390, 844);
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        var errors = await Pages.ListenAsync(page);
        await Pages.BecomeAdministratorAsync(page, server);

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save and go on" })).ToBeEnabledAsync();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().Be(0);
        await page.ShouldBeAccessibleAsync("the first step on a phone");
        await Pages.LookAsync(page, "first-steps-phone", isWhole: false);
        await page.GetByRole(AriaRole.Button, new() { Name = "Skip" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use the simulator for now" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Skip" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your first campaign", Exact = true })).ToBeVisibleAsync();
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "See the three steps again" }).ClickAsync();
        await page.GetByLabel("Name of your business").FillAsync("Maple Bakery");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and go on" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your first campaign", Exact = true })).ToBeVisibleAsync();
        await Pages.OpenAsync(page, server, "/settings");
        await Expect(page.GetByLabel("Name of the workspace")).ToHaveValueAsync("Maple Bakery");
        await Expect(page.GetByLabel("Time zone")).ToHaveValueAsync("America/Toronto");
        errors.Should().BeEmpty();
    }

    [Fact]
    public async Task The_whole_road_to_a_sent_campaign_goes_by_keys_alone()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(server.Address + "/");
        await TypeAsync(page, page.GetByLabel("E-mail address"), Pages.Owner);
        await TypeAsync(page, page.GetByLabel("Password"), Pages.Password);
        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Create the account" }));
        await TypeAsync(page, page.GetByLabel("Name of your business"), "Harbor Street Bakery");
        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Save and go on" }));
        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Use the simulator for now" }));
        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Use ten made-up people" }));
        await PressAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Write it" }));
        await TypeAsync(page, page.GetByLabel("Name of the campaign"), "By keys");
        await TypeAsync(page, page.GetByLabel("Text", new() { Exact = true }), "Your bread is ready.");
        await PressAsync(page, page.GetByRole(AriaRole.Checkbox, new() { NameRegex = MadeUp() }).First, "Space");
        await TypeAsync(page, page.GetByLabel("Kind of message"), "Trans");
        await Expect(page.GetByText("10 people get it")).ToBeVisibleAsync();
        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Review and send" }).First);
        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Send to 10 people" }));
        await Expect(page.GetByText("All 10 recipients are settled")).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    private static async Task TypeAsync(IPage page, ILocator field, string words)
    {
        await TabToAsync(page, field);
        await page.Keyboard.TypeAsync(words);
    }

    private static async Task PressAsync(IPage page, ILocator button, string key = "Enter")
    {
        await TabToAsync(page, button);
        await page.Keyboard.PressAsync(key);
    }

    /// <summary>Goes from one thing to the next as the Tab key does, around the page at most twice.</summary>
    private static async Task TabToAsync(IPage page, ILocator target)
    {
        await Expect(target).ToBeEnabledAsync();
        for (var presses = 0; presses < 200; presses++)
        {
            if (await target.EvaluateAsync<bool>("(one) => one === document.activeElement"))
            {
                return;
            }

            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The Tab key never came to {target}.");
    }

    private static async Task<IBrowserContext> OpenInTorontoAsync(int width, int height)
    {
        await using var usual = await Browser.OpenAsync();
        return await usual.Browser!.NewContextAsync(new BrowserNewContextOptions // a context of a browser has one
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Locale = "en-US",
            TimezoneId = "America/Toronto",
            ReducedMotion = ReducedMotion.Reduce,
        });
    }

    [GeneratedRegex("^Made-up people")]
    private static partial Regex MadeUp();
}
