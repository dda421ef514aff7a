using System.Text;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Receiving.Conversations;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

public sealed partial class RoadTests
{
    private const string Password = "four words in a row";
    private const int People = 60;

    [Fact]
    public async Task From_an_empty_machine_to_an_answer_in_a_conversation()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        var errors = ListenForErrors(page);

        await BecomeAdministratorAsync(page, server);
        await LetEverybodyAnswerAsync(page, server);
        await ImportAsync(page, server);
        await SendCampaignAsync(page, server);
        await AnswerAsync(page, server);

        errors.Should().BeEmpty();
    }

    [Fact]
    public async Task Sign_in_works_without_scripts_and_says_nothing_about_accounts()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var owner = await context.NewPageAsync();
        await BecomeAdministratorAsync(owner, server);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).First.ClickAsync();
        await Expect(owner.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await using var plain = await context.Browser!.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = false }); // a context of a browser has one
        var page = await plain.NewPageAsync();

        await page.GotoAsync(server.Address + "/contacts");
        await page.GetByLabel("E-mail address").FillAsync("nobody@shop.example");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        var unknown = await page.GetByRole(AriaRole.Region, new() { Name = "Sign in" }).GetByRole(AriaRole.Alert).InnerTextAsync();
        await page.GetByLabel("E-mail address").FillAsync("owner@shop.example");
        await page.GetByLabel("Password").FillAsync("another four words here");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        var wrong = await page.GetByRole(AriaRole.Region, new() { Name = "Sign in" }).GetByRole(AriaRole.Alert).InnerTextAsync();
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Contacts", Exact = true })).ToBeVisibleAsync();
        wrong.Should().Be(unknown);
    }

    [Theory]
    [InlineData(1280, 860)]
    [InlineData(390, 844)]
    public async Task No_page_is_wider_than_the_screen(int width, int height)
    {
        await using var context = await Browser.OpenAsync(width, height);
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        var errors = ListenForErrors(page);
        await BecomeAdministratorAsync(page, server);

        foreach (var path in new[] { "/", "/contacts", "/contacts/new", "/contacts/import", "/lists", "/campaigns", "/campaigns/new", "/inbox", "/campaigns/calendar", "/compliance", "/compliance/decisions", "/compliance/rules", "/operations", "/operations/webhook-events", "/notifications", "/design", "/accounts", "/accounts/new", "/settings", "/settings/keys", "/settings/users" })
        {
            await page.GotoAsync(server.Address + path);
            await Expect(page.Locator("h1")).ToBeVisibleAsync();
            var beyond = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            beyond.Should().Be(0, $"{path} at {width} px");
        }

        errors.Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_is_written_on_a_phone()
    {
        await using var context = await Browser.OpenAsync(390, 844);
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        var errors = ListenForErrors(page);
        await BecomeAdministratorAsync(page, server);
        await Pages.WriteAsync(server, async (db, workspace) =>
        {
            var now = TimeProvider.System.GetUtcNow().Stored();
            var sender = await db.Senders.FirstAsync();
            var contact = new Contact { Id = Id.New<ContactId>(TimeProvider.System), WorkspaceId = workspace, Phone = PhoneNumber.FromStored("+14155550142"), FirstName = "Wilhelmina", CreatedAt = now, UpdatedAt = now };
            db.Add(contact);
            db.Add(new Conversation { WorkspaceId = workspace, ContactId = contact.Id, SenderId = sender.Id, LastText = "Is one left?", LastAt = now, UnreadCount = 1, IsHot = true });
            db.Add(new SavedReply { Id = Id.New<SavedReplyId>(TimeProvider.System), WorkspaceId = workspace, Name = "Kept", Body = "One is kept for you, {{ first_name }}.", CreatedAt = now });
        });

        await page.GotoAsync(server.Address + "/inbox");
        await Expect(page.GetByText("Wants an answer")).ToBeVisibleAsync();
        await page.Locator(".talk").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Kept" }).ClickAsync();
        await Expect(page.GetByLabel("Your answer to Wilhelmina")).ToHaveValueAsync("One is kept for you, Wilhelmina.");
        await page.ShouldBeAccessibleAsync("a conversation on a phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();

        await Expect(page.Locator(".said.ours", new() { HasText = "One is kept for you" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to all conversations" }).ClickAsync();
        await Expect(page.GetByText("Wants an answer")).Not.ToBeVisibleAsync();
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).Should().Be(0);
        errors.Should().BeEmpty();
    }

    private static List<string> ListenForErrors(IPage page)
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

    private static async Task BecomeAdministratorAsync(IPage page, PageServer server)
    {
        await page.GotoAsync(server.Address + "/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Create the first administrator" })).ToBeVisibleAsync();
        await page.GetByLabel("E-mail address").FillAsync("owner@shop.example");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the account" }).ClickAsync();
        await Expect(page.GetByText("Three steps to your first campaign")).ToBeVisibleAsync();
    }

    private static async Task LetEverybodyAnswerAsync(IPage page, PageServer server)
    {
        await page.GotoAsync(server.Address + "/accounts");
        await page.GetByRole(AriaRole.Link, new() { Name = "Set up and test" }).ClickAsync();
        foreach (var (label, value) in new[] { ("Share that is delivered", "1"), ("Share that is answered", "1"), ("Share that opts out", "0"), ("Milliseconds until a receipt", "20") })
        {
            await page.GetByLabel(label).FillAsync(value);
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Saved.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Test the login" }).ClickAsync();
        await Expect(page.GetByText("The login works")).ToBeVisibleAsync();
    }

    private static async Task ImportAsync(IPage page, PageServer server)
    {
        var rows = Enumerable.Range(0, People).Select(i => $"Person {i},(415) 555-{1000 + i}");
        var file = string.Join('\n', ["First name,Mobile", .. rows, "Wrong,12"]);
        await page.GotoAsync(server.Address + "/contacts/import");
        await Expect(page.Locator("#file")).ToBeEnabledAsync();
        await page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "people.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(file) });
        await Expect(page.GetByLabel("Mobile becomes")).ToHaveValueAsync("phone");
        await page.GetByLabel("Put everybody on this list").SelectOptionAsync("new");
        await page.GetByLabel("Name of the new list").FillAsync("Spring");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = ImportButton() }).ClickAsync();
        await Expect(page.GetByText($"All {People + 1} rows are read")).ToBeVisibleAsync();
        await Expect(page.GetByText("This is not a valid phone number.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Write to these people" }).ClickAsync();
    }

    private static async Task SendCampaignAsync(IPage page, PageServer server)
    {
        await page.GetByLabel("Name of the campaign").FillAsync("Spring offer");
        await page.GetByLabel("Kind of message").SelectOptionAsync("Transactional"); // an offer would wait for its hours
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("Hi {{ first_name }}, 20 % off until Friday. Reply YES.");
        await Expect(page.Locator(".phone")).ToContainTextAsync("20 % off until Friday");
        await Expect(page.GetByText($"{People} people get it")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Review and send" }).First.ClickAsync();
        await Expect(page.GetByText("First leaves")).ToBeVisibleAsync();
        await page.ShouldBeAccessibleAsync("the pre-flight sheet");
        await page.GetByRole(AriaRole.Button, new() { Name = $"Send to {People} people" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(CampaignAddress()); // asks again and again: waiting for the navigation itself may begin when it is over
        await Expect(page.GetByText($"All {People} recipients are settled")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = $"Delivered {People}", Exact = true })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.Locator(".legend a", new() { HasText = "Cancelled" }).ClickAsync();
        await Expect(page.GetByText("Nobody stands here")).ToBeVisibleAsync();
        page.Url.Should().StartWith(server.Address);
    }

    private static async Task AnswerAsync(IPage page, PageServer server)
    {
        await page.GotoAsync(server.Address + "/inbox");
        await page.Locator(".talk").First.ClickAsync(new() { Timeout = 30_000 });
        await page.GetByLabel("Your answer to").FillAsync("Great, see you on Tuesday.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        var answer = page.Locator(".said.ours", new() { HasText = "see you on Tuesday" });
        await Expect(answer).ToBeVisibleAsync();
        await Expect(answer).ToContainTextAsync("Delivered", new() { Timeout = 30_000 });
    }

    [GeneratedRegex("^Import about")]
    private static partial Regex ImportButton();

    [GeneratedRegex("/campaigns/[0-9a-f]{32}$")]
    private static partial Regex CampaignAddress();
}
