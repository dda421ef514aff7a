using AwesomeAssertions;
using Carillon.Access.SecondFactors;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

public sealed class AccessTests
{
    private const string Owner = "owner@shop.example";
    private const string Password = "four words in a row";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    [Fact]
    public async Task Somebody_invited_comes_in_and_finds_the_walls_of_the_role_until_shut_out()
    {
        await using var ownersBrowser = await Browser.OpenAsync();
        await using var theirs = await Browser.OpenAsync(390, 844);
        await using var server = await PageServer.StartAsync();
        var owner = await ownersBrowser.NewPageAsync();
        var errors = Listen(owner);
        await BecomeOwnerAsync(owner, server.Address);

        await owner.GotoAsync(server.Address + "/settings/users");
        await owner.GetByLabel("Role", new() { Exact = true }).SelectOptionAsync("Inbox");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await owner.Locator(".secret code").InnerTextAsync();
        await owner.ShouldBeAccessibleInBothThemesAsync();
        await Pages.LookAsync(owner, "users");

        var guest = await theirs.NewPageAsync();
        var guestErrors = Listen(guest);
        await guest.GotoAsync(link);
        await Expect(guest.GetByRole(AriaRole.Heading, new() { Name = "Join My business" })).ToBeVisibleAsync();
        await guest.ShouldBeAccessibleInBothThemesAsync();
        await Pages.LookAsync(guest, "invitation-phone");
        await guest.GetByLabel("E-mail address").FillAsync("inbox@shop.example");
        await guest.GetByLabel("Password").FillAsync("five red lanterns here");
        await guest.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Expect(guest.GetByRole(AriaRole.Heading, new() { Name = "Home" })).ToBeVisibleAsync();

        await guest.GotoAsync(server.Address + "/campaigns");
        (await guest.GetByRole(AriaRole.Link, new() { Name = "New campaign" }).CountAsync()).Should().Be(0);
        foreach (var path in new[] { "/settings/keys", "/settings/users", "/settings/audit", "/settings", "/campaigns/new", "/contacts/import", "/accounts/new" })
        {
            var answer = await guest.GotoAsync(server.Address + path);
            answer!.Status.Should().Be(403, path); // a page was asked for
            await Expect(guest.GetByRole(AriaRole.Heading, new() { Name = "Your role does not open this" })).ToBeVisibleAsync();
        }

        await guest.ShouldBeAccessibleInBothThemesAsync();
        await guest.GotoAsync(server.Address + "/settings/you");
        await Expect(guest.GetByText("This one", new() { Exact = true })).ToBeVisibleAsync();
        await guest.ShouldBeAccessibleInBothThemesAsync();
        await Pages.LookAsync(guest, "you-phone");

        await owner.GotoAsync(server.Address + "/settings/users");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Deactivate inbox@shop.example" }).ClickAsync();
        await Expect(owner.GetByText("is shut out")).ToBeVisibleAsync();
        await guest.GotoAsync(server.Address + "/");
        await Expect(guest.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();

        await owner.GotoAsync(server.Address + "/settings/audit");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Check every entry" }).ClickAsync();
        await Expect(owner.GetByText("are as they were written")).ToBeVisibleAsync();
        await owner.ShouldBeAccessibleInBothThemesAsync();
        await Pages.LookAsync(owner, "audit");
        await owner.GotoAsync(server.Address + "/settings/keys");
        await owner.ShouldBeAccessibleInBothThemesAsync();
        await Pages.LookAsync(owner, "keys");

        errors.Should().BeEmpty();
        guestErrors.Where(error => !error.Contains("403", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_app_and_a_passkey_guard_the_account()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var address = server.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal); // passkeys want a name
        var page = await context.NewPageAsync();
        var errors = Listen(page);
        var device = await context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await BecomeOwnerAsync(page, address);

        await page.GotoAsync(address + "/settings/you");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up an app" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code" })).ToBeVisibleAsync();
        await page.ShouldBeAccessibleInBothThemesAsync();
        await Pages.LookAsync(page, "app");
        var secret = Bytes(await page.Locator(".secret code").InnerTextAsync());
        await page.GetByLabel("The code it shows now").FillAsync(Totp.CodeAt(secret, TimeProvider.System.GetUtcNow()));
        await page.GetByRole(AriaRole.Button, new() { Name = "Use this app" }).ClickAsync();
        await Expect(page.GetByText("Keep these recovery codes now")).ToBeVisibleAsync();
        var recovery = await page.Locator(".codes code").First.InnerTextAsync();
        await page.ShouldBeAccessibleInBothThemesAsync();
        await page.GetByLabel("Name of the device").FillAsync("Test machine");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByText("The passkey is ready")).ToBeVisibleAsync();
        await Pages.LookAsync(page, "you");

        await SignOutAsync(page);
        await page.ShouldBeAccessibleInBothThemesAsync();
        await Pages.LookAsync(page, "sign-in");
        await FillInAsync(page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Second step" })).ToBeVisibleAsync();
        await page.ShouldBeAccessibleInBothThemesAsync();
        await page.GetByLabel("Code").FillAsync("000000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByText("This code is not right")).ToBeVisibleAsync();
        await page.GetByLabel("Code").FillAsync(recovery);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Home" })).ToBeVisibleAsync();

        await SignOutAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Home" })).ToBeVisibleAsync();
        await page.GotoAsync(address + "/step-up?returnUrl=/settings/keys");
        await page.ShouldBeAccessibleInBothThemesAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "New key" })).ToBeVisibleAsync();

        errors.Should().BeEmpty();
    }

    private static async Task BecomeOwnerAsync(IPage page, string address)
    {
        await page.GotoAsync(address + "/");
        await page.ShouldBeAccessibleAsync("the first administrator");
        await page.GetByLabel("E-mail address").FillAsync(Owner);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Home" })).ToBeVisibleAsync();
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    private static async Task FillInAsync(IPage page)
    {
        await page.GetByLabel("E-mail address").FillAsync(Owner);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    private static List<string> Listen(IPage page)
    {
        List<string> errors = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                errors.Add($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, wrong) => errors.Add($"{page.Url}: {wrong}");
        return errors;
    }

    private static byte[] Bytes(string base32)
    {
        var bits = string.Concat(base32.Select(letter => Convert.ToString(Letters.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(part => part.Length == 8).Select(part => Convert.ToByte(new string(part), 2))];
    }
}
